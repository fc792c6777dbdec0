/* SPDX-License-Identifier: MIT */
/*
 * XML, one child of the root at a time, so that a log of any length takes the memory of its longest entry. No
 * network, no document types, no entities; libxml2's own limits on depth and length hold. Callers:
 * memcheck_xml.c.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"

struct fh_xml_element {
    char *name;
    GString *text;       /* its own, without that of its children */
    GPtrArray *children; /* struct fh_xml_element * */
};

struct fh_xml_reader;

/* `text` is borrowed until the reader is freed. Caller owns; free with fh_xml_reader_free(). */
struct fh_xml_reader *fh_xml_reader_new(const char *text, gsize size);
void fh_xml_reader_free(struct fh_xml_reader *reader);

/* The next child of the root; one that the text ends in is there as far as it could be read. NULL: no more.
 * Caller owns; free with fh_xml_element_free(). */
struct fh_xml_element *fh_xml_reader_next(struct fh_xml_reader *reader);

/* After the last child: what is wrong, with its line; NULL: the text was read to its end. Borrowed; valid
 * until the reader is freed. */
const char *fh_xml_reader_error(const struct fh_xml_reader *reader);

void fh_xml_element_free(struct fh_xml_element *element);

/* Its first child of that name, or NULL. Borrowed; valid until `element` is freed. */
const struct fh_xml_element *fh_xml_child(const struct fh_xml_element *element, const char *name);

/* The text of that child, as one line without space around it; NULL when there is none. Caller owns. */
char *fh_xml_child_text(const struct fh_xml_element *element, const char *name);

FH_DEFINE_AUTO(fh_xml_reader, fh_xml_reader_free)
FH_DEFINE_AUTO(fh_xml_element, fh_xml_element_free)
