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

/* JSON means the same with these characters escaped, and can't end its element. */
static void append_data(GString *html, const char *json)
{
    for (const char *at = json; *at != '\0';) {
        const gsize plain = strcspn(at, "<>&\xE2");
        g_string_append_len(html, at, (gssize)plain);
        at += plain;
        if (g_str_has_prefix(at, "\xE2\x80\xA8") || g_str_has_prefix(at, "\xE2\x80\xA9")) {
            g_string_append(html, at[2] == '\xA8' ? "\\u2028" : "\\u2029");
            at += 3;
        } else if (*at == '\xE2') {
            g_string_append_c(html, *at++);
        } else if (*at != '\0') {
            g_string_append_printf(html, "\\u%04x", *at++);
        }
    }
}

static void append_scripts(GString *html, const char *data)
{
    g_string_append(html, "<script type=\"application/json\" id=\"data\">");
    append_data(html, data);
    g_string_append_printf(html, "</script>\n<script type=\"module\">%s</script>\n", part("page.js"));
}

/* The places that reports/page.html leaves open. */
static void fill(GString *html, const struct fh_html_document *document, const char *place)
{
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
        append_scripts(html, document->data);
}

gboolean fh_html_document_write(const struct fh_html_document *document, GOutputStream *out, GError **error)
{
    g_autoptr(GString) html = g_string_new(NULL);
    const char *at = part("page.html");
    const char *place;
    while ((place = strstr(at, "{{"))) {
        g_string_append_len(html, at, place - at);
        fill(html, document, place + strlen("{{"));
        at = strstr(place, "}}") + strlen("}}");
    }
    g_string_append(html, at);
    return g_output_stream_write_all(out, html->str, html->len, NULL, NULL, error);
}
