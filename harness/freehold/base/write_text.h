/* SPDX-License-Identifier: MIT */
/* A text as a file. Callers: whoever makes files for a compiler, for cargo or for a draft. */
#pragma once

#include <glib.h>

/* Replaces what is at `path`. Fails with FH_ERROR_ENVIRONMENT. */
gboolean fh_write_text(const char *path, const char *text, GError **error);
