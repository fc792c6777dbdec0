// SPDX-License-Identifier: MIT
#include "base/write_text.h"

#include "base/error.h"

gboolean fh_write_text(const char *path, const char *text, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (g_file_set_contents(path, text, -1, &cause))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s", cause->message);
    return FALSE;
}
