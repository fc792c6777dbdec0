/* SPDX-License-Identifier: MIT */
/*
 * From text to tree (docs/scenario-language.md). Callers: command.
 */
#pragma once

#include "base/diagnostics.h"
#include "base/source.h"
#include "script/script.h"

/* Parses all of `source`. Consumes `source`, also on failure. Reports every syntax error it finds (it resumes
 * at the next statement), two scenarios of one name, a file without scenarios. NULL when anything was
 * reported. Caller owns; free with fh_script_free(). */
struct fh_script *fh_script_parse(struct fh_source *source, struct fh_diagnostics *diagnostics);
