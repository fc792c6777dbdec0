/* SPDX-License-Identifier: MIT */
/*
 * Which imported function the code of an object calls at a place, as its file has it: what a stack does not
 * show if that function went on by a jump. x86-64 only; else nothing is known. In: a place of an object, a
 * frame's address. Out: a name. Caller: host_heap.c.
 */
#pragma once

#include <glib.h>

#include "program/object_places.h"

/* `address`: of a frame, in the call that has not returned (Valgrind's: a byte before what comes next). NULL:
 * it is no call of an import's, by its table or by a linker's stub. Caller owns. */
char *fh_called_import(const struct fh_object_place *place, guint64 address);
