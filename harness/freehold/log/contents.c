// SPDX-License-Identifier: MIT
#include "log/contents.h"

#include <string.h>

#include "log/asan_headline.h"
#include "log/ends.h"
#include "log/lines.h"
#include "log/marks.h"
#include "log/repeats.h"
#include "log/scan.h"
#include "log/unread.h"
#include "log/xml_find.h"
#include "log/xml_once.h"

#define BLANKS     " \t\n"
#define MANY_SAID  ((gsize)16 << 20) /* bytes: as much is kept in memory */
#define MANY_KNOWN ((gsize)1 << 20)  /* … and of lines to know again */

/* What is found in the text so far. Of whom a line of Valgrind's was seen (`pids`), of him the next may stand
 * behind something that the program has not ended. */
struct search {
    struct fh_log_contents *contents;
    GHashTable *pids;
    GHashTable *others;           /* … that are another tool's */
    GString *said;                /* each line that is not silent, while they are few */
    struct fh_log_repeats *known; /* lines that were noted → their text, in `texts` */
    GStringChunk *texts;
    gsize known_size;
    struct fh_log_ends *ends;
};

static void free_unread(gpointer data)
{
    struct fh_log_unread *unread = data;

    g_free(unread->what);
    g_free(unread);
}

void fh_log_contents_free(struct fh_log_contents *contents)
{
    if (!contents)
        return;
    g_ptr_array_unref(contents->documents);
    g_free(contents->own_text);
    g_free(contents->own_said);
    g_ptr_array_unref(contents->unread);
    g_free(contents);
}

static void take_unread(struct fh_log_contents *contents, char *take_what, gboolean is_sanitizers)
{
    struct fh_log_unread *unread;

    for (guint i = 0; i < contents->unread->len; i++)
        if (g_str_equal(((struct fh_log_unread *)g_ptr_array_index(contents->unread, i))->what, take_what)) {
            g_free(take_what);
            return;
        }
    unread = g_new0(struct fh_log_unread, 1);
    unread->what = take_what;
    unread->is_sanitizers = is_sanitizers;
    g_ptr_array_add(contents->unread, unread);
}

static void note_wide(struct fh_log_contents *contents, const char *start, gsize size)
{
    const char *what = fh_unread_wide_part(start, size);

    if (what)
        take_unread(contents, g_strdup(what), FALSE);
}

/* The lines of a document that are no markup: another wrote them in between. */
static void add_strays(GString *text, const char *document)
{
    for (const char *line = document; *line; line += strcspn(line, "\n") + (strchr(line, '\n') ? 1 : 0))
        if (line[strspn(line, BLANKS)] != '<')
            g_string_append_len(text, line, (gssize)(strcspn(line, "\n") + (strchr(line, '\n') ? 1 : 0)));
}

static gboolean is_of_memcheck(const char *document)
{
    const char *tool = strstr(document, "<protocoltool>");

    return !tool || g_str_has_prefix(tool, "<protocoltool>memcheck<");
}

static void take_document(struct fh_log_contents *contents, GString *text, char *take_document)
{
    add_strays(text, take_document);
    if (is_of_memcheck(take_document)) {
        g_ptr_array_add(contents->documents, take_document);
        return;
    }
    take_unread(contents,
                g_strdup("XML of another tool of Valgrind's than memcheck (run valgrind --tool=memcheck)"),
                FALSE);
    g_free(take_document);
}

/* The beginning of a document whose root is not there. */
static gboolean is_cut_prolog(const char *rest)
{
    rest += strspn(rest, BLANKS);
    return *rest == '<' && (g_str_has_prefix("<?xml", rest) || g_str_has_prefix("<valgrindoutput>", rest) ||
                            (g_str_has_prefix(rest, "<?xml") && !*fh_xml_behind_prolog(rest)));
}

/* Takes the documents out of `plain`. */
static void split(struct fh_log_contents *contents, const struct fh_bytes *bytes)
{
    g_autoptr(GString) once = fh_xml_once(bytes);
    g_autofree char *plain = fh_scan_plain(once->str, once->len);
    GString *text = g_string_new(NULL);
    const char *at = plain, *root;

    note_wide(contents, once->str, once->len);
    while ((root = fh_xml_find_root(at))) {
        const char *end = fh_xml_find_end(root);

        g_string_append_len(text, at, root - at);
        take_document(contents, text, g_strndup(root, (gsize)(end - root)));
        at = end;
    }
    if (contents->documents->len > 0 && is_cut_prolog(at))
        take_unread(contents, g_strdup("the beginning of one more document, which is cut"), FALSE);
    g_string_append(text, at);
    contents->text = (struct fh_bytes){.size = text->len};
    contents->text.start = contents->own_text = g_string_free(text, FALSE);
}

