// SPDX-License-Identifier: MIT
#include "program/program.h"

#include <string.h>

#include "base/error.h"
#include "wire/elf_file.h"

void fh_program_free(struct fh_program *program)
{
    if (!program)
        return;
    g_free(program->path);
    g_free(program->refusal);
    g_free(program);
}

static void examine(struct fh_program *program, const char *bytes, gsize size)
{
    struct fh_rust_entries entries;
    program->is_script = size >= 2 && memcmp(bytes, "#!", 2) == 0;
    program->is_static = fh_elf_is_static(bytes, size);
    program->has_asan = fh_elf_has_symbol(bytes, size, "__asan_init");
    program->rust_code = fh_rust_code_find(bytes, size, &entries);
}

struct fh_program *fh_program_find(const char *name, GError **error)
{
    fh_auto(fh_program) program = g_new0(struct fh_program, 1);
    g_autoptr(GError) cause = NULL;
    g_autofree char *found = g_find_program_in_path(name);
    if (!found) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: no such program, or it can't be run", name);
        return NULL;
    }
    program->path = g_canonicalize_filename(found, NULL);
    g_autoptr(GMappedFile) file = g_mapped_file_new(program->path, FALSE, &cause);
    if (!file) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s", cause->message);
        return NULL;
    }
    examine(program, g_mapped_file_get_contents(file), g_mapped_file_get_length(file));
    return g_steal_pointer(&program);
}
