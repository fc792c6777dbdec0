/* SPDX-License-Identifier: MIT */
#include <more.h>
#include <stddef.h>
#include <stdint.h>

struct small;
struct big;

/**
 * Returns: (transfer full) (free-func small_free): a new one
 */
struct small *small_new(void);
/**
 * @small: (transfer full): the one to release
 */
void small_free(struct small *small);
/**
 * Returns: (transfer full) (free-func big_free): a new one
 */
struct big *big_new(void);
/**
 * @big: (transfer full): the one to release
 */
void big_free(struct big *big);
/**
 * @text: (transfer full): released
 */
size_t text_length(char *text);
void release(uint8_t *block, size_t size);
void check_second(const uint64_t *words);
void poke(uint8_t *block, ptrdiff_t at, size_t n);
void log_add(uint64_t n);
void log_shorten(void);
void keygen(size_t size);
