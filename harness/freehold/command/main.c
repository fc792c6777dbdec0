// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "command/command.h"
#include "command/version.h"
#include "engine/process.h"

static const struct fh_command *const commands[] = {&fh_run_command,
                                                    &fh_exec_command,
                                                    &fh_report_command,
                                                    &fh_check_command,
                                                    &fh_flags_command,
                                                    &fh_doctor_command,
                                                    NULL};

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

static void on_signal(int number)
{
    fh_process_interrupt_all();
    signal(number, SIG_DFL);
}

void fh_command_catch_signals(void)
{
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
}

int fh_command_fail(const GError *error)
{
    gboolean not_judged = g_error_matches(error, FH_ERROR, FH_ERROR_ENVIRONMENT);
    gboolean is_placed = g_error_matches(error, FH_ERROR, FH_ERROR_SCRIPT);
    fprintf(stderr, "%s%s\n", is_placed ? "" : "freehold: ", error->message);
    return not_judged ? FH_EXIT_NOT_JUDGED : FH_EXIT_USAGE;
}

int fh_command_print_diagnostics(const struct fh_diagnostics *diagnostics)
{
    g_autofree char *text = fh_diagnostics_to_text(diagnostics);
    guint count = diagnostics->items->len;
    fprintf(stderr, "%s%u error%s; nothing was run\n", text, count, count == 1 ? "" : "s");
    return FH_EXIT_USAGE;
}

static void print_command_help(GOptionContext *context)
{
    g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);
    fputs(help, stdout);
}

/* As of a script's variable that is not set. */
static gboolean check_names(const GOptionEntry *entries, GError **error)
{
    for (; entries->long_name; entries++) {
        if (entries->arg != G_OPTION_ARG_FILENAME)
            continue;
        const char *name = *(char **)entries->arg_data;
        if (name && !*name) {
            g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "--%s is empty; it wants a %s", entries->long_name,
                        g_str_equal(entries->arg_description, "DIR") ? "folder" : "file");
            return FALSE;
        }
    }
    return TRUE;
}

gboolean fh_command_parse(const struct fh_command *command, const char *description,
                          const GOptionEntry *entries, int *argc, char ***argv, int *status)
{
    g_autoptr(GError) error = NULL;
    gboolean wants_help = FALSE;
    const GOptionEntry help[] = {{"help", 'h', 0, G_OPTION_ARG_NONE, &wants_help, "Show this", NULL},
                                 G_OPTION_ENTRY_NULL};
    const char *parameters = strchr(command->synopsis, ' ');
    g_autoptr(GOptionContext) context = g_option_context_new(parameters ? parameters + 1 : "");
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_set_strict_posix(context, command->has_program);
    g_option_context_set_summary(context, command->summary);
    g_option_context_set_description(context, description);
    g_option_context_add_main_entries(context, help, NULL);
    g_option_context_add_main_entries(context, entries, NULL);
    g_autofree char *program = g_strconcat("freehold ", command->name, NULL);
    g_set_prgname(program);
    *status = FH_EXIT_PASS;
    if (!g_option_context_parse(context, argc, argv, &error) || !check_names(entries, &error)) {
        fprintf(stderr, "freehold %s: %s\nfreehold %s --help lists the options\n", command->name,
                error->message, command->name);
        *status = FH_EXIT_USAGE;
        return FALSE;
    }
    if (wants_help)
        print_command_help(context);
    return !wants_help;
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
