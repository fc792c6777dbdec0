/* SPDX-License-Identifier: MIT */
/* AddressSanitizer's own log files. Caller: asan_watch.c. */
#pragma once

/* Calls `begin`, which writes to the log at `path` first: that stays open whatever the program closes. */
void fh_asan_begin_log(void (*begin)(void), const char *path);
