/* SPDX-License-Identifier: MIT */
/* What is to be known of the host that loads a Rust library, and of its settings: notes of a process's
 * result. Callers: judge.c, asan_judge.c. */
#pragma once

#include "engine/events_file.h"
#include "model/result.h"

/* `events` NULL: nothing is known. */
void fh_host_add_notes(const struct fh_events *events, struct fh_result *result);
