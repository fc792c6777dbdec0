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
struct half;
struct wide;
/**
 * Returns: (transfer full) (free-func half_free): a new one
 */
struct half *half_new(void);
/**
 * @half: (transfer full): the one to release
 */
void half_free(struct half *half);
/**
 * Returns: (transfer full) (free-func wide_free): a new one
 */
struct wide *wide_new(void);
/**
 * @wide: (transfer full): the one to release
 */
void wide_free(struct wide *wide);
/**
 * Returns: (transfer none): a text
 */
const char *text_of_libc(_Bool is_static);
struct shared;
/**
 * Returns: (transfer none): the one that there is
 */
struct shared *shared_get(void);
void shared_ref(struct shared *shared);
/**
 * @shared: (transfer full): one use less
 */
void shared_unref(struct shared *shared);
void shared_drop(void);
/**
 * @shared: (transfer none): borrowed
 * Returns: (transfer none): its name
 */
const char *shared_name(const struct shared *shared);
/**
 * @shared: (transfer none): borrowed
 * Returns: (transfer none): the same
 */
struct shared *shared_self(struct shared *shared);
/* Without a contract. */
struct shared *shared_new(void);
/**
 * Returns: (transfer full) (free-func shared_unref): never called
 */
struct shared *shared_other(void);
/**
 * @text: (transfer full): released
 */
size_t text_length(char *text);
/**
 * Returns: (transfer full) (free-func text_drop_on_thread): a text
 */
char *text_new(void);
/**
 * @text: (transfer full): released on a thread of its own
 */
void text_drop_on_thread(char *text);
/**
 * @text: (transfer none): borrowed
 */
void text_borrow(const char *text, _Bool on_thread);
/**
 * @text: (transfer none): borrowed
 */
void text_visit(const char *text, void (*visit)(void));
/**
 * @first: (transfer full): released
 * @second: (transfer full): released
 */
void texts_drop(char *first, char *second);
void release(uint8_t *block, size_t size);
uint8_t *resize(uint8_t *block, size_t size, size_t new_size);
void check_second(const uint64_t *words);
void poke(uint8_t *block, ptrdiff_t at, size_t n);
void keep_on_thread(void);
void log_add(uint64_t n);
void log_shorten(void);
void keygen(size_t size);
void worker_start(void);
void worker_lose(void);
void lose_on_scoped_thread(void);
void table_clear(void);
