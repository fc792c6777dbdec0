/* SPDX-License-Identifier: MIT */
/* What Rust's std and glibc allocate for themselves and keep. Callers: leaks_reachable, leak. */
#pragma once

#include <glib.h>

#include "log/record.h"

/* Rust's std allocated it for itself, and keeps it until the process ends. */
gboolean fh_lost_is_kept_by_std(const struct fh_record *record);

/* glibc's, for the variables of a thread; not lost. */
gboolean fh_lost_is_kept_by_libc(const struct fh_record *record);
