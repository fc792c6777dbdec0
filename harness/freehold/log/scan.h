/* SPDX-License-Identifier: MIT */
/*
 * The few steps that a line of memcheck's log is read with. Each moves `*at` on when it succeeds and leaves
 * it where it is when it does not. Callers: the parsers of this folder.
 */
#pragma once

#include <glib.h>

gboolean fh_scan_text(const char **at, const char *text);

/* Decimal, with or without thousands commas; fails on overflow. */
gboolean fh_scan_number(const char **at, guint64 *number);

/* "0x…" */
gboolean fh_scan_hex(const char **at, guint64 *number);

/* Offsets in a block are signed: no size or distance of a log may be more. */
#define FH_SCAN_MAX_SIZE ((guint64)1 << 56)

/* " bytes inside ", " byte before " and the like, in memcheck's words and AddressSanitizer's, LLVM's before
 * and after 16.
 * `*side` is -1 before, 0 inside, 1 after what follows. */
gboolean fh_scan_side(const char **at, gint *side);

/* Where that is, counted from the start of what is `size` bytes long. */
gint64 fh_scan_offset(guint64 distance, gint side, guint64 size);

/* What an engine puts before each line: "==7==", with --time-stamp=yes "==00:00:00:01.234 7==", for the mark
 * "==". */
gboolean fh_scan_prefix(const char **at, const char *mark, guint *pid);

/* "16" or "16 (+16)": `*added` is what stands in the brackets (0 when it is a decrease), `*is_added` whether
 * they are there. */
gboolean fh_scan_delta(const char **at, guint64 *number, guint64 *added, gboolean *is_added);
/* Text that can do a terminal or a reader no harm: valid UTF-8, control characters but newline and tab become
 * '?'. Caller owns. */
char *fh_scan_harmless(const char *bytes, gsize size);

/* The same, of a whole log: without a byte order mark, without a terminal's colours, and every line ends in a
 * newline alone, also where a terminal, git or another system put carriage returns before it. Caller owns. */
char *fh_scan_plain(const char *bytes, gsize size);

/* The balanced "( … )" that `text` ends in, with a space before it; NULL when there is none. Functions and
 * paths have brackets of their own: "operator()(int) const (a.cc:9)", "call<(), (dyn F, u8)> (in /a (b)/c)".
 * Borrowed. */
const char *fh_scan_closing_group(const char *text);
