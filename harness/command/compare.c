// SPDX-License-Identifier: MIT
#include "compare/compare.h"

#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <unistd.h>

#include "command/command.h"
#include "command/compare.h"
#include "verdict/verdict.h"

static struct fh_inputs *load(char *path, const struct fh_inputs_options *options, GError **error)
{
    char *const paths[] = {path, NULL};
    return fh_inputs_load(paths, options, error);
}

static int show(const struct fh_comparison *comparison)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
    if (fh_comparison_write_text(comparison, out, fh_output_wants_colour(STDOUT_FILENO), &error))
        return fh_verdict_exit_status(fh_comparison_verdict(comparison));
    fprintf(stderr, "freehold: the comparison could not be written: %s\n", error->message);
    return FH_EXIT_NOT_JUDGED;
}

int fh_compare_inputs(char *const *paths, const struct fh_inputs_options *options)
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
    return show(comparison);
}
