/* SPDX-License-Identifier: MIT */
#include "observer.h"

static const struct fh_heap_observer *installed;

void fh_heap_observe(const struct fh_heap_observer *observer)
{
    __atomic_store_n(&installed, observer, __ATOMIC_RELEASE);
}

const struct fh_heap_observer *fh_heap_observer(void)
{
    return __atomic_load_n(&installed, __ATOMIC_ACQUIRE);
}
