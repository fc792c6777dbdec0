// SPDX-License-Identifier: MIT
#include "report/html/html_document.h"

#include <string.h>

#include "page-resource.h"
#include "report/shared/printable.h"

void fh_html_append_text(GString *html, const char *text)
{
    g_autofree char *printable = fh_printable(text);
    g_autofree char *escaped = g_markup_escape_text(printable, -1);
    g_string_append(html, escaped);
}

void fh_html_append_element(GString *html, const char *name, const char *text)
{
    g_string_append_printf(html, "<%s>", name);
    fh_html_append_text(html, text);
    g_string_append_printf(html, "</%.*s>", (int)strcspn(name, " "), name);
}

#define MUCH ((gsize)64 << 10) /* bytes: as much waits to be written */

/* What is embedded at build time; it is text, and always there. */
static const char *part(const char *name)
{
    g_autofree char *path = g_strconcat("/freehold/", name, NULL);
    g_autoptr(GBytes) bytes = g_resource_lookup_data(page_get_resource(), path, 0, NULL);
    g_assert(bytes != NULL);
    return g_bytes_get_data(bytes, NULL);
}

/* As a Content-Security-Policy names an inline style or script. */
static void append_hash(GString *html, const char *text)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize size = sizeof digest;
    g_checksum_update(checksum, (const guchar *)text, (gssize)strlen(text));
    g_checksum_get_digest(checksum, digest, &size);
    g_autofree char *base64 = g_base64_encode(digest, size);
    g_string_append_printf(html, "'sha256-%s'", base64);
}

/* A document that is written as it grows, so that not all of it is in memory. */
struct writing {
    const struct fh_html_document *document;
    GString *html; /* what waits to be written */
    GOutputStream *out;
    GError *error; /* the first */
};

static void write_bytes(struct writing *writing, const char *bytes, gsize size)
{
    if (!writing->error)
        g_output_stream_write_all(writing->out, bytes, size, NULL, NULL, &writing->error);
}

static void write_out(struct writing *writing)
{
    write_bytes(writing, writing->html->str, writing->html->len);
    g_string_truncate(writing->html, 0);
}

static void append_mark(GString *html, const char **at)
{
    if (g_str_has_prefix(*at, "\xE2\x80\xA8") || g_str_has_prefix(*at, "\xE2\x80\xA9")) {
        g_string_append(html, (*at)[2] == '\xA8' ? "\\u2028" : "\\u2029");
        *at += 3;
    } else if (**at == '\xE2') {
        g_string_append_c(html, *(*at)++);
    } else {
        g_string_append_printf(html, "\\u%04x", *(*at)++);
    }
}

/* JSON means the same with these characters escaped, and can't end its element. */
static void write_data(struct writing *writing, const char *json)
{
    for (const char *at = json; *at != '\0';) {
        const gsize plain = strcspn(at, "<>&\xE2");
        if (writing->html->len + plain > MUCH)
            write_out(writing);
        if (plain > MUCH)
            write_bytes(writing, at, plain);
        else
            g_string_append_len(writing->html, at, (gssize)plain);
        at += plain;
        if (*at != '\0')
            append_mark(writing->html, &at);
    }
}

static void write_scripts(struct writing *writing)
{
    g_string_append(writing->html, "<script type=\"application/json\" id=\"data\">");
    write_data(writing, writing->document->data);
    g_string_append_printf(writing->html, "</script>\n<script type=\"module\">%s</script>\n",
                           part("page.js"));
}

/* The places that reports/page.html leaves open. */
static void fill(struct writing *writing, const char *place)
{
    const struct fh_html_document *document = writing->document;
    GString *html = writing->html;
    if (g_str_has_prefix(place, "title}}"))
        fh_html_append_text(html, document->title);
    else if (g_str_has_prefix(place, "style}}"))
        g_string_append(html, part("page.css"));
    else if (g_str_has_prefix(place, "style-hash}}"))
        append_hash(html, part("page.css"));
    else if (g_str_has_prefix(place, "script-hash}}") && document->data)
        append_hash(html, part("page.js"));
    else if (g_str_has_prefix(place, "script-hash}}"))
        g_string_append(html, "'none'");
    else if (g_str_has_prefix(place, "body}}"))
        g_string_append(html, document->body);
    else if (g_str_has_prefix(place, "scripts}}") && document->data)
        write_scripts(writing);
}

gboolean fh_html_document_write(const struct fh_html_document *document, GOutputStream *out, GError **error)
{
    g_autoptr(GString) html = g_string_new(NULL);
    struct writing writing = {.document = document, .html = html, .out = out};
    const char *at = part("page.html");
    const char *place;
    while ((place = strstr(at, "{{"))) {
        g_string_append_len(html, at, place - at);
        fill(&writing, place + strlen("{{"));
        at = strstr(place, "}}") + strlen("}}");
    }
    g_string_append(html, at);
    write_out(&writing);
    if (!writing.error)
        return TRUE;
    g_propagate_error(error, writing.error);
    return FALSE;
}
