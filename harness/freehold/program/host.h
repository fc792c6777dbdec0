/* SPDX-License-Identifier: MIT */
/* What is to be known of the host that loads a Rust library, and of its settings: notes of a process's
 * result. Callers: judge.c, asan_judge.c. */
#pragma once

#include "engine/events_file.h"
#include "model/result.h"

/* Whose code called malloc() or free(), if that was a host's: its allocator is then what allocated or
 * released, and the messages of findings say so. */
void fh_host_name_heaps(struct fh_result *result);

/* `events` NULL: nothing is known. */
void fh_host_add_notes(const struct fh_events *events, struct fh_result *result);
