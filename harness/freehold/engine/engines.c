// SPDX-License-Identifier: MIT
#include "engine/engines.h"

static const struct fh_engine *const engines[] = {&fh_valgrind_engine, &fh_asan_engine, &fh_ledger_engine,
                                                  NULL};

const struct fh_engine *const *fh_engines(void)
{
    return engines;
}

const struct fh_engine *fh_engine_by_name(const char *name)
{
    for (guint i = 0; engines[i]; i++)
        if (g_str_equal(engines[i]->name, name))
            return engines[i];
    return NULL;
}
