/* SPDX-License-Identifier: MIT */
/*
 * A loaded object's code, and where its functions begin: `.eh_frame_hdr` has a table, which `strip` leaves.
 *
 * Valgrind would need seconds for all the code of a large object. So who looks at it does so on the machine
 * itself (VALGRIND_NON_SIMD_CALL): it must call nothing but this folder's code, read nothing but the object,
 * and use no thread-local storage, which is why this folder is compiled without stack protectors.
 * Callers: import_proof.c, import_c_code.c.
 */
#pragma once

#include <link.h>
#include <stdbool.h>
#include <stdint.h>

struct fh_code_range {
    const unsigned char *start, *end;
};

/* Where each function starts, sorted. */
struct fh_code_functions {
    uintptr_t base;
    const unsigned char *table;
    uint32_t n;
};

/* The program header's code, as far as instructions may begin in it. FALSE: it holds none. */
bool fh_code_of(const struct dl_phdr_info *info, unsigned index, struct fh_code_range *range);

/* FALSE: there is no such table. */
bool fh_code_functions_read(const struct dl_phdr_info *info, struct fh_code_functions *functions);

/* The number of the function that `code` lies in, from 1; 0: it lies in none. */
uint32_t fh_code_function_number(const struct fh_code_functions *functions, const unsigned char *code);

/* The function of that number, of which the last reaches to `end`. */
struct fh_code_range fh_code_function(const struct fh_code_functions *functions, uint32_t number,
                                      const unsigned char *end);
