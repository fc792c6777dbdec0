#pragma once

/**
 * Greets somebody.
 *
 * @name: (transfer none): NUL-terminated UTF-8, borrowed for the call
 * Returns: (transfer full) (free-func greeting_free): a new string
 */
char *greeting_new(const char *name);

/**
 * Takes back what greeting_new() returned.
 *
 * @greeting: (transfer full) (nullable): gone afterwards
 */
void greeting_free(char *greeting);
