/* SPDX-License-Identifier: MIT */
/* The bytes of an input as a file in memory, for what takes a path. */
#pragma once

#include <glib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz/replay.h"

struct input_file {
    int fd;
    char path[64];
};

static inline struct input_file input_file_open(const void *data, size_t size)
{
    struct input_file file = {.fd = memfd_create("input", MFD_CLOEXEC)};
    require(file.fd >= 0 && write(file.fd, data, size) == (ssize_t)size, "no file for the input");
    g_snprintf(file.path, sizeof(file.path), "/proc/self/fd/%d", file.fd);
    return file;
}

static inline void input_file_close(const struct input_file *file)
{
    close(file->fd);
}

/* A reader that takes a path says either yes or why not, in words for people. */
static inline void require_answer(gboolean is_read, const GError *error)
{
    require(is_read == (error == NULL), "neither an answer nor an error, or both");
    require(!error || (is_text(error->message) && error->message[0] != '\0'), "an error is no text");
}
