/* SPDX-License-Identifier: MIT */
#include <stdint.h>

/// @text: (transfer none): UTF-8
void gr_note(const char *text);
/// @text: (transfer none): UTF-8
void gr_say(const char *text);
/// Returns: (transfer full) (free-func gr_free)
char *gr_format(int32_t number);
/// @text: (transfer full) (nullable)
void gr_free(char *text);
