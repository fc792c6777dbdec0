// SPDX-License-Identifier: MIT
#include "api/c_library.h"

#include "api/model.h"
#include "wire/allocators.h"

/* By position: what the C library calls its parameters is its own business. */
static struct fh_ownership *first_parameter(const struct fh_function *function)
{
    struct fh_parameter *parameter =
        function->parameters->len > 0 ? g_ptr_array_index(function->parameters, 0) : NULL;
    return parameter ? &parameter->ownership : NULL;
}

static void takes(struct fh_ownership *ownership)
{
    if (!ownership)
        return;
    ownership->transfer = FH_TRANSFER_FULL;
    ownership->is_nullable = TRUE;
}

static void gives(struct fh_ownership *ownership, gboolean is_out, const char *release)
{
    if (!ownership)
        return;
    ownership->transfer = FH_TRANSFER_FULL;
    ownership->is_out = is_out;
    ownership->is_nullable = !is_out;
    ownership->free_function = g_strdup(release);
}

static void add_contract(struct fh_function *function, const struct fh_allocator *row)
{
    const char *release = fh_family_release(row->family);
    if (row->verb == FH_VERB_RESIZE || row->verb == FH_VERB_RELEASE)
        takes(first_parameter(function));
    switch (row->handing) {
    case FH_HANDS_RESULT:
        gives(&function->result, FALSE, release);
        break;
    case FH_HANDS_FIRST_ARGUMENT:
        gives(first_parameter(function), TRUE, release);
        break;
    case FH_HANDS_OTHERWISE:
    case FH_HANDS_NOTHING:
        break;
    }
}

void fh_contract_add_c_library(struct fh_api *api)
{
    for (const struct fh_allocator *row = fh_allocators; row->name; row++) {
        struct fh_function *function =
            row->family == FH_FAMILY_MALLOC ? g_hash_table_lookup(api->functions, row->name) : NULL;
        /* A header may declare a function of that name that is not C's. */
        if (function && !function->is_library)
            add_contract(function, row);
    }
}
