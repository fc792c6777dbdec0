/* SPDX-License-Identifier: MIT */
/*
 * g_autoptr for plain structs: `fh_auto(fh_source) source = fh_source_load(…);` is freed at the end of its
 * scope; `g_steal_pointer(&source)` hands it on. g_autoptr itself wants a typedef, and our structs have none.
 */
#pragma once

#define FH_DEFINE_AUTO(type, free_function)            \
    static inline void type##_cleanup(struct type **p) \
    {                                                  \
        free_function(*p);                             \
    }

#define fh_auto(type) __attribute__((cleanup(type##_cleanup))) struct type *
