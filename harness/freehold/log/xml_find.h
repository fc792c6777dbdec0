/* SPDX-License-Identifier: MIT */
/*
 * Where Valgrind's XML stands in a text that may hold other things before and behind it. Callers: contents.c,
 * xml_mend.c.
 */
#pragma once

#include <glib.h>

/* The next document of Valgrind's: where its root begins. What may stand before a root (declaration,
 * comments, document type, instructions) is passed over, and no root is found within it. NULL: there is none.
 * Borrowed. */
const char *fh_xml_find_root(const char *text);

/* What follows the root that begins at `root`, with all that other processes wrote within it; the end of the
 * text when it is not closed. Borrowed. */
const char *fh_xml_find_end(const char *root);

/* What follows the prolog at `at`: a root, where it is one of Valgrind's. Borrowed. */
const char *fh_xml_behind_prolog(const char *at);

/* What follows the comments and blanks at `at`. Borrowed. */
const char *fh_xml_behind_comments(const char *at);

/* The length of the tag at `at` if it opens a root of Valgrind's, else 0. */
gsize fh_xml_root_length(const char *at);

#define FH_XML_ROOT     "<valgrindoutput"
#define FH_XML_ROOT_END "</valgrindoutput>"
