/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct node;

/** Returns: (transfer full) (free-func text_free): a text */
char *text_new(void);
/** @text: (transfer full): released */
void text_free(char *text);
/** @text: (transfer none): borrowed */
size_t text_length(const char *text);
/** Returns: (transfer full) (free-func free): a text of libc's */
char *text_of_libc(void);

/** Returns: (transfer full) (free-func node_free): a node with a name */
struct node *node_new(void);
/** @node: (transfer full): released */
void node_free(struct node *node);
/**
 * @node: (transfer none): borrowed
 * Returns: (transfer none) (lifetime node): a view
 */
const char *node_name(const struct node *node);

/** Returns: (transfer full) (free-func word_free): a word */
uint64_t *word_new(void);
/** @out: (out) (transfer full) (free-func word_free): a word */
void word_open(uint64_t **out);
/** @word: (transfer full): released */
void word_free(uint64_t *word);
/** Returns: (transfer full) (free-func clock_free): a clock, which looks like a word to the allocator */
uint64_t *clock_new(void);
/** @clock: (transfer full): released */
void clock_free(uint64_t *clock);
void word_free_twice(uint64_t *word);

/** Returns: (transfer none) (lifetime next-call): a view of a letter, the next one with each call */
const char *tick(void);

uint8_t *unset_new(size_t size);
void release(uint8_t *block, size_t size, size_t alignment);
uint8_t *resize(uint8_t *block, size_t size, size_t alignment, size_t new_size);
uint8_t peek(const uint8_t *bytes, ptrdiff_t at);
void poke(uint8_t *bytes, ptrdiff_t at, uint8_t value);
bool is_zero(const uint8_t *byte);
void lose(void);
void panics(const char *text);
void aborts(void);
