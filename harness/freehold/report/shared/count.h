/* SPDX-License-Identifier: MIT */
/* Counts by text. Callers: what writers keep of names that come again. */
#pragma once

#include <glib.h>

/* How often it was called with that key, this time included. `counts`: char * -> guint, frees its keys.
 * Consumes `take_key`. */
guint fh_count_up(GHashTable *counts, char *take_key);
