/* SPDX-License-Identifier: MIT */
/* The malloc family and operator new/delete, in the C library's place. Caller: backend_ledger.c. */
#pragma once

/* Ends the process when its malloc() is not the ledger's. */
void fh_ledger_prove(void);

/* When no other thread needs them any more: empties the C library's and C++'s own stores, as memcheck has it
 * done
 * (--run-libc-freeres, --run-cxx-freeres). */
void fh_ledger_empty_libraries(void);
