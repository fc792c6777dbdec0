// SPDX-License-Identifier: MIT
#include "log/xml_once.h"

#include <string.h>

#define BEGIN  "<error>"
#define END    "</error>"
#define NUMBER "</unique>"

/* In [start, end). NULL: it is not there. */
static const char *find(const char *start, const char *end, const char *text)
{
    return memmem(start, (gsize)(end - start), text, strlen(text));
}

/* What an error says, from behind its number. NULL: such an error is not counted: leaks are of their search,
 * descriptors of what opened them. */
static const char *words_of(const char *start, const char *end)
{
    const char *number = find(start, end, NUMBER);
    if (!number || !find(start, end, "<stack>") || find(start, end, "<kind>Leak_") ||
        find(start, end, "<kind>Fd"))
        return NULL;
    return number + strlen(NUMBER);
}

/* `known`: GBytes of the words of each → 1 + its place in `repeats`. TRUE: it was there before. */
static gboolean count(GHashTable *known, const char *start, const char *end, GArray *repeats)
{
    const char *words = words_of(start, end);
    const guint64 none = 0;
    if (words) {
        g_autoptr(GBytes) wanted = g_bytes_new_static(words, (gsize)(end - words));
        const guint place = GPOINTER_TO_UINT(g_hash_table_lookup(known, wanted));
        if (place > 0) {
            g_array_index(repeats, guint64, place - 1)++;
            return TRUE;
        }
        g_hash_table_insert(known, g_steal_pointer(&wanted), GUINT_TO_POINTER(repeats->len + 1));
    }
    g_array_append_val(repeats, none);
    return FALSE;
}

static void free_words(gpointer words)
{
    g_bytes_unref(words);
}

GString *fh_xml_once(const char *bytes, gsize size, GArray *repeats)
{
    const char *at = bytes, *end = bytes + size, *begin;
    GString *once = g_string_new(NULL);
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, free_words, NULL);
    while ((begin = find(at, end, BEGIN))) {
        const char *close = find(begin, end, END);
        if (!close)
            break;
        close += strlen(END);
        if (find(at, begin, "<clientmsg"))
            g_hash_table_remove_all(known);
        g_string_append_len(once, at, begin - at);
        if (!count(known, begin, close, repeats))
            g_string_append_len(once, begin, close - begin);
        at = close;
    }
    g_string_append_len(once, at, end - at);
    return once;
}
