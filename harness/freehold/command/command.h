/* SPDX-License-Identifier: MIT */
/*
 * The command layer: the only one that reads the command line, prints, and exits.
 *
 *   main.c      which command; --help, --version
 *   hand_on.c   in `freehold`, instead of what reads a C header: `freehold-scenarios` has that
 *   command.c   what all have in common: options, errors, signals
 *   suite.c     scenario files, sorted to their libraries and checked
 *   own_run.c   freehold run as a process of its own
 *   init.c      freehold init: a first draft of configuration, contract and scenarios (learn.c, trial.c)
 *   run.c       freehold run: audit with scenarios (session.c; choice.c for what it runs, shard.c for which
 *               part of it, output.c for what it leaves)
 *   mutate.c    freehold mutate: break scenarios on purpose (mutation.c for what becomes of them)
 *   explore.c   freehold explore: sequences that nobody wrote (exploration.c makes and runs them, lab.c runs,
 *               shrink.c shrinks, explored.c writes)
 *   exec.c      freehold exec: audit a program as it is
 *   report.c    freehold report: reports from what is there (inputs.c for what it reads, raw_logs.c for
 *               what it copies)
 *   check.c     freehold check: everything up to the plan; run nothing
 *   flags.c     freehold flags: how a program is built with AddressSanitizer
 *   selftest.c  freehold selftest: what each engine sees on this machine
 *   demo.c      freehold demo: a bug that plain Valgrind passes
 *   sample.c    the libraries that selftest and demo bring with them
 *   doctor.c    freehold doctor: what this machine lacks
 *
 * Exit statuses (never 77 or 99, which Meson reads its own way).
 */
#pragma once

#include <glib.h>

#include "base/diagnostics.h"

enum {
    FH_EXIT_PASS = 0,
    FH_EXIT_VIOLATIONS = 1,
    FH_EXIT_USAGE = 2,
    FH_EXIT_NOT_JUDGED = 3,
};

struct fh_command {
    const char *name;
    const char *synopsis;
    const char *summary;
    /* the first word that is no option, and all after it, are a program's command line */
    gboolean has_program;
    /* `argv` starts with the command's own name. Returns the exit status. */
    int (*main)(int argc, char **argv);
};

/* Of the commands that read a C header, or ask what does. They are in a program of their own, since libclang
 * takes longer to load than the others take to run: hand_on.c has them in `freehold`. */
#define FH_INIT_WORDS                                        \
    .name = "init", .synopsis = "init CRATE|LIB.a HEADER.h", \
    .summary = "draft configuration, contract and scenarios of a library"
#define FH_RUN_WORDS                                       \
    .name = "run", .synopsis = "run [SCENARIO.scn|DIR …]", \
    .summary = "audit the library under audit with scenarios"
#define FH_CHECK_WORDS                                         \
    .name = "check", .synopsis = "check [SCENARIO.scn|DIR …]", \
    .summary = "check scenarios, header and contract; run nothing"

#define FH_MUTATE_WORDS                                          \
    .name = "mutate", .synopsis = "mutate [SCENARIO.scn|DIR …]", \
    .summary = "break scenarios on purpose; name what nobody notices"
#define FH_EXPLORE_WORDS                                      \
    .name = "explore", .synopsis = "explore [PROJECT|CRATE]", \
    .summary = "find the sequence of calls that nobody wrote a scenario for"
#define FH_SELFTEST_WORDS \
    .name = "selftest", .synopsis = "selftest", .summary = "measure what each engine sees on this machine"
#define FH_DEMO_WORDS \
    .name = "demo", .synopsis = "demo", .summary = "show a bug that Valgrind passes, and what Freehold says"
#define FH_DOCTOR_WORDS                     \
    .name = "doctor", .synopsis = "doctor", \
    .summary = "report what this machine lacks, and what to do about it"

extern const struct fh_command fh_init_command;
extern const struct fh_command fh_run_command;
extern const struct fh_command fh_exec_command;
extern const struct fh_command fh_report_command;
extern const struct fh_command fh_check_command;
extern const struct fh_command fh_mutate_command;
extern const struct fh_command fh_explore_command;
extern const struct fh_command fh_flags_command;
extern const struct fh_command fh_selftest_command;
extern const struct fh_command fh_demo_command;
extern const struct fh_command fh_doctor_command;

/* SIGINT and SIGTERM end what runs, and the report is still written; a second one ends freehold at once. */
void fh_command_catch_signals(void);

/* Prints "freehold: …" to stderr and returns the exit status that belongs to the error. */
int fh_command_fail(const GError *error);

/* Prints all diagnostics to stderr, and how many there are. Returns FH_EXIT_USAGE. */
int fh_command_print_diagnostics(const struct fh_diagnostics *diagnostics);

/* Of the command line, a GOptionEntry: what fh_scope_read_kinds() then reads. */
#define FH_KINDS_ENTRY(kinds)                                                                                \
    {                                                                                                        \
        "kinds", 0, 0, G_OPTION_ARG_STRING, &(kinds),                                                        \
            "Let only findings of these kinds fail, such as leak,cross-allocator-free; the rest is counted", \
            "KINDS"                                                                                          \
    }

/* Of the command line, a GOptionEntry: an int for fh_max_findings_apply(), 0 where it is not given. */
#define FH_MAX_FINDINGS_ENTRY(max)                                                                        \
    {                                                                                                     \
        "max-findings", 0, 0, G_OPTION_ARG_INT, &(max),                                                   \
            "Keep so many findings of each scenario or process, and count the rest, which fails all the " \
            "same (default: all)",                                                                        \
            "N"                                                                                           \
    }

/* Parses the options of a command; its help shows `command`'s synopsis, `summary` and `description`. FALSE
 * when the command ends here: `*status` is its exit status (--help: 0). */
gboolean fh_command_parse(const struct fh_command *command, const char *description,
                          const GOptionEntry *entries, int *argc, char ***argv, int *status);
