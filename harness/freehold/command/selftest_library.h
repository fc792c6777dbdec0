/* SPDX-License-Identifier: MIT */
/*
 * The library of the self-test, as this machine's compiler makes it. Callers: selftest, doctor.
 */
#pragma once

#include <glib.h>

/* Makes `folder` with the library, its freehold.ini and the scenarios of the self-test. Fails as
 * fh_sample_make() does, and with FH_ERROR_ENVIRONMENT when it can't be built. */
gboolean fh_selftest_library_make(const char *folder, GError **error);
