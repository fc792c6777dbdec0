/* SPDX-License-Identifier: MIT */
/*
 * What execl(), execle() and execlp() take one by one, as the array that the other exec functions take. Such
 * a function saves all registers that can have arguments, so that what the program left there long before
 * would lie in a live frame: what lies behind the arguments is overwritten.
 *
 * Callers: redirect_exec.c, asan_exec.c.
 */
#pragma once

#include <alloca.h>
#include <stdarg.h>
#include <stddef.h>

/* How many there are before the NULL: `first`, and those of `list`, which stays where it is. */
size_t fh_exec_list_count(const char *first, va_list *list);

/* Into `arguments`, with the NULL; `list` is then behind it. */
void fh_exec_list_take(char **arguments, const char *first, va_list *list);

/* The last of `list` has been taken. */
void fh_exec_list_end(va_list *list);

/* Room for them in the caller's frame. */
#define FH_EXEC_LIST_ROOM(FIRST, LIST) \
    ((char **)alloca((fh_exec_list_count(FIRST, LIST) + 1) * sizeof(char *)))
