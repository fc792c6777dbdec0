// SPDX-License-Identifier: MIT
/* `freehold doctor`: what this machine has of what Freehold starts, and how to get the rest. A cbindgen or
 * cargo that is there may be too old for some crates only, so that is said and fails nothing. */
#include <stdio.h>

#include "command/command.h"
#include "command/doctor_trial.h"
#include "engine/engine.h"
#include "engine/engines.h"
#include "engine/process.h"
#include "library/cargo_run.h"
#include "library/cbindgen.h"
#include "library/instrument.h"
#include "library/runner.h"
#include "library/tool.h"
#include "model/report.h"

/* A program that freehold runs, and what to do where it is missing. */
struct tool {
    const char *name;
    const char *variable; /* environment variable that names another one */
    const char *purpose;
    const char *remedy;
    gboolean (*is_old)(const char *version); /* NULL: any version does */
    const char *lack;                        /* of an old one */
};

static const struct tool tools[] = {
    {"cargo", "CARGO", "builds a [library] with crate = …", "apt-get install cargo, or https://rustup.rs",
     fh_cargo_is_old,
     "before 1.64 only a crate with the crate type staticlib can be built: https://rustup.rs"},
    {"rustc", "RUSTC", "compiles it", "apt-get install rustc, or https://rustup.rs"},
    {"cbindgen", "CBINDGEN", "writes its header", "apt-get install cbindgen", fh_cbindgen_is_old,
     "it can't read #[unsafe(no_mangle)], and so no crate of edition 2024; 0.28 can: " FH_CBINDGEN_INSTALL},
    {"cc", "CC", "links the runner with the library", "apt-get install gcc"},
};

static gboolean report_tool(const struct tool *tool)
{
    g_auto(GStrv) words = fh_tool_words(tool->variable, tool->name, NULL);
    g_autofree char *version = words ? fh_tool_version(words) : NULL;
    if (version && tool->is_old && tool->is_old(version))
        printf("old      %-10s %s; %s\n", tool->name, version, tool->lack);
    else if (version)
        printf("ok       %-10s %s\n", tool->name, version);
    else
        printf("MISSING  %-10s %s; to get it: %s\n", tool->name, tool->purpose, tool->remedy);
    return version != NULL;
}

static gboolean report_engine(const struct fh_engine *engine)
{
    g_autoptr(GError) error = NULL;
    struct fh_engine_info *info = NULL;
    if (!engine->probe(&info, &error)) {
        printf("MISSING  %-10s %s\n", engine->name, error->message);
        return FALSE;
    }
    printf("ok       %-10s engine, %s\n", engine->name, info->version);
    fh_engine_info_free(info);
    return TRUE;
}

/* Of the one machine that has a std with AddressSanitizer. It fails nothing: --instrument works without, and
 * sees less. */
static void report_std(void)
{
    g_autofree char *target = fh_instrument_target(NULL, NULL);
    if (target && g_str_has_suffix(target, FH_INSTRUMENTED_STD))
        printf("ok       %-10s %s; --instrument sees what std's code reads and writes, too\n", "std", target);
    else if (g_strcmp0(target, "x86_64-unknown-linux-gnu") == 0)
        printf(
            "note     %-10s --instrument can't see what std's code reads and writes; to get that, from Rust "
            "1.95 on: rustup target add %s" FH_INSTRUMENTED_STD "\n",
            "std", target);
}

/* What starts here may yet not see what it must. `engines`: those that are there. */
static gboolean report_trial(const char *engines)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) troubles = fh_doctor_trial(engines, &error);
    if (!troubles) {
        printf("FAILS    %-10s %s\n", "trial", error->message);
        return FALSE;
    }
    for (guint i = 0; i < troubles->len; i++) {
        g_auto(GStrv) words = g_strsplit(g_ptr_array_index(troubles, i), "\t", 2);
        printf("FAILS    %-10s %s\n", words[0], words[1]);
    }
    if (troubles->len > 0)
        printf("         %-10s a small library was judged, which rustc built without LTO; if Rust's "
               "allocator is not "
               "seen in it, this rustc is newer than this Freehold: take an older one, or a newer Freehold\n",
               "");
    else
        printf("ok       %-10s a small library of this Rust is judged right by %s\n", "trial", engines);
    return troubles->len == 0;
}

static gboolean report_runner(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *directory = fh_runner_directory(&error);
    if (directory)
        printf("ok       %-10s %s\n", "runner", directory);
    else
        printf("MISSING  %-10s %s\n", "runner", error->message);
    return directory != NULL;
}

/* They fail nothing: who looks for the reason of a result shall see them. */
static void report_settings(enum fh_setting setting, const char *what)
{
    g_autoptr(GPtrArray) settings = fh_process_settings(setting);
    for (guint i = 0; i < settings->len; i++)
        printf("set      %s; %s\n", (const char *)g_ptr_array_index(settings, i), what);
}

static int doctor_main(int argc, char **argv)
{
    int status;
    const GOptionEntry entries[] = {G_OPTION_ENTRY_NULL};
    if (!fh_command_parse(&fh_doctor_command, "The exit status is 0 if nothing is missing, else 3.", entries,
                          &argc, &argv, &status))
        return status;
    if (argc > 1) {
        fprintf(stderr, "freehold doctor: takes no arguments, and got '%s'\n", argv[1]);
        return FH_EXIT_USAGE;
    }
    gboolean is_whole = report_runner();
    for (guint i = 0; i < G_N_ELEMENTS(tools); i++)
        is_whole = report_tool(&tools[i]) && is_whole;
    report_std();
    const gboolean can_build = is_whole;
    g_autoptr(GString) engines = g_string_new(NULL);
    for (guint i = 0; fh_engines()[i]; i++)
        if (report_engine(fh_engines()[i]))
            g_string_append_printf(engines, "%s%s", engines->len > 0 ? "," : "", fh_engines()[i]->name);
        else
            is_whole = FALSE;
    if (can_build)
        is_whole = report_trial(engines->str) && is_whole;
    report_settings(FH_SETTING_LEFT_OUT, "freehold run leaves it out, freehold exec hands it on");
    report_settings(FH_SETTING_KEPT, "handed on");
    return is_whole ? FH_EXIT_PASS : FH_EXIT_NOT_JUDGED;
}

const struct fh_command fh_doctor_command = {
    FH_DOCTOR_WORDS,
    .main = doctor_main,
};
