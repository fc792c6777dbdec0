// SPDX-License-Identifier: MIT
#include "command/command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "engine/process.h"

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

/* The option of a number whose short name the word begins with, as in "-j4"; NULL. */
static const GOptionEntry *attached_number(const GOptionEntry *entries, const char *word)
{
    if (word[0] != '-' || !g_ascii_isdigit(word[1] ? word[2] : '\0'))
        return NULL;
    while (entries->long_name && (entries->short_name != word[1] || entries->arg != G_OPTION_ARG_INT))
        entries++;
    return entries->long_name ? entries : NULL;
}

/* GLib does not know "-j4", which make, ninja and meson do. */
static void detach_numbers(const GOptionEntry *entries, int argc, char **argv)
{
    for (int i = 1; i < argc && !g_str_equal(argv[i], "--"); i++) {
        const GOptionEntry *entry = attached_number(entries, argv[i]);
        g_autofree char *word = entry ? g_strdup_printf("--%s=%s", entry->long_name, argv[i] + 2) : NULL;
        if (word)
            argv[i] = (char *)g_intern_string(word);
    }
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
    if (!command->has_program)
        detach_numbers(entries, *argc, *argv);
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
