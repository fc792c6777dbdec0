/* SPDX-License-Identifier: MIT */
/*
 * The rust heap's blocks, announced to memcheck: the functions of the same names in struct fh_backend
 * (backend.h), for the backends whose blocks come from the arena. Without Valgrind its requests do nothing.
 */
#pragma once

#include "backend.h"

void *fh_blocks_allocate(size_t size, size_t marked, bool is_zeroed);
bool fh_blocks_find(const void *address, struct fh_layout *layout);
bool fh_blocks_release(void *address);
bool fh_blocks_release_as(void *address, const struct fh_layout *layout);
enum fh_heap_owner fh_blocks_owner(const void *address);
