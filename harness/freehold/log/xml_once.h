/* SPDX-License-Identifier: MIT */
/*
 * Errors that a log of Valgrind's in XML has again, word for word but for their number, are taken out before
 * it is parsed, and counted: what is parsed, and what that takes of memory, is as much as there are different
 * ones. Caller: memcheck_xml.c.
 */
#pragma once

#include <glib.h>

/* The document with each of its <error>s once. Appends to `repeats` (guint64), for each that is left, in
 * order, how often it came again. Leaks stay, and what the program's own messages (<clientmsg>) stand
 * between. Caller owns. */
GString *fh_xml_once(const char *bytes, gsize size, GArray *repeats);
