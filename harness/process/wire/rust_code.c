/* SPDX-License-Identifier: MIT */
#include "rust_code.h"

#include <string.h>

#include "elf_file.h"
#include "rust_marks.h"

#define ENTRY_MAX 4096 /* bytes of a function of the allocator's, far more than rustc makes of it */

/* A direct jump, and nothing else: as rustc's own part of the allocator is. */
static bool is_jump(const unsigned char *code, uint64_t size)
{
#if defined __x86_64__
    return size == 5 && code[0] == 0xe9;
#elif defined __aarch64__
    return size == 4 && code[3] >> 2 == 0x05;
#else
#error "rust_code.c: what does a jump look like on this machine?"
#endif
}

/* Where a direct call at `code` leads, which is loaded at `address`; 0: there is none. */
static uint64_t called_at(const unsigned char *code, uint64_t size, uint64_t address)
{
#if defined __x86_64__
    int32_t distance;
    if (size < 5 || code[0] != 0xe8)
        return 0;
    memcpy(&distance, code + 1, sizeof(distance));
    return address + 5 + (uint64_t)(int64_t)distance;
#elif defined __aarch64__
    uint32_t word;
    if (size < 4 || address % 4 != 0)
        return 0;
    memcpy(&word, code, sizeof(word));
    return word >> 26 == 0x25 ? address + (uint64_t)(((int64_t)(int32_t)(word << 6)) >> 4) : 0;
#endif
}

/* core's Layout::from_size_align_unchecked() and its like, mangled either way; nothing that is within it,
 * such as its precondition_check(). */
static bool is_layout_constructor(const char *name)
{
    static const char module[] = "4core5alloc6layout", type[] = "6Layout", function[] = "from_size_align",
                      end[] = "_unchecked";
    const char *at = strstr(name, module);
    at = !at ? NULL : strstr(at + strlen(module), type);
    if (!at)
        return false;
    at += strlen(type);
    at += strspn(at, "0123456789");
    const char *rest = strncmp(at, function, strlen(function)) == 0 ? strstr(at, end) : NULL;
    if (!rest)
        return false;
    rest += strlen(end);
    return *rest == '\0' || strncmp(rest, "17h", 3) == 0 || strncmp(rest, "Cs", 2) == 0;
}

static const Elf64_Sym *constructor_at(const struct fh_elf_symbols *symbols, uint64_t address)
{
    for (size_t i = 0; i < symbols->n; i++)
        if (symbols->first[i].st_value == address && ELF64_ST_TYPE(symbols->first[i].st_info) == STT_FUNC &&
            is_layout_constructor(fh_elf_symbol_name(symbols, &symbols->first[i])))
            return &symbols->first[i];
    return NULL;
}

/* The instruction at `code` stores the first argument's register in the frame: its size; 0: it does not. */
static size_t stores_argument(const unsigned char *code, uint64_t size)
{
#if defined __x86_64__
    /* mov %rdi, N(%rsp) or N(%rbp) */
    if (size < 5 || code[0] != 0x48 || code[1] != 0x89)
        return 0;
    if (code[2] == 0x3c || code[2] == 0x7c)
        return code[3] != 0x24 ? 0 : code[2] == 0x3c ? 4 : 5;
    return code[2] == 0x7d ? 4 : 0;
#elif defined __aarch64__
    /* str or stur x0, [sp or x29, N] */
    uint32_t word;
    if (size < 4)
        return 0;
    memcpy(&word, code, sizeof(word));
    uint32_t base = word >> 5 & 31, kind = word >> 22;
    return (word & 31) == 0 && (base == 31 || base == 29) && (kind == 0x3e4 || kind == 0x3e0) ? 4 : 0;
#endif
}

/* The instruction at `code`, of the same size, loads any register from where the one at `store` stores. */
static bool loads_from_there(const unsigned char *code, const unsigned char *store, size_t size)
{
#if defined __x86_64__
    static const unsigned char place = 0xc7; /* all but the register's bits */
    return (code[0] == 0x48 || code[0] == 0x4c) && code[1] == 0x8b &&
           (code[2] & place) == (store[2] & place) && memcmp(code + 3, store + 3, size - 3) == 0;
#elif defined __aarch64__
    uint32_t load, stored;
    memcpy(&load, code, size);
    memcpy(&stored, store, size);
    return (load & ~(uint32_t)31) == (stored | (uint32_t)1 << 22);
#endif
}

