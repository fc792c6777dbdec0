/* SPDX-License-Identifier: MIT */
/*
 * What a translation unit declares.
 *
 * In: the unit. Out: functions, named types and constants in `api`, and the doc comments of the library's
 * functions. Callers: api.
 */
#pragma once

#include "api/model.h"
#include "api/translation.h"

/* Returns struct fh_doc *, in header order. Caller owns; free with g_ptr_array_unref(). */
GPtrArray *fh_declarations_read(struct fh_api *api, const struct fh_translation *translation);
