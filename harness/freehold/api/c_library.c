// SPDX-License-Identifier: MIT
#include "api/c_library.h"

#include "api/model.h"

#define RESULT (-1)

/* By position: what the C library calls its parameters is its own business. */
static const struct {
    const char *function;
    int parameter; /* or RESULT */
    enum fh_transfer transfer;
    gboolean is_out;
    gboolean is_nullable;
} contracts[] = {
    {"malloc", RESULT, FH_TRANSFER_FULL, FALSE, TRUE},
    {"calloc", RESULT, FH_TRANSFER_FULL, FALSE, TRUE},
    {"realloc", RESULT, FH_TRANSFER_FULL, FALSE, TRUE},
    {"realloc", 0, FH_TRANSFER_FULL, FALSE, TRUE},
    {"reallocarray", RESULT, FH_TRANSFER_FULL, FALSE, TRUE},
    {"reallocarray", 0, FH_TRANSFER_FULL, FALSE, TRUE},
    {"aligned_alloc", RESULT, FH_TRANSFER_FULL, FALSE, TRUE},
    {"memalign", RESULT, FH_TRANSFER_FULL, FALSE, TRUE},
    {"valloc", RESULT, FH_TRANSFER_FULL, FALSE, TRUE},
    {"posix_memalign", 0, FH_TRANSFER_FULL, TRUE, FALSE},
    {"strdup", RESULT, FH_TRANSFER_FULL, FALSE, TRUE},
    {"strndup", RESULT, FH_TRANSFER_FULL, FALSE, TRUE},
    {"asprintf", 0, FH_TRANSFER_FULL, TRUE, FALSE},
    {"free", 0, FH_TRANSFER_FULL, FALSE, TRUE},
};

void fh_contract_add_c_library(struct fh_api *api)
{
    for (guint i = 0; i < G_N_ELEMENTS(contracts); i++) {
        struct fh_function *function = g_hash_table_lookup(api->functions, contracts[i].function);
        int index = contracts[i].parameter;
        /* A header may declare a function of that name that is not C's. */
        if (!function || function->is_library || index >= (int)function->parameters->len)
            continue;
        struct fh_parameter *parameter = index == RESULT ? NULL : function->parameters->pdata[index];
        struct fh_ownership *ownership = parameter ? &parameter->ownership : &function->result;
        gboolean gives = !parameter || contracts[i].is_out;
        ownership->transfer = contracts[i].transfer;
        ownership->is_out = contracts[i].is_out;
        ownership->is_nullable = contracts[i].is_nullable;
        ownership->free_function = gives ? g_strdup("free") : NULL;
    }
}
