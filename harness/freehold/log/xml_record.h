/* SPDX-License-Identifier: MIT */
/*
 * One entry of Valgrind's XML as a record: <error>, <fatal_signal>, and what the program said in <clientmsg>.
 * Texts are put together as the text log has them. Callers: memcheck_xml.c.
 */
#pragma once

#include <glib.h>

#include "log/record.h"
#include "log/xml_tree.h"

/* Of <error>. Its type is what its words say, as in the text log; where they say nothing, what <kind> says;
 * UNKNOWN when neither is known. Never NULL. Caller owns; free with fh_record_free(). */
struct fh_record *fh_xml_record_error(const struct fh_xml_element *error);

/* Of <fatal_signal>. Never NULL. Caller owns; free with fh_record_free(). */
struct fh_record *fh_xml_record_signal(const struct fh_xml_element *signal);

/* A NOTICE, or a LIMIT, with that line, and the stack of the <clientmsg> `message`, which may be NULL. Never
 * NULL. Caller owns; free with fh_record_free(). */
struct fh_record *fh_xml_record_notice(const char *line, const struct fh_xml_element *message);
