/* SPDX-License-Identifier: MIT */
#include "said.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>
#include <valgrind/memcheck.h>

#include "heap/event_writer.h"
#include "process.h"

#define LINES_MAX 12 /* of one message */

static atomic_flag is_busy = ATOMIC_FLAG_INIT;
static char
    line[FH_EVENTS_SAID_SIZE]; /* as far as it is written; old versions of std write it piece by piece */
static size_t length;
static unsigned n_lines; /* of the message that is being said */

static bool is_first_line(void)
{
    return strstr(line, " panicked at ") || strncmp(line, "fatal runtime error: ", 21) == 0 ||
           strncmp(line, "memory allocation of ", 21) == 0;
}

/* The message before it is kept: of two, the second may say just that the first could not go on. */
static void begin_message(void)
{
    memcpy(fh_events->said[0], fh_events->said[1], FH_EVENTS_SAID_SIZE);
    memset(fh_events->said[1], 0, FH_EVENTS_SAID_SIZE);
    n_lines = LINES_MAX;
}

static void end_line(void)
{
    line[length] = '\0';
    if (is_first_line())
        begin_message();
    size_t used = strnlen(fh_events->said[1], FH_EVENTS_SAID_SIZE - 1);
    if (n_lines > 0 && used + length + 1 < FH_EVENTS_SAID_SIZE) {
        line[length] = '\n';
        memcpy(fh_events->said[1] + used, line, length + 1);
        n_lines--;
    } else {
        n_lines = 0;
    }
    length = 0;
}

static void take(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\n')
            end_line();
        else if (length + 2 < sizeof(line))
            line[length++] = bytes[i];
    }
}

/* What the kernel has just read can be read. Of what is uninitialised the copy says nothing: for memcheck it
 * is set. */
static void take_written(const char *bytes, size_t size)
{
    static char copy[FH_EVENTS_SAID_SIZE];
    for (size_t at = 0, n; at < size; at += n) {
        n = size - at < sizeof(copy) ? size - at : sizeof(copy);
        memcpy(copy, bytes + at, n);
        (void)VALGRIND_MAKE_MEM_DEFINED(copy, n);
        take(copy, n);
    }
}

/* A message goes on, or may begin here: "thread '…' panicked at", since Rust 1.73 on a line of its own,
 * "fatal runtime error", "memory allocation of". A program that writes much is not read letter by letter. */
static bool may_be_said(const char *bytes, size_t size)
{
    char start[2] = "";
    memcpy(start, bytes, size < sizeof(start) ? size : sizeof(start));
    (void)VALGRIND_MAKE_MEM_DEFINED(start, sizeof(start));
    const char first = start[0] == '\n' ? start[1] : start[0];
    return n_lines > 0 || length > 0 || first == 't' || first == 'f' || first == 'm';
}

/* What a child says that shares its parent's events file is not its parent's. A second thread, or a signal's
 * handler, is not waited for. */
static void listen_to(const void *bytes, ssize_t size)
{
    if (size <= 0 || atomic_flag_test_and_set(&is_busy))
        return;
    if (may_be_said(bytes, (size_t)size) && fh_preload_is_own())
        take_written(bytes, (size_t)size);
    atomic_flag_clear(&is_busy);
}

void fh_said_begin(void)
{
    length = 0;
    n_lines = 0;
    atomic_flag_clear(&is_busy);
}

void fh_said(int file, const void *bytes, ssize_t written)
{
    if (file == STDERR_FILENO)
        listen_to(bytes, written);
}

void fh_said_in_parts(int file, const struct iovec *parts, int n_parts, ssize_t written)
{
    ssize_t rest = file == STDERR_FILENO ? written : 0;
    for (int i = 0; rest > 0 && i < n_parts; i++) {
        const ssize_t size = (ssize_t)parts[i].iov_len < rest ? (ssize_t)parts[i].iov_len : rest;
        listen_to(parts[i].iov_base, size);
        rest -= size;
    }
}