/* It puts its first argument into its frame and takes it out again, which no optimiser leaves. */
static bool keeps_argument_in_frame(const unsigned char *code, uint64_t size)
{
    for (uint64_t i = 0; i < size; i++) {
        size_t length = stores_argument(code + i, size - i);
        for (uint64_t j = i + length; length > 0 && j + length <= size; j++)
            if (loads_from_there(code + j, code + i, length))
                return true;
    }
    return false;
}

/* Compiled without optimisation: with a call of the one-line function that makes a Layout of its arguments.
 * Of that no optimiser leaves anything, but for one that optimises for size ("z") with debug assertions,
 * which the line holds a check of: so it must not be optimised itself. Whoever could have inlined this
 * function, which is the module that it is in, was compiled as it was, and has inlined nothing. */
static bool is_unoptimised(const struct fh_elf *elf, const struct fh_elf_symbols *symbols,
                           const Elf64_Sym *symbol, const unsigned char *code)
{
    for (uint64_t i = 0; i < symbol->st_size && symbol->st_size <= ENTRY_MAX; i++) {
        uint64_t target = called_at(code + i, symbol->st_size - i, symbol->st_value + i);
        const Elf64_Sym *constructor = target != 0 ? constructor_at(symbols, target) : NULL;
        if (!constructor || constructor->st_size > ENTRY_MAX)
            continue;
        const unsigned char *its_code = fh_elf_code(elf, constructor->st_value, constructor->st_size);
        if (its_code && keeps_argument_in_frame(its_code, constructor->st_size))
            return true;
    }
    return false;
}

/* Nobody can have inlined it into its callers. */
static bool is_called(const struct fh_elf *elf, const struct fh_elf_symbols *symbols, const Elf64_Sym *symbol)
{
    const unsigned char *code = fh_elf_code(elf, symbol->st_value, symbol->st_size);
    return code && (is_jump(code, symbol->st_size) || is_unoptimised(elf, symbols, symbol, code));
}

/* Where a function that is a jump leads; 0: it is none. */
static uint64_t jump_target(const unsigned char *code, const Elf64_Sym *symbol)
{
    int32_t distance;
    if (!is_jump(code, symbol->st_size))
        return 0;
#if defined __x86_64__
    memcpy(&distance, code + 1, sizeof(distance));
    return symbol->st_value + 5 + (uint64_t)(int64_t)distance;
#elif defined __aarch64__
    memcpy(&distance, code, sizeof(distance));
    return symbol->st_value + (uint64_t)(((int64_t)(int32_t)((uint32_t)distance << 6)) >> 4);
#endif
}

/* "__rg_" is in all such names. The whole look-up, which under Valgrind takes longer than all else that is
 * done for an object, is for these. */
static bool may_be_of_crate(const char *name)
{
    for (; *name != '\0'; name++)
        if (name[0] == '_' && name[1] == 'r' && name[2] == 'g' && name[3] == '_')
            return true;
    return false;
}

static bool is_crate_shim_at(const struct fh_elf_symbols *symbols, uint64_t address)
{
    for (size_t i = 0; i < symbols->n; i++) {
        const Elf64_Sym *symbol = &symbols->first[i];
        if (symbol->st_value != address || ELF64_ST_TYPE(symbol->st_info) != STT_FUNC)
            continue;
        const char *name = fh_elf_symbol_name(symbols, symbol);
        const struct fh_allocator *row = !may_be_of_crate(name) ? NULL : fh_allocator_find(name);
        if (row && row->role == FH_ROLE_CRATE_SHIM)
            return true;
    }
    return false;
}

/* Old compilers' entries jump to what a crate's allocator becomes, new ones' are that themselves; std's
 * default is jumped to. */
static bool is_own(const struct fh_elf *elf, const struct fh_elf_symbols *symbols, const Elf64_Sym *symbol)
{
    const unsigned char *code = fh_elf_code(elf, symbol->st_value, symbol->st_size);
    uint64_t target = !code ? 0 : jump_target(code, symbol);
    return target == 0 ? code && is_unoptimised(elf, symbols, symbol, code)
                       : is_crate_shim_at(symbols, target);
}

#define WRAP "__wrap_" /* what the linker calls the function that stands in for another (--wrap) */

static bool ends_with(const char *text, size_t length, const char *end, size_t end_length)
{
    return length >= end_length && memcmp(text + length - end_length, end, end_length) == 0;
}

/* The verb of the entry, as redirect.c's patterns have their names. Of all symbols, nearly none is: last
 * letters are looked at first. */
