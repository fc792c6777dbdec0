// SPDX-License-Identifier: MIT
#include "script/marks.h"

static gboolean has_marks(const GPtrArray *body)
{
    for (guint i = 0; i < body->len; i++) {
        const struct fh_statement *statement = g_ptr_array_index(body, i);
        if (statement->annotations->len > 0 || (statement->body && has_marks(statement->body)))
            return TRUE;
    }
    return FALSE;
}

gboolean fh_scenario_has_marks(const struct fh_scenario *scenario)
{
    return has_marks(scenario->body);
}
