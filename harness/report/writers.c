// SPDX-License-Identifier: MIT
#include "report/writer.h"

static const struct fh_writer *const writers[] = {
    &fh_json_writer,
    &fh_text_writer,
    &fh_tap_writer,
    &fh_html_writer,
    NULL,
};

const struct fh_writer *const *fh_writers(void)
{
    return writers;
}

const struct fh_writer *fh_writer_by_name(const char *name)
{
    for (guint i = 0; writers[i] != NULL; i++)
        if (g_strcmp0(writers[i]->name, name) == 0)
            return writers[i];
    return NULL;
}
