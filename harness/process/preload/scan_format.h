/* SPDX-License-Identifier: MIT */
/*
 * Where scanf() put blocks that it allocated: "%ms" and its like (glibc's manual, "Dynamically Allocating
 * String Conversions"; POSIX's fscanf, "assignment-allocation character"). Caller: givers_of_scans.c.
 */
#pragma once

#include <stdarg.h>

/* Calls `visit` with each block that the call with that format and those arguments has handed out, which
 * assigned `n`. Numbered arguments ("%1$ms") are not followed. */
void fh_scan_each_block(const char *format, int n, va_list arguments, void (*visit)(void *block));
