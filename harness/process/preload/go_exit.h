/* SPDX-License-Identifier: MIT */
/*
 * Go programs that are linked with C (cgo): os.Exit, and the return of Go's main(), end in `runtime.exit`,
 * which makes the system call itself, past the C library's _exit(). So that blocks are looked for before, its
 * first bytes are made a jump to here, and _exit() is called on the thread's own stack, as Go calls any C
 * function.
 *
 * In: the program's symbol table, or Go's own (go_functions.h). Out: FH_EVENT_SETTING "GO=exit" where that
 * was done, "GO=" where the program is Go's and it could not be. Caller: process.c.
 */
#pragma once

#include <stdbool.h>

/* Before the program's own code. */
void fh_go_exit_begin(void);

/* The program's end comes by here. */
bool fh_go_exit_is_led(void);
