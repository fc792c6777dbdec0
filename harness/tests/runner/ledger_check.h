/* SPDX-License-Identifier: MIT */
/* What the tests of the ledger share: checks that allocate nothing, and its events. */
#pragma once

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "heap/event_writer.h"
#include "heap/memory.h"
#include "ledger/ledger.h"

#define SIZE ((size_t)24)

static const char *volatile doing = "nothing";

#define CHECK(IS_RIGHT) check(IS_RIGHT, #IS_RIGHT, __FILE__, __LINE__)

static void check(int is_right, const char *what, const char *file, int line)
{
    if (is_right)
        return;
    fprintf(stderr, "%s:%d: %s: not so: %s\n", file, line, doing, what);
    _exit(1);
}

/* The compiler must not know what it is given. */
static void *hidden(void *block)
{
    __asm__ volatile("" : "+r"(block));
    return block;
}

/* Events, read as `freehold` reads them. */
static uint64_t n_read;

static const struct fh_event *next_event(void)
{
    const struct fh_event *event = (const void *)((const char *)(fh_events + 1) + n_read);
    if (n_read >= fh_events->used)
        return NULL;
    n_read += sizeof(*event) + event->text_size;
    return event;
}

static int next_record(struct fh_ledger_record *record)
{
    const struct fh_event *event;
    while ((event = next_event()) && event->kind != FH_EVENT_RECORD)
        continue;
    if (event)
        memcpy(record, event + 1, sizeof(*record));
    return event != NULL;
}

static void open_events(void)
{
    struct fh_events_header *file =
        mmap(NULL, FH_EVENTS_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    file->size = FH_EVENTS_SIZE;
    file->current_scenario = 0;
    file->current_line = 7;
    fh_events = file;
    fh_memory_include(file, FH_EVENTS_SIZE);
}
