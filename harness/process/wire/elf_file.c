/* SPDX-License-Identifier: MIT */
#include "elf_file.h"

#include <string.h>

const void *fh_elf_at(const struct fh_elf *elf, uint64_t offset, uint64_t size)
{
    return offset <= elf->size && size <= elf->size - offset ? elf->bytes + offset : NULL;
}

/* Of what has an alignment. */
static const void *table_at(const struct fh_elf *elf, uint64_t offset, uint64_t size)
{
    const char *table = fh_elf_at(elf, offset, size);
    return (uintptr_t)table % _Alignof(Elf64_Xword) == 0 ? table : NULL;
}

bool fh_elf_open(struct fh_elf *elf, const void *bytes, size_t size)
{
    *elf = (struct fh_elf){bytes, size, NULL};
    const Elf64_Ehdr *header = table_at(elf, 0, sizeof(*header));
    if (!header || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64)
        return false;
    elf->header = header;
    return true;
}

const Elf64_Shdr *fh_elf_section(const struct fh_elf *elf, unsigned index)
{
    if (index >= elf->header->e_shnum || elf->header->e_shentsize != sizeof(Elf64_Shdr))
        return NULL;
    return table_at(elf, elf->header->e_shoff + (uint64_t)index * sizeof(Elf64_Shdr), sizeof(Elf64_Shdr));
}

static bool is_named(const struct fh_elf *elf, const Elf64_Shdr *section, const char *name)
{
    const Elf64_Shdr *names = fh_elf_section(elf, elf->header->e_shstrndx);
    size_t size = strlen(name) + 1;
    const char *found = !names ? NULL : fh_elf_at(elf, names->sh_offset + section->sh_name, size);
    return found && memcmp(found, name, size) == 0;
}

const Elf64_Shdr *fh_elf_named_section(const struct fh_elf *elf, const char *name)
{
    for (unsigned i = 0; i < elf->header->e_shnum; i++) {
        const Elf64_Shdr *section = fh_elf_section(elf, i);
        if (section && section->sh_type == SHT_PROGBITS && is_named(elf, section, name))
            return section;
    }
    return NULL;
}

static const Elf64_Phdr *segment_at(const struct fh_elf *elf, unsigned index)
{
    if (index >= elf->header->e_phnum || elf->header->e_phentsize != sizeof(Elf64_Phdr))
        return NULL;
    return table_at(elf, elf->header->e_phoff + (uint64_t)index * sizeof(Elf64_Phdr), sizeof(Elf64_Phdr));
}

bool fh_elf_symbols(const struct fh_elf *elf, uint32_t type, struct fh_elf_symbols *symbols)
{
    for (unsigned i = 0; i < elf->header->e_shnum; i++) {
        const Elf64_Shdr *section = fh_elf_section(elf, i);
        const Elf64_Shdr *names =
            section && section->sh_type == type ? fh_elf_section(elf, section->sh_link) : NULL;
        if (!names)
            continue;
        symbols->first = table_at(elf, section->sh_offset, section->sh_size);
        symbols->n = section->sh_size / sizeof(Elf64_Sym);
        symbols->names = fh_elf_at(elf, names->sh_offset, names->sh_size);
        symbols->names_size = names->sh_size;
        return symbols->first && symbols->names && symbols->names_size > 0 &&
               symbols->names[symbols->names_size - 1] == '\0';
    }
    return false;
}

const char *fh_elf_symbol_name(const struct fh_elf_symbols *symbols, const Elf64_Sym *symbol)
{
    return symbol->st_name < symbols->names_size ? symbols->names + symbol->st_name : "";
}

const unsigned char *fh_elf_code(const struct fh_elf *elf, uint64_t address, size_t size)
{
    const Elf64_Phdr *segment;
    for (unsigned i = 0; (segment = segment_at(elf, i)); i++)
        if (segment->p_type == PT_LOAD && address >= segment->p_vaddr &&
            address - segment->p_vaddr < segment->p_filesz)
            return fh_elf_at(elf, segment->p_offset + (address - segment->p_vaddr), size);
    return NULL;
}

/* A text of `section`, whose end is in it, too. */
static const char *text_at(const struct fh_elf *elf, const Elf64_Shdr *section, uint64_t offset)
{
    const char *texts = section && section->sh_type == SHT_STRTAB
                            ? fh_elf_at(elf, section->sh_offset, section->sh_size)
                            : NULL;
    if (!texts || offset >= section->sh_size || !memchr(texts + offset, '\0', section->sh_size - offset))
        return NULL;
    return texts + offset;
}

const char *fh_elf_soname(const struct fh_elf *elf)
{
    const Elf64_Shdr *section;
    for (unsigned index = 0; (section = fh_elf_section(elf, index)) != NULL; index++) {
        const Elf64_Dyn *entries =
            section->sh_type == SHT_DYNAMIC ? table_at(elf, section->sh_offset, section->sh_size) : NULL;
        for (size_t i = 0; entries && i < section->sh_size / sizeof(*entries); i++)
            if (entries[i].d_tag == DT_SONAME)
                return text_at(elf, fh_elf_section(elf, section->sh_link), entries[i].d_un.d_val);
    }
    return NULL;
}

bool fh_elf_is_static(const void *bytes, size_t size)
{
    struct fh_elf elf;
    const Elf64_Phdr *segment;
    if (!fh_elf_open(&elf, bytes, size) || !segment_at(&elf, 0))
        return false;
    for (unsigned i = 0; (segment = segment_at(&elf, i)); i++)
        if (segment->p_type == PT_INTERP)
            return false;
    return true;
}

static const Elf64_Sym *find_symbol(const struct fh_elf *elf, const char *name, bool must_be_defined)
{
    static const uint32_t types[] = {SHT_SYMTAB, SHT_DYNSYM};
    for (unsigned i = 0; i < 2; i++) {
        struct fh_elf_symbols symbols;
        if (!fh_elf_symbols(elf, types[i], &symbols))
            continue;
        for (size_t j = 0; j < symbols.n; j++)
            if (strcmp(fh_elf_symbol_name(&symbols, &symbols.first[j]), name) == 0 &&
                (!must_be_defined || symbols.first[j].st_shndx != SHN_UNDEF))
                return &symbols.first[j];
    }
    return NULL;
}

bool fh_elf_has_symbol(const void *bytes, size_t size, const char *name)
{
    struct fh_elf elf;
    return fh_elf_open(&elf, bytes, size) && find_symbol(&elf, name, false);
}

bool fh_elf_find_symbol(const void *bytes, size_t size, const char *name, uint64_t *address)
{
    struct fh_elf elf;
    const Elf64_Sym *symbol = fh_elf_open(&elf, bytes, size) ? find_symbol(&elf, name, true) : NULL;
    if (symbol)
        *address = symbol->st_value;
    return symbol != NULL;
}
