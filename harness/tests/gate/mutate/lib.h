/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <stdint.h>

/** Returns: (transfer full) (free-func text_free): a text */
uint64_t *text_new(void);
/** @text: (transfer full) (nullable): the text */
void text_free(uint64_t *text);
/** Returns: (transfer full) (free-func ticket_give): a ticket */
const uint64_t *ticket_take(void);
/** @ticket: (transfer full): the ticket */
void ticket_give(const uint64_t *ticket);
size_t tickets(void);
