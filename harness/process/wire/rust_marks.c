/* SPDX-License-Identifier: MIT */
#include "rust_marks.h"

#include <string.h>

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_made_by_rustc(const struct fh_elf *elf)
{
    static const char mark[] = "rustc version ";
    const Elf64_Shdr *section = fh_elf_named_section(elf, ".comment");
    const char *bytes = section ? fh_elf_at(elf, section->sh_offset, section->sh_size) : NULL;
    return bytes && memmem(bytes, section->sh_size, mark, strlen(mark));
}

/* C++ has namespaces of these names, too: only rustc's mangling ends in a hash. */
static bool ends_with_hash(const char *name)
{
    static const size_t hash_size = sizeof("17h0123456789abcdefE") - 1;
    size_t length = strlen(name);
    return length > hash_size && begins_with(name + length - hash_size, "17h") && name[length - 1] == 'E';
}

static bool is_rust_name(const char *name)
{
    static const char *const old_crates[] = {"_ZN4core", "_ZN5alloc", "_ZN3std"};
    static const char *const new_crates[] = {"_4core", "_5alloc", "_3std", "___rustc"};
    if (begins_with(name, "_ZN"))
        for (unsigned i = 0; i < sizeof(old_crates) / sizeof(old_crates[0]); i++)
            if (begins_with(name, old_crates[i]))
                return ends_with_hash(name);
    if (begins_with(name, "_RN") || begins_with(name, "_RI"))
        for (unsigned i = 0; i < sizeof(new_crates) / sizeof(new_crates[0]); i++)
            if (strstr(name, new_crates[i]))
                return true;
    return strcmp(name, "rust_eh_personality") == 0;
}

static bool has_rust_symbol(const struct fh_elf *elf, uint32_t type)
{
    struct fh_elf_symbols symbols;
    if (!fh_elf_symbols(elf, type, &symbols))
        return false;
    for (size_t i = 0; i < symbols.n; i++) {
        const char *name = fh_elf_symbol_name(&symbols, &symbols.first[i]);
        if ((*name == '_' || *name == 'r') && is_rust_name(name))
            return true;
    }
    return false;
}

/* Rust's own crates lie in one folder, "…/library/alloc/src/raw_vec.rs". */
static bool has_source_path(const char *bytes, size_t size)
{
    static const char folder[] = "library/";
    static const char *const crates[] = {"alloc/src/", "std/src/", "core/src/"};
    const char *end = bytes + size, *at = bytes;
    while ((at = memmem(at, (size_t)(end - at), folder, strlen(folder)))) {
        at += strlen(folder);
        for (unsigned i = 0; i < sizeof(crates) / sizeof(crates[0]); i++)
            if ((size_t)(end - at) >= strlen(crates[i]) && memcmp(at, crates[i], strlen(crates[i])) == 0)
                return true;
    }
    return false;
}

static bool has_text_in(const char *bytes, size_t size)
{
    static const char variable[] = "RUST_BACKTRACE";
    return has_source_path(bytes, size) || memmem(bytes, size, variable, strlen(variable));
}

static bool is_constant_data(const Elf64_Shdr *section)
{
    return section->sh_type == SHT_PROGBITS && (section->sh_flags & SHF_ALLOC) != 0 &&
           (section->sh_flags & (SHF_EXECINSTR | SHF_WRITE)) == 0;
}

/* Where sections are told, only in those that may hold texts: under Valgrind the search would be most of what
 * a short program costs. */
static bool has_text(const struct fh_elf *elf)
{
    bool has_sections = false;
    for (unsigned i = 0; i < elf->header->e_shnum; i++) {
        const Elf64_Shdr *section = fh_elf_section(elf, i);
        const char *bytes = section && is_constant_data(section)
                                ? fh_elf_at(elf, section->sh_offset, section->sh_size)
                                : NULL;
        has_sections |= bytes != NULL;
        if (bytes && has_text_in(bytes, section->sh_size))
            return true;
    }
    return !has_sections && has_text_in(elf->bytes, elf->size);
}

bool fh_rust_has_marks(const struct fh_elf *elf)
{
    return is_made_by_rustc(elf) || has_text(elf) || has_rust_symbol(elf, SHT_SYMTAB) ||
           has_rust_symbol(elf, SHT_DYNSYM);
}
