/* SPDX-License-Identifier: MIT */
/* What freehold selftest measured of one engine, as a file of its own. Caller: command. */
#pragma once

#include <gio/gio.h>

#include "model/selftest.h"

/* FALSE, with the stream's error, when it could not be written. */
gboolean fh_selftest_write(const struct fh_selftest *selftest, GOutputStream *out, GError **error);

/* What fh_selftest_write() wrote. `path` is for messages. Caller owns; free with fh_selftest_free(). Fails
 * with FH_ERROR_USAGE: what is wrong, and where. */
struct fh_selftest *fh_selftest_parse(const char *path, const char *bytes, gsize size, GError **error);
