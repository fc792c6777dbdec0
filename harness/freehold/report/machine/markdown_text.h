/* SPDX-License-Identifier: MIT */
/*
 * Text that others wrote, in GitHub's Markdown: always as code, where neither HTML, links and emphasis nor
 * @mentions and #numbers mean anything. Caller: markdown.
 */
#pragma once

#include <glib.h>

/* Appends `text` as code within a line, of a table too; nothing for "". */
void fh_markdown_add_code(GString *out, const char *text);

/* Appends `text`, lines of printable text, as a block of code. */
void fh_markdown_add_block(GString *out, const char *text);