static enum fh_verb entry_of(const char *name)
{
    size_t length = strlen(name);
    unsigned verb = 0;
    if (length == 0 || (name[length - 1] != 'c' && name[length - 1] != 'd'))
        return FH_VERB_COUNT;
    for (; verb < FH_VERB_COUNT; verb++) {
        const struct fh_allocator *row = fh_allocator_rust(verb);
        if (ends_with(name, length, row->name, row->length))
            break;
    }
    return verb;
}

/* Letter by letter, since nearly all differ in the first ones: a call takes longer. */
static bool is_wrap(const char *name)
{
    const char *start = WRAP;
    while (*start != '\0' && *name == *start)
        name++, start++;
    return *start == '\0';
}

/* What stands in for `name`, NULL for any entry of the verb. */
static bool has_wrap(const struct fh_elf_symbols *symbols, enum fh_verb verb, const char *name)
{
    for (size_t i = 0; i < symbols->n; i++) {
        const char *found = fh_elf_symbol_name(symbols, &symbols->first[i]);
        if (is_wrap(found) && symbols->first[i].st_shndx != SHN_UNDEF &&
            (name ? strcmp(found + strlen(WRAP), name) == 0 : entry_of(found) == verb))
            return true;
    }
    return false;
}

/* Each of the four has something that stands in for it, and whatever is left of the allocator's own
 * functions, too: the linker leaves out those that nobody calls any more. */
static bool are_wrapped(const struct fh_elf_symbols *symbols)
{
    for (unsigned verb = 0; verb < FH_VERB_COUNT; verb++)
        if (!has_wrap(symbols, verb, NULL))
            return false;
    for (size_t i = 0; i < symbols->n; i++) {
        const Elf64_Sym *symbol = &symbols->first[i];
        const char *name = fh_elf_symbol_name(symbols, symbol);
        enum fh_verb verb = entry_of(name);
        if (ELF64_ST_TYPE(symbol->st_info) == STT_FUNC && symbol->st_shndx != SHN_UNDEF && !is_wrap(name) &&
            verb < FH_VERB_COUNT && !has_wrap(symbols, verb, name))
            return false;
    }
    return true;
}

/* FALSE: one of them may have been inlined. `*has_wraps`: something stands in for an entry. */
static bool find_entries(const struct fh_elf *elf, const struct fh_elf_symbols *symbols,
                         struct fh_rust_entries *entries, bool *has_wraps)
{
    bool are_called = true;
    for (size_t i = 0; i < symbols->n; i++) {
        const Elf64_Sym *symbol = &symbols->first[i];
        const char *name = fh_elf_symbol_name(symbols, symbol);
        enum fh_verb verb = entry_of(name);
        bool stands_in = verb < FH_VERB_COUNT && is_wrap(name);
        *has_wraps |= stands_in;
        if (verb == FH_VERB_COUNT || stands_in || ELF64_ST_TYPE(symbol->st_info) != STT_FUNC ||
            symbol->st_shndx == SHN_UNDEF || entries->n[verb] == FH_RUST_ALLOCATORS_MAX)
            continue;
        entries->addresses[verb][entries->n[verb]++] = symbol->st_value;
        entries->n_own += is_own(elf, symbols, symbol);
        are_called = are_called && is_called(elf, symbols, symbol);
    }
    return are_called;
}

enum fh_rust_code fh_rust_code_find(const void *bytes, size_t size, struct fh_rust_entries *entries)
{
    struct fh_elf elf;
    struct fh_elf_symbols symbols;
    bool are_called = true;
    memset(entries, 0, sizeof(*entries));
    if (!fh_elf_open(&elf, bytes, size))
        return FH_RUST_CODE_NONE;
    if (fh_elf_symbols(&elf, SHT_SYMTAB, &symbols)) {
        bool has_wraps = false;
        are_called = find_entries(&elf, &symbols, entries, &has_wraps);
        if (has_wraps && are_wrapped(&symbols))
            return FH_RUST_CODE_WRAPPED;
    }
    unsigned most = 0, least = FH_RUST_ALLOCATORS_MAX;
    for (unsigned i = 0; i < FH_VERB_COUNT; i++) {
        most = entries->n[i] > most ? entries->n[i] : most;
        least = entries->n[i] < least ? entries->n[i] : least;
    }
    if (most == 0)
        return fh_rust_has_marks(&elf) ? FH_RUST_CODE_NAMELESS : FH_RUST_CODE_NONE;
    return least == most && are_called ? FH_RUST_CODE_WHOLE : FH_RUST_CODE_INLINED;
}
