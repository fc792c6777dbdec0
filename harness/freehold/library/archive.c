// SPDX-License-Identifier: MIT
#include "library/archive.h"

#include <ar.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

#if defined __x86_64__
#define HOST_MACHINE EM_X86_64
#elif defined __aarch64__
#define HOST_MACHINE EM_AARCH64
#else
#error "unsupported machine"
#endif

static gboolean damaged(const char *path, const char *what, GError **error)
{
    int code = elf_errno();
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: %s is damaged (%s); build the library again", path,
                what, code ? elf_errmsg(code) : "cut short");
    return FALSE;
}

static gboolean is_bitcode(Elf *elf)
{
    gsize size = 0;
    const char *bytes = elf_rawfile(elf, &size);
    return bytes && size >= 4 && !memcmp(bytes, "BC\xc0\xde", 4);
}

static gboolean is_of_this_machine(const struct fh_archive_member *member, GError **error)
{
    GElf_Ehdr header;
    if (!gelf_getehdr(member->elf, &header))
        return damaged(member->archive, member->name, error);
    if (header.e_ident[EI_CLASS] == ELFCLASS64 && header.e_machine == HOST_MACHINE)
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                "%s: %s is built for another machine; build the library for this one", member->archive,
                member->name);
    return FALSE;
}

struct walk {
    const char *path;
    gboolean (*visit)(const struct fh_archive_member *member, gpointer data, GError **error);
    gpointer data;
    gint64 size, seen; /* of the archive, bytes: all, and up to the end of the last member */
    guint n_objects;
};

/* libelf takes a member that ends beyond the archive for a smaller one. */
static gboolean is_complete(const struct walk *walk, Elf *elf)
{
    size_t n_sections = 0;
    if (walk->seen > walk->size)
        return FALSE;
    return elf_kind(elf) != ELF_K_ELF || (!elf_getshdrnum(elf, &n_sections) && n_sections > 0);
}

static gboolean visit_member(struct walk *walk, Elf *elf, GError **error)
{
    const Elf_Arhdr *header = elf_getarhdr(elf);
    if (!header)
        return damaged(walk->path, "the archive", error);
    /* For messages: it may be any bytes, or none. */
    g_autofree char *name = g_utf8_make_valid(header->ar_name ? header->ar_name : "a member", -1);
    walk->seen = elf_getbase(elf) + header->ar_size;
    if (!is_complete(walk, elf))
        return damaged(walk->path, name, error);
    struct fh_archive_member member = {walk->path, name, NULL};
    if (elf_kind(elf) == ELF_K_ELF)
        member.elf = elf;
    else if (!is_bitcode(elf))
        return TRUE;
    if (member.elf && !is_of_this_machine(&member, error))
        return FALSE;
    walk->n_objects++;
    return walk->visit(&member, walk->data, error);
}

static gboolean walk_members(struct walk *walk, int fd, Elf *archive, GError **error)
{
    Elf_Cmd command = ELF_C_READ_MMAP;
    gboolean ok = TRUE;
    Elf *elf;
    while (ok && command != ELF_C_NULL && (elf = elf_begin(fd, command, archive))) {
        ok = visit_member(walk, elf, error);
        command = elf_next(elf);
        elf_end(elf);
    }
    /* libelf doesn't tell the end from an error. One byte may pad the last member. */
    if (ok && walk->size - walk->seen > 1)
        return damaged(walk->path, "the archive", error);
    return ok;
}

static gboolean walk_archive(struct walk *walk, int fd, Elf *archive, GError **error)
{
    if (!archive || elf_kind(archive) != ELF_K_AR) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s is no static library (an ar archive of objects; thin archives don't do)", walk->path);
        return FALSE;
    }
    if (!walk_members(walk, fd, archive, error))
        return FALSE;
    if (walk->n_objects == 0)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s holds no object; build the library again",
                    walk->path);
    return walk->n_objects > 0;
}

