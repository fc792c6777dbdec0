/* SPDX-License-Identifier: MIT */
/*
 * The contract in a file of its own, as it is drafted (api/contract_file.h reads it).
 *
 * In: pairs, Rust's signatures (signatures.h). Out: text. Caller: command/init.c.
 */
#pragma once

#include "draft/pairs.h"

/* What a run has confirmed is said, with its evidence; what it has not is a comment. What the header's own
 * comments say is not repeated; what contradicts it is a comment beside it. Caller owns; g_free(). */
char *fh_draft_contract(const struct fh_api *api, const GPtrArray *pairs, GHashTable *signatures);
