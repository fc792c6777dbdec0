/* SPDX-License-Identifier: MIT */
/* What no parser of ours reads, by its name. Callers: contents.c. */
#pragma once

#include <glib.h>

/* All of a file that is no text as it stands: compressed, or of another encoding; what it is, and what to do
 * about it. NULL: it may be text. Static. */
const char *fh_unread_encoding(const char *bytes, gsize size);

/* An engine's words of two bytes a character among other text, as PowerShell's ">>" writes them. NULL: there
 * are none. Static. */
const char *fh_unread_wide_part(const char *bytes, gsize size);

/* "a log of Helgrind, …": of what follows "==PID== " in the first line of a log of another tool than
 * memcheck. NULL: it is none. Caller owns. */
char *fh_unread_tool(const char *text);

/* A line that only an engine writes, and that has something else before it: "1: ==7== Memcheck, …". `*pid` is
 * set to the process that wrote it, or 0, `*is_sanitizers` to whose it is. NULL: it is none. Caller owns. */
char *fh_unread_prefixed(const char *line, guint *pid, gboolean *is_sanitizers);
