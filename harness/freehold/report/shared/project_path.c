// SPDX-License-Identifier: MIT
#include "report/shared/project_path.h"

#include <string.h>

#include "report/shared/redact.h"

/* NULL when `path` is not below `folder`. */
static const char *below(const char *path, const char *folder)
{
    const gsize length = folder ? strlen(folder) : 0;
    if (length == 0 || strncmp(path, folder, length) != 0)
        return NULL;
    if (folder[length - 1] == '/')
        return path + length;
    return path[length] == '/' ? path + length + 1 : NULL;
}

char *fh_project_path(const struct fh_report *report, const char *file)
{
    if (!file || *file == '\0')
        return NULL;
    g_autofree char *whole = g_canonicalize_filename(file, report->directory ? report->directory : "/");
    const char *rest = below(whole, report->root ? report->root : report->directory);
    if (!rest && !g_path_is_absolute(file) && !report->directory)
        rest = whole + 1;
    if (!rest)
        return fh_redact_path(report, whole);
    return *rest != '\0' ? g_utf8_make_valid(rest, -1) : NULL;
}

char *fh_project_path_of_frame(const struct fh_report *report, const struct fh_frame *frame)
{
    if (!frame->file || !frame->directory || g_path_is_absolute(frame->file))
        return fh_project_path(report, frame->file);
    g_autofree char *path = g_build_filename(frame->directory, frame->file, NULL);
    return fh_project_path(report, path);
}

char *fh_project_path_of_result(const struct fh_report *report, const struct fh_result *result)
{
    const char *command = result->scenario ? result->scenario : "";
    g_autofree char *program = g_strndup(command, strcspn(command, " "));
    char *path = fh_project_path(report, result->file ? result->file : program);
    return path ? path : g_strdup("unknown");
}
