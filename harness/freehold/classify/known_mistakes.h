/* SPDX-License-Identifier: MIT */
/*
 * Uses of bytes that nobody set, and reads behind a block, in which the program has no part: a version of
 * memcheck is mistaken about them, or a library that many programs bring does so when it starts. Each is told
 * by the functions of a stack's innermost frames, which are all that library's.
 *
 * In: records. Out: a note; where a real error would look the same, the reason why the process can't be
 * judged. Caller: classify.
 */
#pragma once

#include <glib.h>

#include "classify/candidate.h"
#include "log/record.h"

/* FALSE: it is none of them, and must be classified. */
gboolean fh_classify_known_mistake(struct fh_classification *classification, const struct fh_record *record);
