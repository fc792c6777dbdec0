/* SPDX-License-Identifier: MIT */
/*
 * ELF files of this machine's word size, read where they are mapped: sections, symbols, code. The bytes are
 * not trusted: what points out of the file is not there. Nothing is allocated, nothing is kept.
 *
 * In: the bytes of a file. Out: places in them. Callers: rust_code, rust_marks; preload/, program/ for single
 * symbols.
 */
#pragma once

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fh_elf {
    const char *bytes;
    size_t size;
    const Elf64_Ehdr *header;
};

/* Borrows the bytes. FALSE: they are no such file. */
bool fh_elf_open(struct fh_elf *elf, const void *bytes, size_t size);

/* `size` bytes at `offset` of the file; NULL: it has not so many. */
const void *fh_elf_at(const struct fh_elf *elf, uint64_t offset, uint64_t size);

/* NULL: there is no such section. */
const Elf64_Shdr *fh_elf_section(const struct fh_elf *elf, unsigned index);

/* The first that the file holds bytes of the program's for (SHT_PROGBITS); NULL: there is none of that name.
 */
const Elf64_Shdr *fh_elf_named_section(const struct fh_elf *elf, const char *name);

/* A table of symbols. */
struct fh_elf_symbols {
    const Elf64_Sym *first;
    size_t n;
    const char *names;
    size_t names_size;
};

/* The one of `type` (SHT_SYMTAB, SHT_DYNSYM). FALSE: there is none, or it is damaged. */
bool fh_elf_symbols(const struct fh_elf *elf, uint32_t type, struct fh_elf_symbols *symbols);

/* "" when it has none. */
const char *fh_elf_symbol_name(const struct fh_elf_symbols *symbols, const Elf64_Sym *symbol);

/* The bytes that `size` bytes at an address of the object's are loaded from; NULL: they are not in the file.
 */
const unsigned char *fh_elf_code(const struct fh_elf *elf, uint64_t address, size_t size);

/* The name that a shared object gives itself (DT_SONAME); NULL: none. */
const char *fh_elf_soname(const struct fh_elf *elf);

/* A program that is loaded without ld.so: nothing can be preloaded into it. */
bool fh_elf_is_static(const void *bytes, size_t size);

/* Has the symbol, dynamic or not. */
bool fh_elf_has_symbol(const void *bytes, size_t size, const char *name);
/* The same, and it is defined there: at `*address`, as the object has it. */
bool fh_elf_find_symbol(const void *bytes, size_t size, const char *name, uint64_t *address);