/* "==7== ERROR: libFuzzer: …", "==7== ERROR: AddressSanitizer: …" (gcc 4.8): the only ones with Valgrind's
 * space. */
static gboolean is_spaced_sanitizer(const char *text)
{
    return g_str_has_prefix(text, "ERROR: libFuzzer: ") || g_str_has_prefix(text, "libFuzzer: ") ||
           g_str_has_prefix(text, "ERROR: AddressSanitizer");
}

static gboolean is_of_valgrind(const char *text)
{
    return *text == '\0' || (*text == ' ' && !is_spaced_sanitizer(text + 1));
}

/* A line of Valgrind's own; `text` is what follows "==PID==". */
static void note_valgrind(const struct search *search, guint pid, const char *text)
{
    char *tool = *text ? fh_unread_tool(text + 1) : NULL;

    g_hash_table_add(search->pids, GUINT_TO_POINTER(pid));
    if (tool) {
        take_unread(search->contents, tool, FALSE);
        g_hash_table_add(search->others, GUINT_TO_POINTER(pid));
    }
    search->contents->has_memcheck |= !g_hash_table_contains(search->others, GUINT_TO_POINTER(pid));
}

static void note_prefixed(const struct search *search, const char *line)
{
    gboolean is_sanitizers;
    guint pid;
    char *what = fh_unread_prefixed(line, &pid, &is_sanitizers);

    if (what && !g_hash_table_contains(search->pids, GUINT_TO_POINTER(pid)))
        take_unread(search->contents, what, is_sanitizers);
    else
        g_free(what);
}

/* FALSE: the line is no mark. */
static gboolean note_mark(const struct search *search, const char *text)
{
    const enum fh_log_mark_kind kind = fh_log_mark_kind(text, strlen(text));
    char *words;

    if (kind == FH_LOG_MARK_NONE)
        return FALSE;
    words = fh_log_mark_words(text, strlen(text));
    if (kind == FH_LOG_MARK_REPORT)
        take_unread(search->contents, words, TRUE);
    else
        fh_log_ends_add_mark(search->ends, kind, words);
    return TRUE;
}

/* One reason not to pass is enough. */
static void take_unseen_end(const struct search *search)
{
    const GPtrArray *unseen = fh_log_ends_unseen(search->ends);

    if (unseen->len > 0 && search->contents->unread->len == 0)
        take_unread(search->contents, g_strdup(g_ptr_array_index(unseen, 0)), TRUE);
}

static void note_line(const struct search *search, const char *line)
{
    const char *text = line;
    guint pid;
    gboolean has_prefix = fh_scan_prefix(&text, "==", &pid);

    if (note_mark(search, text))
        return;
    if (has_prefix && is_of_valgrind(text))
        note_valgrind(search, pid, text);
    else if (fh_asan_is_message(text + strspn(text, " "), has_prefix))
        search->contents->has_sanitizer = TRUE;
    if (has_prefix)
        fh_log_ends_add_tools(search->ends, text);
    else
        note_prefixed(search, line);
}

static void keep_said(const struct search *search, const char *line, gboolean is_whole)
{
    GString *said = search->said;

    if (said->len > MANY_SAID)
        return;
    g_string_append(said, line);
    if (is_whole)
        g_string_append_c(said, '\n');
}

static void search_init(struct search *search, struct fh_log_contents *contents)
{
    *search = (struct search){.contents = contents,
                              .pids = g_hash_table_new(NULL, NULL),
                              .others = g_hash_table_new(NULL, NULL),
                              .said = g_string_new(NULL),
                              .known = fh_log_repeats_new(),
                              .texts = g_string_chunk_new(4096),
                              .ends = fh_log_ends_new()};
    for (guint i = 0; i < contents->documents->len; i++)
        fh_log_ends_add_document(search->ends, g_ptr_array_index(contents->documents, i));
}

