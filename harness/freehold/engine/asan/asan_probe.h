/* SPDX-License-Identifier: MIT */
/* Whether AddressSanitizer and LeakSanitizer work on this machine, found out with a program of three lines.
 * Caller: asan.c. */
#pragma once

#include "model/report.h"

/* As struct fh_engine's. */
gboolean fh_asan_probe(struct fh_engine_info **out, GError **error);
