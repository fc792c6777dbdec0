/* SPDX-License-Identifier: MIT */
/* C's functions that release, before AddressSanitizer's. Caller: backend_asan.c. */
#pragma once

/* From now on they know the blocks that the hooks (asan_heap.h) see; before, they are the runtime's. Who
 * calls this has them linked: the runtime's own come first in a link. */
void fh_asan_malloc_begin(void);
