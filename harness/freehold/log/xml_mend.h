/* SPDX-License-Identifier: MIT */
/*
 * Valgrind's XML as it should have been written. Valgrind leaves thread names, file names and "<unknown>"
 * unescaped, copies --xml-user-comment as it is, and lets several processes write into one file, so that
 * there is more than one root, or one and a half. Only what Valgrind itself writes stays markup: elements
 * without attributes in small letters, CDATA, the five escapes. All else becomes text: no declaration of a
 * document type gets through.
 */
#pragma once

#include <glib.h>

/* `text` is UTF-8. One root at most: each "</valgrindoutput>" but one that ends the text goes, as do further
 * beginnings and what stands before; `*n_roots` says how many begin, or end, if those are more. Without a
 * beginning nothing is left. Caller owns. */
GString *fh_xml_mend(const char *text, guint *n_roots);
