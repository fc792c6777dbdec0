/* SPDX-License-Identifier: MIT */
/* The ledger's leak search. Caller: backend_ledger.c. */
#pragma once

/* Searches for leaks and appends records of those that are new. */
void fh_ledger_check_leaks(void);
