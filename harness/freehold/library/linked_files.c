// SPDX-License-Identifier: MIT
#include "library/linked_files.h"

#include <fcntl.h>
#include <gelf.h>
#include <string.h>
#include <unistd.h>

#include "library/archive.h"

static gboolean add_if_there(GPtrArray *files, char *path)
{
    gboolean is_there = g_file_test(path, G_FILE_TEST_IS_REGULAR);
    if (is_there)
        g_ptr_array_add(files, path);
    else
        g_free(path);
    return is_there;
}

/* The files that `-lNAME` may mean, in the folders of the `-L`s before it and after. */
static void add_named(GPtrArray *files, char **words, const char *name)
{
    for (guint i = 0; words[i]; i++) {
        if (!g_str_has_prefix(words[i], "-L"))
            continue;
        const char *folder = words[i][2] ? words[i] + 2 : words[i + 1];
        if (folder) {
            add_if_there(files, g_strdup_printf("%s/lib%s.so", folder, name));
            add_if_there(files, g_strdup_printf("%s/lib%s.a", folder, name));
        }
    }
}

GPtrArray *fh_linked_files(const struct fh_library *library)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; library->link && library->link[i]; i++)
        if (g_str_has_prefix(library->link[i], "-l"))
            add_named(files, library->link, library->link[i] + 2);
        else
            add_if_there(files, g_strdup(library->link[i]));
    return files;
}

static void add_symbol(GHashTable *names, const GElf_Sym *symbol, const char *name)
{
    if (name && *name != '\0' && symbol->st_shndx != SHN_UNDEF && GELF_ST_BIND(symbol->st_info) != STB_LOCAL)
        g_hash_table_add(names, g_strdup(name));
}

static void add_section(GHashTable *names, Elf *elf, Elf_Scn *section, const GElf_Shdr *header)
{
    Elf_Data *table = elf_getdata(section, NULL);
    gsize count = table && header->sh_entsize > 0 ? header->sh_size / header->sh_entsize : 0;
    for (gsize i = 0; i < count; i++) {
        GElf_Sym symbol;
        if (gelf_getsym(table, (int)i, &symbol))
            add_symbol(names, &symbol, elf_strptr(elf, header->sh_link, symbol.st_name));
    }
}

/* An object, or a shared one. */
static void add_object(GHashTable *names, Elf *elf)
{
    for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section));) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) && (header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM))
            add_section(names, elf, section, &header);
    }
}

/* What can't be read, the linker will speak of. */
static void add_file(GHashTable *names, const char *path)
{
    g_autoptr(GHashTable) of_archive = fh_archive_defined_symbols(path, NULL);
    GHashTableIter each;
    gpointer name;
    if (of_archive) {
        for (g_hash_table_iter_init(&each, of_archive); g_hash_table_iter_next(&each, &name, NULL);)
            g_hash_table_add(names, g_strdup(name));
        return;
    }
    elf_version(EV_CURRENT);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    Elf *elf = fd >= 0 ? elf_begin(fd, ELF_C_READ_MMAP, NULL) : NULL;
    if (elf && elf_kind(elf) == ELF_K_ELF)
        add_object(names, elf);
    elf_end(elf);
    if (fd >= 0)
        close(fd);
}

GHashTable *fh_linked_symbols(const struct fh_library *library, GError **error)
{
    GHashTable *names = fh_archive_defined_symbols(library->staticlib, error);
    g_autoptr(GPtrArray) files = fh_linked_files(library);
    for (guint i = 0; names && i < files->len; i++)
        add_file(names, g_ptr_array_index(files, i));
    return names;
}
