// SPDX-License-Identifier: MIT
#include "log/xml_mend.h"

#include <string.h>

#include "log/scan.h"
#include "log/xml_find.h"

#define ROOT        "<valgrindoutput>"
#define DECLARATION "<?xml"
#define COMMENT     "<!--"
#define COMMENT_END "-->"
#define USERS       "<usercomment>"
#define USERS_END   "</usercomment>"
#define CDATA       "<![CDATA["
#define CDATA_END   "]]>"

/* What looks like an element and stands for something without a name. */
static gboolean is_placeholder(const char *name, gsize length)
{
    static const char *const names[] = {"unknown", "unnamed", "anonymous"};

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i]) == length && strncmp(name, names[i], length) == 0)
            return TRUE;
    return FALSE;
}

/* The length of "<name>", "</name>" or "<name/>"; 0: it is no tag of Valgrind's. */
static gsize tag_length(const char *at)
{
    const char *name = at + (at[1] == '/' ? 2 : 1);
    gsize length = strspn(name, "abcdefghijklmnopqrstuvwxyz_");
    const char *end = name + length;

    if (length == 0 || is_placeholder(name, length))
        return 0;
    if (*end == '/' && at[1] != '/')
        end++;
    return *end == '>' ? (gsize)(end + 1 - at) : 0;
}

static gsize escape_length(const char *at)
{
    static const char *const escapes[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"};

    for (gsize i = 0; i < G_N_ELEMENTS(escapes); i++)
        if (g_str_has_prefix(at, escapes[i]))
            return strlen(escapes[i]);
    return 0;
}

/* The end of what begins with `begin` at `at`; all of the text when it has no `end`. */
static const char *end_of(const char *at, const char *begin, const char *end)
{
    const char *found = strstr(at + strlen(begin), end);

    return found ? found + strlen(end) : at + strlen(at);
}

/* What follows a comment that somebody put between the entries, on lines of its own; NULL: it is none. One
 * that holds markup stays, and is no XML: nothing that may be an entry is left out. */
static const char *behind_comment(const char *text, const char *at)
{
    const char *end = strstr(at, COMMENT_END), *markup = g_strstr_len(at + 1, -1, "<"), *before = at;

    while (before > text && (before[-1] == ' ' || before[-1] == '\t'))
        before--;
    if ((before > text && before[-1] != '\n') || !end || (markup && markup < end))
        return NULL;
    return end + strlen(COMMENT_END);
}

struct mender {
    const char *text;
    GString *out;
    guint begins, ends;
};

static const char *mend_root(struct mender *mender, const char *at, gsize length)
{
    if (mender->begins == 0)
        g_string_append(mender->out, ROOT);
    mender->begins++;
    return at + length;
}

/* The last has nothing but comments behind it. */
static const char *mend_end(struct mender *mender, const char *rest)
{
    const char *last = fh_xml_behind_comments(rest);

    mender->ends++;
    if (*last)
        return rest;
    g_string_append(mender->out, FH_XML_ROOT_END);
    return last;
}

/* What is dealt with as a whole: returns what follows it, or NULL. */
static const char *mend_whole(struct mender *mender, const char *at)
{
    const char *rest = at;
    gsize length = fh_xml_root_length(at);

    if (length > 0)
        return mend_root(mender, at, length);
    if (fh_scan_text(&rest, FH_XML_ROOT_END))
        return mend_end(mender, rest);
    if (g_str_has_prefix(at, DECLARATION))
        return end_of(at, DECLARATION, "?>");
    if (g_str_has_prefix(at, COMMENT))
        return behind_comment(mender->text, at);
    if (g_str_has_prefix(at, USERS))
        return end_of(at, USERS, USERS_END);
    if (!g_str_has_prefix(at, CDATA))
        return NULL;
    rest = end_of(at, CDATA, CDATA_END);
    g_string_append_len(mender->out, at, rest - at);
    return rest;
}

static const char *mend_mark(struct mender *mender, const char *at)
{
    gsize length = *at == '<' ? tag_length(at) : *at == '&' ? escape_length(at) : 0;

    if (length > 0)
        g_string_append_len(mender->out, at, (gssize)length);
    else
        g_string_append(mender->out, *at == '<' ? "&lt;" : *at == '>' ? "&gt;" : "&amp;");
    return at + (length > 0 ? length : 1);
}

GString *fh_xml_mend(const char *text, guint *n_roots)
{
    struct mender mender = {.text = text, .out = g_string_sized_new(strlen(text))};
    const char *at = fh_xml_find_root(text);

    *n_roots = 0;
    if (!at)
        return mender.out;
    while (*at) {
        gsize plain = strcspn(at, "<>&");
        const char *rest;

        g_string_append_len(mender.out, at, (gssize)plain);
        at += plain;
        if (!*at)
            break;
        rest = mend_whole(&mender, at);
        at = rest ? rest : mend_mark(&mender, at);
    }
    *n_roots = MAX(mender.begins, mender.ends);
    return mender.out;
}
