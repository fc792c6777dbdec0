/* SPDX-License-Identifier: MIT */
/* C++'s operator delete, where releases are seen. Caller: asan_heap.c. */
#pragma once

#include "asan.h"

/* As operator delete, where releases are seen. asan_delete.c, which is linked for it: the runtime's own
 * operators come first in a link. */
void fh_asan_delete(void *block);

/* The runtime's own operator delete for what its aligned operator new gave. Never NULL. */
fh_asan_sized_delete *fh_asan_runtimes_delete(void);
