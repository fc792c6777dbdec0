/* SPDX-License-Identifier: MIT */
/*
 * The contract in a file of its own, as it is drafted (api/contract_file.h reads it).
 *
 * In: pairs, Rust's signatures (signatures.h). Out: text. Caller: command/init.c.
 */
#pragma once

#include "draft/pairs.h"

/* What a run has confirmed is said, with what was seen; what it has not is a comment. `lenders`: pairs
 * without a release, confirmed where what is given out was seen to be only lent. What the header's own
 * comments say is not repeated; what contradicts it is a comment beside it. Caller owns; g_free(). */
char *fh_draft_contract(const struct fh_api *api, const GPtrArray *pairs, const GPtrArray *lenders,
                        GHashTable *signatures);
