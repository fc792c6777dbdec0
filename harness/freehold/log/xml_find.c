// SPDX-License-Identifier: MIT
#include "log/xml_find.h"

#include <string.h>

#include "log/scan.h"

#define DECLARATION "<?xml"
#define BLANKS      " \t\n"
#define COMMENT     "<!--"
#define COMMENT_END "-->"

gsize fh_xml_root_length(const char *at)
{
    const char *rest = at;

    if (!fh_scan_text(&rest, FH_XML_ROOT) || (*rest != '>' && !g_ascii_isspace(*rest)))
        return 0;
    rest += strcspn(rest, "<>");
    return *rest == '>' ? (gsize)(rest + 1 - at) : 0;
}

static const char *behind(const char *at, const char *end)
{
    const char *found = strstr(at, end);

    return found ? found + strlen(end) : NULL;
}

/* "<!DOCTYPE valgrindoutput [ … ]>" */
static const char *behind_type(const char *at)
{
    gsize length = strcspn(at, "[>");

    if (at[length] == '[')
        return behind(at + length, "]>");
    return at[length] ? at + length + 1 : NULL;
}

/* What follows the item of a prolog that is at `at`; NULL: there is none. */
static const char *behind_item(const char *at)
{
    if (g_str_has_prefix(at, "<?"))
        return behind(at, "?>");
    if (g_str_has_prefix(at, COMMENT))
        return behind(at, COMMENT_END);
    return g_str_has_prefix(at, "<!DOCTYPE") ? behind_type(at) : NULL;
}

const char *fh_xml_behind_prolog(const char *at)
{
    const char *next;

    at += strspn(at, BLANKS);
    while ((next = behind_item(at)))
        at = next + strspn(next, BLANKS);
    return at;
}

const char *fh_xml_behind_comments(const char *at)
{
    const char *next = at;

    do {
        at = next + strspn(next, BLANKS);
        next = g_str_has_prefix(at, COMMENT) ? behind(at, COMMENT_END) : NULL;
    } while (next);
    return at;
}

const char *fh_xml_find_root(const char *text)
{
    const char *at = fh_xml_behind_prolog(text);

    while (*at && fh_xml_root_length(at) == 0) {
        at = strchr(at + 1, '<');
        if (!at)
            return NULL;
        if (g_str_has_prefix(at, DECLARATION))
            at = fh_xml_behind_prolog(at);
    }
    return *at ? at : NULL;
}

const char *fh_xml_find_end(const char *root)
{
    guint depth = 0;

    for (const char *at = root; at; at = strchr(at + 1, '<')) {
        if (g_str_has_prefix(at, FH_XML_ROOT_END) && --depth == 0)
            return at + strlen(FH_XML_ROOT_END);
        depth += fh_xml_root_length(at) > 0;
    }
    return root + strlen(root);
}
