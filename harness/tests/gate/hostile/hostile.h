/* SPDX-License-Identifier: MIT */
#pragma once

/* Loses a block. */
void lose(void);

/* What a library can do to the process that judges it. */
void forks_and_returns(void);
void forks_and_ends(void);
void leaves_a_process(void);
void closes_descriptors(void);
void changes_folder(void);
void forges_memcheck(void);
void forges_notices(void);
void ends_at_once(void);
void ends_by_exit(void);
void ends_quickly(void);
void becomes_another(void);
void raises_kill(void);
void raises_terminate(void);
void raises_alarm(void);
void raises_fault(void);
void aborts_deaf(void);
void unmaps_files(void);
void empties_files(void);
void removes_files(void);
void allows_no_bytes(void);
void allows_no_files(void);
void allows_no_memory(void);
void is_not_dumpable(void);
void blocks_signals(void);
