/* SPDX-License-Identifier: MIT */
/* What is mapped where: /proc/self/maps. No heap allocation. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct fh_mapping {
    uintptr_t start, end;
    bool is_accessible, is_writable; /* not accessible: neither readable nor writable nor executable */
};

/* Calls `function` with each mapping, by address, until it returns FALSE. Any thread. */
void fh_mappings_each(bool (*function)(const struct fh_mapping *mapping, void *data), void *data);
