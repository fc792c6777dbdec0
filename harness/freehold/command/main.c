// SPDX-License-Identifier: MIT
/* The command's entry. What must hold for all commands is arranged here: streams, locale, and that a result
 * that could not be printed is not a success. */
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diagnostics.h"
#include "command/command.h"
#include "command/version.h"

static const struct fh_command *const commands[] = {
    &fh_init_command,     &fh_run_command,     &fh_exec_command,   &fh_report_command,
    &fh_check_command,    &fh_explore_command, &fh_mutate_command, &fh_flags_command,
    &fh_selftest_command, &fh_demo_command,    &fh_doctor_command, NULL};

static void print_help(FILE *out)
{
    fprintf(out, "freehold: who owns heap memory across the C and Rust boundary\n\nUsage:\n");
    for (guint i = 0; commands[i]; i++) {
        int padding = 32 - (int)g_utf8_strlen(commands[i]->synopsis, -1);
        fprintf(out, "  freehold %s%*s %s\n", commands[i]->synopsis, padding, "", commands[i]->summary);
    }
    fprintf(out,
            "\n  freehold COMMAND --help                   show the options of a command\n"
            "  freehold --version\n"
            "\nExit status:\n"
            "  0  the gate passes: every scenario showed exactly what it must show\n"
            "  1  Freehold found violations, or a scenario did not show what it must\n"
            "  2  the command line, freehold.ini, a scenario, the header or a contract is wrong\n"
            "  3  Freehold could not judge: an engine is missing, a build failed, a log is cut, time ran\n"
            "     out, or standard output can't be written\n");
}

static int unknown_command(const char *name)
{
    const char *names[G_N_ELEMENTS(commands)] = {NULL};
    for (guint i = 0; commands[i]; i++)
        names[i] = commands[i]->name;
    const char *close = fh_closest_name(name, names);
    fprintf(stderr, "freehold: unknown command '%s'%s%s%s\n\n", name, close ? "; did you mean '" : "",
            close ? close : "", close ? "'?" : "");
    print_help(stderr);
    return FH_EXIT_USAGE;
}

static int run_command(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return FH_EXIT_USAGE;
    }
    if (g_str_equal(argv[1], "--help") || g_str_equal(argv[1], "-h") || g_str_equal(argv[1], "help")) {
        print_help(stdout);
        return FH_EXIT_PASS;
    }
    if (g_str_equal(argv[1], "--version")) {
        printf("freehold %s\n", FH_VERSION);
        return FH_EXIT_PASS;
    }
    for (guint i = 0; commands[i]; i++)
        if (g_str_equal(commands[i]->name, argv[1]))
            return commands[i]->main(argc - 1, argv + 1);
    return unknown_command(argv[1]);
}

/* So that no file of ours gets the number of a standard stream that is closed. A write there fails still. */
static void occupy_standard_streams(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "");
    occupy_standard_streams();
    signal(SIGPIPE,
           SIG_IGN); /* `freehold run | head` ends with a status of ours; GLib resets it for children */
    int status = run_command(argc, argv);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "freehold: can't write to standard output\n");
    return FH_EXIT_NOT_JUDGED;
}
