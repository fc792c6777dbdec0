/* SPDX-License-Identifier: MIT */
/* A frame of a stack in report.json, and in what the page's script reads. Callers: json.c, string_pool.c. */
#pragma once

#include <glib.h>

#include "model/stack.h"
#include "report/machine/json_document.h"

/* The members of a frame; the object is open. A frame that stands for many has no address. */
void fh_json_add_frame(const struct fh_json *json, const struct fh_frame *frame);
