/* SPDX-License-Identifier: MIT */
/* The words of a C name, as "size" in "buffer_size". Callers: lengths, draft, explore. */
#pragma once

#include <glib.h>

/* One of the `words` (which end with NULL) stands in the name, between '_'. */
gboolean fh_name_has_word(const char *name, const char *const *words);
