/* SPDX-License-Identifier: MIT */
/*
 * Writing the events file (wire/events.h). Lock-free: any thread, and signal handlers.
 */
#pragma once

#include <stddef.h>

#include "wire/events.h"
#include "wire/plan.h"

/* The file's header; before fh_event_writer_open() a stand-in, whose counts move to the file. Never NULL. */
extern struct fh_events_header *fh_events;

/* Maps the file. */
void fh_event_writer_open(const char *path);

/* In a forked child, whose doings are not the scenario's: it writes into a copy of its own from now on. */
void fh_events_leave_to_parent(void);

/* Appends an event with the current scenario and line. `n_values` at most 5; text may be NULL. Its id; 0 when
 * the file has no room, which is noted there. */
uint32_t fh_event_write(enum fh_event_kind kind, const uint64_t *values, unsigned n_values, const char *text);

/* The same with other data than text; its last byte is 0. */
uint32_t fh_event_write_with(enum fh_event_kind kind, const uint64_t *values, unsigned n_values,
                             const void *data, size_t length);

/* What the rust heap did so far, in the whole process. */
void fh_events_count(uint64_t allocs, uint64_t frees, uint64_t bytes);

/* One line for the engine's log: prefix and `format` of wire/notices.h, with one number. */
void fh_notice(const char *format, uint32_t number);

/* The notice that belongs to an event: a stack and the block at `address` follow it. */
void fh_notice_of_event(uint32_t id, const char *what, const void *address);
