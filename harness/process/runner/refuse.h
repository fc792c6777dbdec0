/* SPDX-License-Identifier: MIT */
/*
 * The malloc family in front of libc's, in place of which Valgrind has others, so that an allocation of C's
 * can be refused (heap/faults.h). The ledger has a malloc of its own; AddressSanitizer's can't be asked.
 *
 * Callers: libc and the library under audit; one_fault, for what a linker would leave out.
 */
#pragma once

/* Does nothing: who calls it has these functions linked. */
void fh_refuse_link(void);
