/* SPDX-License-Identifier: MIT */
/*
 * An HTML document of Freehold's: one file that needs no other, opens from disk, and asks no network for
 * anything. The shell is reports/page.html with reports/page.css in it; a policy in it
 * (Content-Security-Policy) allows the one style and the one script by their hashes, and nothing else.
 *
 * In: a title, a body, and data for the script. Out: bytes to a stream. Callers: html.c, and whoever writes
 * another document that looks the same.
 */
#pragma once

#include <gio/gio.h>

struct fh_html_document {
    const char *title; /* text */
    const char *body;  /* HTML, made with the functions below */
    const char *data;  /* JSON, for the script of the report's page; NULL: the document has no script */
};

/* FALSE, with the stream's error, when not all of it could be written. */
gboolean fh_html_document_write(const struct fh_html_document *document, GOutputStream *out, GError **error);

/* Appends `text`, whoever wrote it, as text on one line: what has a meaning in HTML is escaped, what can't be
 * seen or turns text around becomes a visible escape, as in fh_printable(). NULL is nothing. */
void fh_html_append_text(GString *html, const char *text);

/* The same within <NAME>…</NAME>. `name` may bring attributes: "td class=\"kind\"". */
void fh_html_append_element(GString *html, const char *name, const char *text);
