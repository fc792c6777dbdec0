/* SPDX-License-Identifier: MIT */
/*
 * The runner's own memory: mapped, never malloc'ed, never given back.
 *
 * memcheck takes every readable and writable mapping as a root of its leak search. Ours would keep leaked
 * blocks reachable (frames, the rust heap's tables) and cost time (30 ms for a 16 MiB mapping), so all of it
 * can be hidden from a search by being made inaccessible for its duration.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* `size` zeroed bytes, aligned to 64; NULL when there is no memory. Any thread. */
void *fh_memory_take(size_t size);

/* The same, for what the runner can't do without. */
void *fh_memory_need(size_t size);

/* A mapping of the caller's is hidden with the rest from now on. */
void fh_memory_include(void *start, size_t size);

/* Is the address in there? */
bool fh_memory_holds(const void *address);

/* Where the region ends that the address is in; NULL when it is in none. */
const char *fh_memory_end(const void *address);

/* A page's bytes: on aarch64 there are kernels with 4, 16 and 64 KiB. */
size_t fh_page_size(void);

/* Nothing in between may touch this memory. No-ops outside memcheck. */
void fh_memory_hide(void);
void fh_memory_show(void);
