/* SPDX-License-Identifier: MIT */
/*
 * One ELF object with what is known about its code; opened once, read as it is asked.
 *
 * In: a path. Debug information in a file of its own is found by its build id (/usr/lib/debug). Callers:
 * symbols.c, under its lock: libdw's handles are for one thread at a time.
 */
#pragma once

#include <glib.h>

struct fh_object;

/* Never NULL: a file that can't be read as ELF is an object of which nothing is known. Caller owns; free with
 * fh_object_free(). */
struct fh_object *fh_object_open(const char *path);
void fh_object_free(struct fh_object *object);

/* The frames at `offset`: struct fh_frame *, innermost first, at least one. Borrowed; valid until the object
 * is freed. */
const GPtrArray *fh_object_frames(struct fh_object *object, guint64 offset);
