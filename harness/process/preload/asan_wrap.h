/* SPDX-License-Identifier: MIT */
/* What asan_wrap.c and asan_files.c know of the process. Caller: asan_watch.c. */
#pragma once

#include <stdbool.h>

/* Objects are being noted as they are loaded, before anything of them is called by the program; not later,
 * when they are only found. */
bool fh_asan_is_opening(void);

/* AddressSanitizer's runtime is an object of its own. */
bool fh_asan_is_runtime_shared(void);
