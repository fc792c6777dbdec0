// SPDX-License-Identifier: MIT
#include "engine/valgrind/hidden.h"

#include <string.h>

#include "model/stack.h"
#include "wire/notices.h"

#define LINE_NOTICE FH_NOTICE_PREFIX "line "

gboolean fh_hidden_is_error(const struct fh_record *record)
{
    switch (record->type) {
    case FH_RECORD_LEAK:
    case FH_RECORD_NOTICE:
    case FH_RECORD_DESCRIPTION:
    case FH_RECORD_FATAL_SIGNAL:
        return FALSE;
    default:
        return TRUE;
    }
}

/* The line that a notice names, 0 for other records. */
static guint noticed_line(const struct fh_record *record)
{
    if (record->type != FH_RECORD_NOTICE || !g_str_has_prefix(record->headline, LINE_NOTICE))
        return 0;
    return g_ascii_strtoull(record->headline + strlen(LINE_NOTICE), NULL, 10);
}

/* By its stack, else by the last notice. */
static guint line_of(const struct fh_record *record, guint last_noticed)
{
    guint line = record->stack ? fh_stack_scenario_line(record->stack) : 0;
    return line ? line : last_noticed;
}

static void count_shown(const GPtrArray *records, guint *shown)
{
    guint noticed = 0;
    for (guint i = 0; i < records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);
        guint line = noticed_line(record);
        noticed = line ? line : noticed;
        if (fh_hidden_is_error(record) && line_of(record, noticed) < FH_EVENTS_LINES)
            shown[line_of(record, noticed)] += 1 + (guint)record->repeats;
    }
}

GArray *fh_hidden_lines(const struct fh_events_header *header, const GPtrArray *records)
{
    g_autofree guint *shown = g_new0(guint, FH_EVENTS_LINES);
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(guint));
    guint n_lines = 0;
    count_shown(records, shown);
    for (guint line = 1; line < FH_EVENTS_LINES; line++)
        n_lines += header->errors_at[line] > 0;
    /* Of a single line, what is not shown repeats what is. */
    for (guint line = 1; line < FH_EVENTS_LINES; line++)
        if (header->errors_at[line] > shown[line] && (n_lines > 1 || shown[line] == 0))
            g_array_append_val(lines, line);
    return lines;
}

gboolean fh_hidden_is_shown_after_end(const GPtrArray *records)
{
    gboolean is_after = FALSE;
    for (guint i = 0; i < records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);
        if (is_after && fh_hidden_is_error(record))
            return TRUE;
        is_after |=
            record->type == FH_RECORD_NOTICE && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX "end ");
    }
    return FALSE;
}

static void remove_errors_of(guint line, GPtrArray *records)
{
    guint noticed = 0;
    for (guint i = 0; i < records->len;) {
        const struct fh_record *record = g_ptr_array_index(records, i);
        guint named = noticed_line(record);
        noticed = named ? named : noticed;
        if (fh_hidden_is_error(record) && line_of(record, noticed) == line)
            g_ptr_array_remove_index(records, i);
        else
            i++;
    }
}

/* After the notice of the line's step; at the start when there is none. */
static guint place_of(guint line, const GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++)
        if (noticed_line(g_ptr_array_index(records, i)) == line)
            return i + 1;
    return 0;
}

gboolean fh_hidden_show(guint line, GPtrArray *records, const GPtrArray *again)
{
    guint noticed = 0, n_shown = 0;
    for (guint i = 0; i < again->len; i++) {
        struct fh_record *record = g_ptr_array_index(again, i);
        guint named = noticed_line(record);
        noticed = named ? named : noticed;
        if (!fh_hidden_is_error(record) || line_of(record, noticed) != line)
            continue;
        if (n_shown == 0)
            remove_errors_of(line, records);
        g_ptr_array_insert(records, place_of(line, records) + n_shown, record);
        n_shown++;
    }
    return n_shown > 0;
}
