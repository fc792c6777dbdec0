/* SPDX-License-Identifier: MIT */
#include "backend.h"

static const struct fh_backend *const backends[] = {
#ifdef FH_ASAN_IS_OPTIONAL
    &fh_backend_program_asan, /* is always here */
#else
#ifdef FH_ASAN
    &fh_backend_asan,
#endif
#ifdef FH_LEDGER
    &fh_backend_ledger,
#endif
    &fh_backend_valgrind, &fh_backend_plain, /* is always here */
#endif
};

const struct fh_backend *fh_backend(void)
{
    static const struct fh_backend *found;
    const struct fh_backend *backend = __atomic_load_n(&found, __ATOMIC_RELAXED);
    if (backend)
        return backend;
    unsigned i = 0;
    while (!backends[i]->is_here())
        i++;
    __atomic_store_n(&found, backends[i], __ATOMIC_RELAXED);
    return backends[i];
}
