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
    g_free(program->compiler);
    g_free(program);
}

/* In the words of `gcc --version` and `clang --version`. libc's start-up code is gcc's in programs of
 * clang's, too: clang's name wins. */
static char *compiler_of(const char *bytes, gsize size)
{
    static const char gcc[] = "GCC: ";
    struct fh_elf elf;
    const Elf64_Shdr *section =
        fh_elf_open(&elf, bytes, size) ? fh_elf_named_section(&elf, ".comment") : NULL;
    const char *comment = section ? fh_elf_at(&elf, section->sh_offset, section->sh_size) : NULL;
    const gsize length = comment ? section->sh_size : 0;
    char *found = NULL;
    for (gsize at = 0; at < length;) {
        g_autofree char *words = g_strndup(comment + at, strnlen(comment + at, length - at));
        at += strlen(words) + 1;
        if (!g_utf8_validate(words, -1, NULL))
            continue;
        const gboolean is_clang = strstr(words, "clang version ") != NULL;
        if (!is_clang && (found || !g_str_has_prefix(words, gcc)))
            continue;
        g_free(found);
        found = is_clang ? g_steal_pointer(&words) : g_strconcat("gcc ", words + strlen(gcc), NULL);
        if (is_clang)
            break;
    }
    return found;
}

static void examine(struct fh_program *program, const char *bytes, gsize size)
{
    struct fh_rust_entries entries;
    program->is_script = size >= 2 && memcmp(bytes, "#!", 2) == 0;
    program->is_static = fh_elf_is_static(bytes, size);
    program->has_asan = fh_elf_has_symbol(bytes, size, "__asan_init");
    program->compiler = compiler_of(bytes, size);
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
