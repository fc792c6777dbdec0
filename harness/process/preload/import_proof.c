/* SPDX-License-Identifier: MIT */
#include "import_proof.h"

#include <valgrind/valgrind.h>

#include "import_code.h"

/*
 * Valgrind would need seconds for all the code of a large object. So this runs on the machine itself (VALGRIND_NON_SIMD_CALL): it must call
 * nothing, read nothing but the object, and use no thread-local storage, which is why this folder is compiled without stack
 * protectors.
 */

/* A linker makes one or two for a function. With more the proof fails, and the object counts as not
 * watched. */
#define STUBS_MAX 16

/* An import, and what leads to it. */
struct target {
    const struct fh_proof_import *import;
    uintptr_t stubs[STUBS_MAX];
    unsigned n_stubs;
};

struct range {
    const unsigned char *start, *end;
};

/* The table of `.eh_frame_hdr`: where each function starts, sorted. */
struct functions {
    uintptr_t base;
    const unsigned char *table;
    uint32_t n;
};

static bool is_at(const struct target *target, uintptr_t place)
{
    for (unsigned i = 0; i < target->import->n; i++)
        if (target->import->places[i] == place)
            return true;
    return false;
}

static bool is_stub(const struct target *target, uintptr_t address)
{
    for (unsigned i = 0; i < target->n_stubs; i++)
        if (target->stubs[i] == address)
            return true;
    return false;
}

static bool refers(const struct target *target, const unsigned char *code)
{
    uintptr_t place = fh_code_loads(code);
    if (place != 0)
        return is_at(target, place);
    uintptr_t called = target->n_stubs == 0 ? 0 : fh_code_calls(code);
    return called != 0 && is_stub(target, called);
}

static void note_stub(struct target *target, const unsigned char *code)
{
    static const unsigned before[] = FH_CODE_STUB_STARTS;
    for (unsigned i = 0; i < sizeof(before) / sizeof(before[0]); i++)
        if (target->n_stubs < STUBS_MAX)
            target->stubs[target->n_stubs++] = (uintptr_t)code - before[i];
}

static bool code_of(const struct dl_phdr_info *info, unsigned index, struct range *range)
{
    const ElfW(Phdr) *header = &info->dlpi_phdr[index];
    if (header->p_type != PT_LOAD || (header->p_flags & PF_X) == 0 || header->p_filesz < FH_CODE_LONGEST)
        return false;
    range->start = (const unsigned char *)(info->dlpi_addr + header->p_vaddr);
    range->end = range->start + header->p_filesz - FH_CODE_LONGEST;
    return true;
}

static void find_stubs(const struct dl_phdr_info *info, struct target *targets, unsigned n)
{
    struct range range;
    for (unsigned s = 0; s < info->dlpi_phnum; s++) {
        if (!code_of(info, s, &range))
            continue;
        for (const unsigned char *code = range.start; code < range.end; code += FH_CODE_STEP) {
            uintptr_t place = fh_code_is_stub(code) ? fh_code_loads(code) : 0;
            for (unsigned i = 0; place != 0 && i < n; i++)
                if (is_at(&targets[i], place))
                    note_stub(&targets[i], code);
        }
    }
}

static bool read_functions(const struct dl_phdr_info *info, struct functions *functions)
{
    for (unsigned i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type != PT_GNU_EH_FRAME)
            continue;
        const unsigned char *header = (const unsigned char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
        functions->base = (uintptr_t)header;
        functions->n = fh_code_word(header + 8);
        functions->table = header + 12;
        return header[0] == 1 && header[1] == 0x1b && header[2] == 0x03 && header[3] == 0x3b &&
               functions->n > 0;
    }
    return false;
}

static const unsigned char *function_at(const struct functions *functions, uint32_t i)
{
    return (const unsigned char *)(functions->base + (uintptr_t)(intptr_t)(int32_t)fh_code_word(
                                                         functions->table + 8 * (size_t)i));
}

/* FALSE: it lies in none. */
static bool function_around(const struct functions *functions, const unsigned char *code,
                            const unsigned char *end, struct range *range)
{
    uint32_t low = 0, high = functions->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (function_at(functions, middle) <= code)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return false;
    *range = (struct range){function_at(functions, low - 1),
                            low < functions->n ? function_at(functions, low) : end};
    return true;
}

static bool refers_in(const struct target *target, const struct range *range, const unsigned char *end)
{
    for (const unsigned char *code = range->start; code < range->end && code < end; code += FH_CODE_STEP)
        if (refers(target, code))
            return true;
    return false;
}

static bool is_called(const struct dl_phdr_info *info, uintptr_t function)
{
    struct range range;
    for (unsigned s = 0; s < info->dlpi_phnum; s++) {
        if (!code_of(info, s, &range))
            continue;
        for (const unsigned char *code = range.start; code < range.end; code += FH_CODE_STEP)
            if (fh_code_calls(code) == function)
                return true;
    }
    return false;
}

/* Its address is put somewhere, for calls that go by it. */
static bool is_relocated(const struct fh_proof *proof, uintptr_t function)
{
    uintptr_t address = function - proof->info->dlpi_addr;
    for (unsigned t = 0; t < 2; t++)
        for (size_t i = 0; i < proof->n_relocations[t]; i++) {
            const ElfW(Rela) *entry = &proof->relocations[t][i];
            uint64_t symbol = ELF64_R_SYM(entry->r_info);
            uint64_t value = symbol != 0 ? proof->symbols[symbol].st_value : (uint64_t)entry->r_addend;
            if (value == address)
                return true;
        }
    return false;
}

static bool is_used(const struct fh_proof *proof, const struct range *function)
{
    return is_called(proof->info, (uintptr_t)function->start) ||
           is_relocated(proof, (uintptr_t)function->start);
}

/* One function refers to all of them; few refer to the first. The linker's stubs, which do so too, lie side by side as if they were one
 * function; what they have of posix_memalign() is no call. */
static bool has_function_with_all(const struct fh_proof *proof, const struct functions *functions,
                                  const struct target *targets)
{
    struct range range, function;
    for (unsigned s = 0; s < proof->info->dlpi_phnum; s++) {
        if (!code_of(proof->info, s, &range))
            continue;
        for (const unsigned char *code = range.start; code < range.end; code += FH_CODE_STEP)
            if (!fh_code_is_stub(code) && refers(&targets[0], code) &&
                function_around(functions, code, range.end, &function) &&
                refers_in(&targets[1], &function, range.end) &&
                refers_in(&targets[2], &function, range.end) && is_used(proof, &function))
                return true;
    }
    return false;
}

static uintptr_t prove(uintptr_t thread, uintptr_t data)
{
    const struct fh_proof *proof = (const struct fh_proof *)data;
    struct target targets[3] = {
        {.import = &proof->posix_memalign}, {.import = &proof->realloc}, {.import = &proof->free}};
    struct functions functions;
    (void)thread;
    if (!read_functions(proof->info, &functions))
        return false;
    find_stubs(proof->info, targets, 3);
    return has_function_with_all(proof, &functions, targets);
}

bool fh_proof_of_std(const struct fh_proof *proof)
{
    if (proof->posix_memalign.n == 0 || proof->realloc.n == 0 || proof->free.n == 0)
        return false;
    if (RUNNING_ON_VALGRIND)
        return VALGRIND_NON_SIMD_CALL1(prove, (uintptr_t)proof) != 0;
    return prove(0, (uintptr_t)proof) != 0;
}
