/* SPDX-License-Identifier: MIT */
/*
 * Errors that a log of Valgrind's in XML has again, word for word but for their number, are taken out before
 * anything else is done with it, and counted: what is read then, and what that takes of memory, is as much as
 * there are different ones.
 *
 * In: bytes, with text before, behind and between documents. Out: the same, with each error once; one that
 * came again has an element more, FH_XML_REPEATS, which says how often. Leaks stay, and what the program's
 * own messages (<clientmsg>) or another document stand between. Callers: contents.c, memcheck_xml.c.
 */
#pragma once

#include <glib.h>

#include "base/bytes.h"

#define FH_XML_REPEATS "freehold_repeats"

/* Caller owns. */
GString *fh_xml_once(const struct fh_bytes *bytes);
