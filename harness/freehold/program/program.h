/* SPDX-License-Identifier: MIT */
/* What a program is, from its file. Callers: exec/. */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "wire/rust_code.h"

struct fh_program {
    char *path; /* absolute */
    gboolean is_script;
    gboolean is_static; /* nothing can be preloaded into it */
    gboolean has_asan;
    char
        *compiler; /* of its C code, as it left its name: "gcc (Debian 12.2.0-14) 12.2.0"; NULL: it did not */
    enum fh_rust_code rust_code;
    char *refusal; /* fh_loader_refusal()'s; NULL: nobody asked, or there is none */
};

/* Finds `name` as a shell does, and reads it; of a script, its interpreter. Fails with FH_ERROR_USAGE: there
 * is none, or it can't be run. Caller owns; free with fh_program_free(). */
struct fh_program *fh_program_find(const char *name, GError **error);
void fh_program_free(struct fh_program *program);
FH_DEFINE_AUTO(fh_program, fh_program_free)