gboolean fh_archive_each_member(const char *path,
                                gboolean (*visit)(const struct fh_archive_member *member, gpointer data,
                                                  GError **error),
                                gpointer data, GError **error)
{
    elf_version(EV_CURRENT);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: %s", path, g_strerror(errno));
        return FALSE;
    }
    Elf *archive = elf_begin(fd, ELF_C_READ_MMAP, NULL);
    struct walk walk = {path, visit, data, lseek(fd, 0, SEEK_END), SARMAG, 0};
    gboolean ok = walk_archive(&walk, fd, archive, error);
    elf_end(archive);
    close(fd);
    return ok;
}

static gboolean visit_symbols(const struct fh_archive_member *member, Elf_Scn *section,
                              const GElf_Shdr *header,
                              void (*visit)(const struct fh_archive_symbol *symbol, gpointer data),
                              gpointer data, GError **error)
{
    Elf_Data *table = elf_getdata(section, NULL);
    gsize count = header->sh_entsize ? header->sh_size / header->sh_entsize : 0;
    for (gsize i = 1; i < count; i++) {
        GElf_Sym raw;
        if (!table || !gelf_getsym(table, (int)i, &raw))
            return damaged(member->archive, member->name, error);
        const char *name = elf_strptr(member->elf, header->sh_link, raw.st_name);
        if (!name)
            return damaged(member->archive, member->name, error);
        struct fh_archive_symbol symbol = {
            .name = name,
            .is_defined = raw.st_shndx != SHN_UNDEF,
            .is_function = GELF_ST_TYPE(raw.st_info) == STT_FUNC,
            .is_global = GELF_ST_BIND(raw.st_info) != STB_LOCAL,
        };
        if (*name)
            visit(&symbol, data);
    }
    return TRUE;
}

gboolean fh_archive_each_symbol(const struct fh_archive_member *member,
                                void (*visit)(const struct fh_archive_symbol *symbol, gpointer data),
                                gpointer data, GError **error)
{
    for (Elf_Scn *section = NULL; (section = elf_nextscn(member->elf, section));) {
        GElf_Shdr header;
        if (!gelf_getshdr(section, &header))
            return damaged(member->archive, member->name, error);
        if (header.sh_type == SHT_SYMTAB && !visit_symbols(member, section, &header, visit, data, error))
            return FALSE;
    }
    return TRUE;
}

static Elf_Data *section_data(Elf *elf, const char *name)
{
    size_t names = 0;
    if (elf_getshdrstrndx(elf, &names))
        return NULL;
    for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section));) {
        GElf_Shdr header;
        const char *found = gelf_getshdr(section, &header) ? elf_strptr(elf, names, header.sh_name) : NULL;
        if (found && !strcmp(found, name))
            return elf_rawdata(section, NULL);
    }
    return NULL;
}

static char *version_in(const Elf_Data *data)
{
    static const char words[] = "rustc version ";
    if (!data || !data->d_buf)
        return NULL;
    const char *end = (const char *)data->d_buf + data->d_size;
    const char *found = memmem(data->d_buf, data->d_size, words, strlen(words));
    if (!found)
        return NULL;
    found += strlen(words);
    char *version = g_strndup(found, strnlen(found, (gsize)(end - found)));
    /* clang's producer string wraps it once more: "clang LLVM (rustc version 1.63.0)". */
    gsize length = strlen(version);
    if (length && version[length - 1] == ')' && !strchr(version, '('))
        version[length - 1] = '\0';
    return version;
}

char *fh_archive_rustc_version(const struct fh_archive_member *member)
{
    char *version = version_in(section_data(member->elf, ".comment"));
    return version ? version : version_in(section_data(member->elf, ".debug_str"));
}

static void collect_symbol(const struct fh_archive_symbol *symbol, gpointer names)
{
    if (symbol->is_defined && symbol->is_global)
        g_hash_table_add(names, g_strdup(symbol->name));
}

static gboolean collect_symbols(const struct fh_archive_member *member, gpointer names, GError **error)
{
    return !member->elf || fh_archive_each_symbol(member, collect_symbol, names, error);
}

GHashTable *fh_archive_defined_symbols(const char *archive, GError **error)
{
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!fh_archive_each_member(archive, collect_symbols, names, error))
        return NULL;
    return g_steal_pointer(&names);
}
