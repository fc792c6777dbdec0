/* SPDX-License-Identifier: MIT */
#include "given.h"

#include <malloc.h>
#include <stddef.h>

#include "heap/address_table.h"
#include "heap/backend.h"

static struct fh_address_table given = FH_ADDRESS_TABLE;

/* An object may hand its block on to C code, which releases it unseen: another block of C's at the same place
 * has another size, or nearly always. */
void fh_given_add(void *block)
{
    if (block)
        fh_address_table_put(&given, block,
                             (struct fh_address_table_values){fh_backend()->c_block_size(block), 0}, false);
}

bool fh_given_take(void *block)
{
    struct fh_address_table_values values;
    return fh_address_table_take(&given, block, &values) && fh_backend()->c_block_size(block) == values.first;
}
