// SPDX-License-Identifier: MIT
#include "program/loader.h"

#include <string.h>

#include "wire/elf_file.h"

/* The path of the loader that the program names; NULL: it names none. */
static char *loader_of(const char *bytes, gsize size)
{
    struct fh_elf elf;
    if (!fh_elf_open(&elf, bytes, size))
        return NULL;
    for (guint i = 0; i < elf.header->e_phnum; i++) {
        const Elf64_Phdr *header =
            fh_elf_at(&elf, elf.header->e_phoff + i * sizeof(Elf64_Phdr), sizeof(Elf64_Phdr));
        const char *path = header && header->p_type == PT_INTERP
                               ? fh_elf_at(&elf, header->p_offset, header->p_filesz)
                               : NULL;
        if (path)
            return g_strndup(path, header->p_filesz);
    }
    return NULL;
}

/* The line of the loader's words that says what is missing; NULL: none does. */
static char *complaint_in(const char *words)
{
    g_auto(GStrv) lines = g_strsplit(words, "\n", -1);
    for (guint i = 0; lines[i]; i++)
        if (strstr(lines[i], "not found") || strstr(lines[i], "undefined symbol"))
            return g_utf8_make_valid(g_strdelimit(g_strstrip(lines[i]), "\t", ' '), -1);
    return NULL;
}

/* As `ldd -r` asks it: it lists what it would load, and looks every symbol up. */
static char *ask(const char *loader, const char *program)
{
    const char *argv[] = {loader, program, NULL};
    g_auto(GStrv) environment = g_get_environ();
    environment = g_environ_setenv(environment, "LD_TRACE_LOADED_OBJECTS", "1", TRUE);
    environment = g_environ_setenv(environment, "LD_WARN", "yes", TRUE);
    environment = g_environ_setenv(environment, "LD_BIND_NOW", "yes", TRUE);
    g_autofree char *listed = NULL, *said = NULL;
    if (!g_spawn_sync(NULL, (char **)argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &listed, &said, NULL,
                      NULL))
        return NULL;
    g_autofree char *words = g_strconcat(listed, "\n", said, NULL);
    return complaint_in(words);
}

char *fh_loader_refusal(const struct fh_program *program)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(program->path, FALSE, NULL);
    g_autofree char *loader =
        file ? loader_of(g_mapped_file_get_contents(file), g_mapped_file_get_length(file)) : NULL;
    g_autofree char *complaint = loader ? ask(loader, program->path) : NULL;
    return complaint ? g_strdup_printf("the dynamic loader did not start it: %s", complaint) : NULL;
}
