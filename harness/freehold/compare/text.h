/* SPDX-License-Identifier: MIT */
/* A comparison, for the terminal. */
#pragma once

#include <glib.h>

#include "compare/compare.h"

/* FALSE, with the stream's error, when not all of it could be written. */
gboolean fh_comparison_write_text(const struct fh_comparison *comparison, GOutputStream *out, gboolean colour,
                                  GError **error);
