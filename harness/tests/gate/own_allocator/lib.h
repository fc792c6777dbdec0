/* SPDX-License-Identifier: MIT */
/**
 * Returns: (transfer full) (free-func text_free): a new string
 */
char *text_new(void);
/**
 * @text: (transfer full): the string to release
 */
void text_free(char *text);
/**
 * Returns: (transfer full) (free-func name_free): a new name
 */
char *name_new(void);
/**
 * @name: (transfer full): the name to release
 */
void name_free(char *name);
/**
 * @text: (transfer none): copied
 * Returns: (transfer full) (free-func free): C's block
 */
char *text_copy(const char *text);
/**
 * @block: (transfer full): kept
 */
void keep(void *block);
void fill_table(void);
