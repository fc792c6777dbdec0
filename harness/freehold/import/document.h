/* SPDX-License-Identifier: MIT */
/*
 * JSON that may come from anywhere, as a tree. json-glib reads more than JSON, goes as deep as the text does,
 * and of two members of one name keeps the last: what it should not see is refused before, or noticed while
 * it reads. Callers: read.c.
 */
#pragma once

#include <json-glib/json-glib.h>

/* No document of ours is nested deeper than a third of it. */
#define FH_DOCUMENT_DEPTH 32

/* One object. Fails with FH_ERROR_USAGE: "PATH:LINE: …". `bytes` is borrowed for the call. Caller owns; free
 * with json_node_unref(). */
JsonNode *fh_document_parse(const char *path, const char *bytes, gsize size, GError **error);

/* What a document says, for a message: it can't harm a terminal, and is cut. Caller owns; free with g_free().
 */
char *fh_document_visible(const char *text);
