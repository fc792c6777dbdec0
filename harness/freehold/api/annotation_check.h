/* SPDX-License-Identifier: MIT */
/*
 * Do the annotations of one parameter or result make sense together, and for its type?
 *
 * In: what each of them says. Out: mistakes, in the subject's `problems`. Caller: annotation.
 */
#pragma once

#include "api/annotation.h"

void fh_annotations_check(const struct fh_subject *subject, const struct fh_ownership *ownership);
