/* SPDX-License-Identifier: MIT */
/*
 * The kernel's vDSO under Valgrind, which takes it away from the program. Since Linux 6.4 the kernel names
 * its place all the same (PR_GET_AUXV), and code that believes it (rustix does, for the clock) reads memory
 * that is not there. Caller: backend_valgrind.c.
 */
#pragma once

/* Puts a page of zeros there, which nobody takes for an ELF file, unless something is there already. */
void fh_vdso_stand_in(void);
