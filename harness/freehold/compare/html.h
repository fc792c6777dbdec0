/* SPDX-License-Identifier: MIT */
/* A comparison, as a page of its own. */
#pragma once

#include <glib.h>

#include "compare/compare.h"

/* A page of its own, without a script. FALSE, with the stream's error, when not all of it could be written.
 */
gboolean fh_comparison_write_html(const struct fh_comparison *comparison, GOutputStream *out, GError **error);
