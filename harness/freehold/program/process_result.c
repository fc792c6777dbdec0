// SPDX-License-Identifier: MIT
#include "program/process_result.h"

#include <string.h>

#include "wire/events.h"

/* NULL: none, or several. */
static const char *test_of(const GPtrArray *events)
{
    const struct fh_event *test = NULL;
    for (guint i = 0; events && i < events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(events, i);
        if (event->kind == FH_EVENT_TEST && test)
            return NULL;
        test = event->kind == FH_EVENT_TEST ? event : test;
    }
    return test ? fh_event_text(test) : NULL;
}

char *fh_program_result_name(const char *command, const GPtrArray *events, guint index, guint n)
{
    const char *known = command && *command ? command : "a process without a command line";
    const char *test = test_of(events);
    g_autofree char *number = n == 1 ? g_strdup("") : g_strdup_printf(" (process %u)", index + 1);
    return g_strconcat(known, test ? ": " : "", test ? test : "", number, NULL);
}

void fh_program_result_name_log(const struct fh_exec *exec, const char *path, struct fh_result *result)
{
    const char *rest = path + strlen(exec->out_dir);
    g_ptr_array_add(result->logs, g_strdup(*rest == '/' ? rest + 1 : rest));
}

struct fh_last_words fh_program_last_words(const struct fh_events *events)
{
    if (!events)
        return (struct fh_last_words){0};
    g_autofree char *before = g_strndup(events->header->said[0], FH_EVENTS_SAID_SIZE);
    g_autofree char *last = g_strndup(events->header->said[1], FH_EVENTS_SAID_SIZE);
    return fh_last_words_of(before, last);
}

void fh_program_be_strict(const struct fh_exec *exec, struct fh_result *result)
{
    for (guint i = 0; exec->is_strict && i < result->notes->len; i++) {
        const char *note = g_ptr_array_index(result->notes, i);
        if (!result->reason && g_str_has_prefix(note, FH_NOT_LOOKED_FOR))
            result->reason = g_strdup_printf("--strict: %s", note);
    }
}

char *fh_program_why_stopped(const struct fh_exec *exec, guint pid, gboolean has_ended)
{
    if (exec->stopped_pid == 0 || (has_ended && pid != (guint)exec->stopped_pid))
        return NULL;
    return g_strdup_printf("the program ran for more than %u s, and was stopped: what would have come after "
                           "that was not seen; --timeout gives it more time",
                           exec->timeout_s);
}
