// SPDX-License-Identifier: MIT
#include "compare/compare.h"

#include <errno.h>
#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"
#include "command/command.h"
#include "command/compare.h"
#include "command/output.h"
#include "compare/html.h"
#include "compare/text.h"
#include "verdict/gate.h"

static struct fh_inputs *load(char *path, const struct fh_inputs_options *options, GError **error)
{
    char *const paths[] = {path, NULL};
    return fh_inputs_load(paths, options, error);
}

static gboolean write_page(gconstpointer comparison, GOutputStream *out, GError **error)
{
    return fh_comparison_write_html(comparison, out, error);
}

static gboolean show(const struct fh_comparison *comparison, const char *folder, GError **error)
{
    g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
    if (g_mkdir_with_parents(folder, 0777) < 0) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't make folder %s: %s", folder, g_strerror(errno));
        return FALSE;
    }
    if (!fh_comparison_write_text(comparison, out, fh_output_wants_colour(STDOUT_FILENO), error) ||
        !fh_output_write_file(folder, FH_OUTPUT_COMPARISON, write_page, comparison, error))
        return FALSE;
    printf("comparison: %s/%s\n", folder, FH_OUTPUT_COMPARISON);
    return TRUE;
}

int fh_compare_inputs(char *const *paths, const char *folder, const struct fh_inputs_options *options)
{
    g_autoptr(GError) error = NULL;
    if (!paths || g_strv_length((char **)paths) != 2) {
        fprintf(stderr, "freehold report: which two? freehold report --compare OLD NEW\n");
        return FH_EXIT_USAGE;
    }
    fh_auto(fh_inputs) before = load(paths[0], options, &error);
    fh_auto(fh_inputs) after = before ? load(paths[1], options, &error) : NULL;
    if (!after)
        return fh_command_fail(error);
    fh_auto(fh_comparison) comparison = fh_compare(before->report, after->report);
    if (show(comparison, folder, &error))
        return fh_verdict_exit_status(fh_comparison_verdict(comparison));
    fprintf(stderr, "freehold: the comparison could not be written: %s\n", error->message);
    return FH_EXIT_NOT_JUDGED;
}
