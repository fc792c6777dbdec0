// SPDX-License-Identifier: MIT
/* `freehold check`: all that `freehold run` does before it runs anything, so an editor or a commit hook has
 * the errors in seconds. */
#include <stdio.h>

#include "command/command.h"
#include "command/suite.h"

static int check(char **paths, const struct fh_suite_options *options)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_suite) suite = fh_suite_load(paths, options, &error);
    if (!suite || !fh_suite_check(suite, options, &error))
        return fh_command_fail(error);
    if (suite->diagnostics->items->len > 0)
        return fh_command_print_diagnostics(suite->diagnostics);
    for (guint i = 0; i < suite->parts->len; i++) {
        const struct fh_suite_part *part = g_ptr_array_index(suite->parts, i);
        if (part->failure)
            return fh_command_fail(part->failure);
    }
    guint count = fh_suite_count_scenarios(suite);
    printf("%u scenario%s: no errors\n", count, count == 1 ? "" : "s");
    return FH_EXIT_PASS;
}

static int check_main(int argc, char **argv)
{
    g_autofree char *config = NULL, *build_dir = NULL, *profile = NULL;
    g_auto(GStrv) paths = NULL;
    int status;
    const GOptionEntry entries[] = {
        {"config", 0, 0, G_OPTION_ARG_FILENAME, &config,
         "Configuration that names the library (default: the nearest freehold.ini)", "FILE"},
        {"build-dir", 0, 0, G_OPTION_ARG_FILENAME, &build_dir,
         "Folder for what Freehold builds (default: .freehold beside freehold.ini)", "DIR"},
        {"profile", 0, 0, G_OPTION_ARG_STRING, &profile,
         "Cargo profile to build the crate with: debug, release, or another that it has", "NAME"},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL},
        G_OPTION_ENTRY_NULL,
    };
    if (!fh_command_parse(
            &fh_check_command,
            "Freehold reads the scenarios, builds the library, and checks every call against its header and\n"
            "contract. It reports all errors it finds. Without a path it takes the current folder.",
            entries, &argc, &argv, &status))
        return status;
    char *here[] = {(char *)".", NULL};
    struct fh_suite_options options = {.config_path = config, .build_dir = build_dir, .profile = profile};
    return check(paths ? paths : here, &options);
}

const struct fh_command fh_check_command = {
    .name = "check",
    .synopsis = "check [SCENARIO.scn|DIR …]",
    .summary = "check scenarios, header and contract; run nothing",
    .main = check_main,
};