/* Hands over what was said. */
static void search_finish(struct search *search)
{
    struct fh_log_contents *contents = search->contents;

    take_unseen_end(search);
    contents->said = contents->text;
    if (search->said->len <= MANY_SAID) {
        contents->said = (struct fh_bytes){.size = search->said->len};
        contents->said.start = contents->own_said = g_string_free(g_steal_pointer(&search->said), FALSE);
    }
    if (search->said)
        g_string_free(search->said, TRUE);
    g_hash_table_unref(search->pids);
    g_hash_table_unref(search->others);
    fh_log_repeats_free(search->known);
    g_string_chunk_free(search->texts);
    fh_log_ends_free(search->ends);
}

/* The text of a known line at hand; NULL: it is not known. */
static const char *known_text(const struct search *search, const struct fh_log_lines *lines, gsize *size)
{
    const char *text = fh_log_repeats_follow(search->known, lines->at, lines->end, size);
    const char *newline = text ? NULL : memchr(lines->at, '\n', (gsize)(lines->end - lines->at));

    if (!newline)
        return text;
    *size = (gsize)(newline + 1 - lines->at);
    return fh_log_repeats_find(search->known, lines->at, *size);
}

/* A line that comes again says nothing new: who was seen stays so. With it, those that follow it as before.
 */
static gboolean skip_known(const struct search *search, struct fh_log_lines *lines)
{
    gsize size;
    const char *text = known_text(search, lines, &size);

    if (!text)
        return FALSE;
    do {
        keep_said(search, text, TRUE);
        fh_log_lines_skip(lines, lines->at + size);
        text = fh_log_repeats_follow(search->known, lines->at, lines->end, &size);
    } while (text);
    return TRUE;
}

static void remember(struct search *search, const char *start, gsize size, const char *text)
{
    search->known_size += size;
    if (search->known_size > MANY_KNOWN) {
        fh_log_repeats_forget(search->known);
        g_string_chunk_clear(search->texts);
        search->known_size = size;
    }
    fh_log_repeats_remember(search->known, start, size, g_string_chunk_insert(search->texts, text));
}

/* The next line; NULL: there is none that is not known. */
static const char *next_line(struct search *search, struct fh_log_lines *lines, gboolean *is_whole)
{
    const char *start, *line;

    do
        fh_log_lines_pass(lines);
    while (skip_known(search, lines));
    start = lines->at;
    line = fh_log_lines_next(lines, is_whole);
    if (line)
        note_wide(search->contents, start, (gsize)(lines->at - start));
    if (line && *is_whole && fh_log_mark_kind(line, strlen(line)) == FH_LOG_MARK_NONE)
        remember(search, start, (gsize)(lines->at - start), line);
    return line;
}

/* FALSE: there is a document in it, which is to be taken out first. */
static gboolean search_text(struct fh_log_contents *contents, gboolean is_split)
{
    struct search search;
    struct fh_log_lines lines;
    gboolean is_whole, has_root = FALSE;
    const char *line;

    search_init(&search, contents);
    fh_log_lines_init(&lines, &contents->text, TRUE);
    while (!has_root && (line = next_line(&search, &lines, &is_whole))) {
        has_root = !is_split && strstr(line, FH_XML_ROOT);
        note_line(&search, line);
        keep_said(&search, line, is_whole);
    }
    fh_log_lines_finish(&lines);
    search_finish(&search);
    return !has_root;
}

static void forget_search(struct fh_log_contents *contents)
{
    g_ptr_array_set_size(contents->unread, 0);
    contents->has_memcheck = contents->has_sanitizer = FALSE;
    contents->said = (struct fh_bytes){0};
    g_clear_pointer(&contents->own_said, g_free);
}

struct fh_log_contents *fh_log_contents_new(const struct fh_bytes *bytes)
{
    struct fh_log_contents *contents = g_new0(struct fh_log_contents, 1);
    const char *encoding = fh_unread_encoding(bytes->start, bytes->size);

    contents->documents = g_ptr_array_new_with_free_func(g_free);
    contents->unread = g_ptr_array_new_with_free_func(free_unread);
    if (encoding) {
        take_unread(contents, g_strdup(encoding), FALSE);
        return contents;
    }
    contents->text = *bytes;
    if (!search_text(contents, FALSE)) {
        forget_search(contents);
        split(contents, bytes);
        search_text(contents, TRUE);
    }
    return contents;
}
