/* SPDX-License-Identifier: MIT */
#include "import_proof.h"

#include <valgrind/valgrind.h>

#include "import_code.h"
#include "import_functions.h"

/* All of it runs on the machine itself: import_functions.h. */

/* A linker makes one or two for a function. With more the proof fails, and the object counts as not
 * watched. */
#define STUBS_MAX 16

/* An import, and what leads to it. */
struct target {
    const struct fh_proof_import *import;
    uintptr_t stubs[STUBS_MAX];
    unsigned n_stubs;
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

static void find_stubs(const struct dl_phdr_info *info, struct target *targets, unsigned n)
{
    struct fh_code_range range;
    for (unsigned s = 0; s < info->dlpi_phnum; s++) {
        if (!fh_code_of(info, s, &range))
            continue;
        for (const unsigned char *code = range.start; code < range.end; code += FH_CODE_STEP) {
            uintptr_t place = fh_code_is_stub(code) ? fh_code_loads(code) : 0;
            for (unsigned i = 0; place != 0 && i < n; i++)
                if (is_at(&targets[i], place))
                    note_stub(&targets[i], code);
        }
    }
}

/* FALSE: it lies in none. */
static bool function_around(const struct fh_code_functions *functions, const unsigned char *code,
                            const unsigned char *end, struct fh_code_range *range)
{
    uint32_t number = fh_code_function_number(functions, code);
    if (number == 0)
        return false;
    *range = fh_code_function(functions, number, end);
    return true;
}

static bool refers_in(const struct target *target, const struct fh_code_range *range,
                      const unsigned char *end)
{
    for (const unsigned char *code = range->start; code < range->end && code < end; code += FH_CODE_STEP)
        if (refers(target, code))
            return true;
    return false;
}

static bool is_called(const struct dl_phdr_info *info, uintptr_t function)
{
    struct fh_code_range range;
    for (unsigned s = 0; s < info->dlpi_phnum; s++) {
        if (!fh_code_of(info, s, &range))
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

static bool is_used(const struct fh_proof *proof, const struct fh_code_range *function)
{
    return is_called(proof->info, (uintptr_t)function->start) ||
           is_relocated(proof, (uintptr_t)function->start);
}

/* An object's code, and what is looked for in it. */
struct search {
    const struct fh_proof *proof;
    struct fh_code_functions functions;
    struct target targets[FH_PROOF_IMPORT_COUNT];
};

static bool is_import_at(const struct search *search, uintptr_t place)
{
    for (unsigned i = 0; i < FH_PROOF_IMPORT_COUNT; i++)
        if (is_at(&search->targets[i], place))
            return true;
    return false;
}

static bool is_import_stub(const struct search *search, uintptr_t address)
{
    for (unsigned i = 0; i < FH_PROOF_IMPORT_COUNT; i++)
        if (is_stub(&search->targets[i], address))
            return true;
    return false;
}

/* Memory that the program can change; what is not, but was filled in by the loader, holds addresses: those of
 * imports, and of such memory. */
static bool names_state(const struct search *search, const unsigned char *code)
{
    const struct fh_proof *proof = search->proof;
    uintptr_t loaded = fh_code_loads(code);
    bool is_filled_in = loaded >= proof->relro_start && loaded < proof->relro_end;
    if (loaded != 0 && is_import_at(search, loaded))
        return false;
    for (unsigned i = 0; i < proof->info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &proof->info->dlpi_phdr[i];
        uintptr_t start = proof->info->dlpi_addr + header->p_vaddr, end = start + header->p_memsz;
        if (header->p_type != PT_LOAD || (header->p_flags & PF_W) == 0)
            continue;
        if (start >= proof->relro_start && start < proof->relro_end)
            start = proof->relro_end;
        if (start < end && fh_code_names(code, start, end))
            return true;
    }
    return is_filled_in;
}

/* Another function that code at `code` goes to; 0: none. Where no function begins, it was no such
 * instruction. */
static uintptr_t goes_to(const struct search *search, const unsigned char *code,
                         const struct fh_code_range *function, const unsigned char *end)
{
    struct fh_code_range target;
    uintptr_t address = fh_code_calls(code) != 0 ? fh_code_calls(code) : fh_code_may_jump(code);
    const unsigned char *at = (const unsigned char *)address;
    if (address == 0 || (at >= function->start && at < function->end) || is_import_stub(search, address) ||
        !function_around(&search->functions, at, end, &target) || target.start != at)
        return 0;
    return address;
}

/* What it does depends on its arguments alone; so does what it calls, as far as that is looked at. */
static bool is_stateless(const struct search *search, const struct fh_code_range *function,
                         const unsigned char *end, unsigned depth)
{
    struct fh_code_range callee;
    for (const unsigned char *code = function->start; code < function->end && code < end;
         code += FH_CODE_STEP) {
        if (names_state(search, code))
            return false;
        uintptr_t called = goes_to(search, code, function, end);
        if (called != 0 &&
            (depth == 0 ||
             !function_around(&search->functions, (const unsigned char *)called, end, &callee) ||
             !is_stateless(search, &callee, end, depth - 1)))
            return false;
    }
    return true;
}

#define DEPTH 2 /* of calls: System::realloc() calls its alloc(), and no more */

/* Rust code calls what it imports without the linker's stubs, if the function of std's does. */
static bool is_past_stubs(const struct search *search, const struct fh_code_range *function,
                          const unsigned char *end)
{
    const struct target *target = &search->targets[FH_PROOF_FREE];
    bool is_past = false;
    for (const unsigned char *code = function->start; code < function->end && code < end;
         code += FH_CODE_STEP) {
        if (is_stub(target, fh_code_calls(code)))
            return false;
        is_past = is_past || is_at(target, fh_code_loads(code));
    }
    return is_past;
}

/* One function refers to all of them; few refer to the first. The linker's stubs, which do so too, lie side
 * by side as if they were one function; what they have of posix_memalign() is no call. */
static enum fh_proof_result look_for_std(const struct search *search)
{
    struct fh_code_range range, function;
    for (unsigned s = 0; s < search->proof->info->dlpi_phnum; s++) {
        if (!fh_code_of(search->proof->info, s, &range))
            continue;
        for (const unsigned char *code = range.start; code < range.end; code += FH_CODE_STEP)
            if (!fh_code_is_stub(code) && refers(&search->targets[FH_PROOF_POSIX_MEMALIGN], code) &&
                function_around(&search->functions, code, range.end, &function) &&
                refers_in(&search->targets[FH_PROOF_REALLOC], &function, range.end) &&
                refers_in(&search->targets[FH_PROOF_FREE], &function, range.end) &&
                is_used(search->proof, &function) && is_stateless(search, &function, range.end, DEPTH))
                return is_past_stubs(search, &function, range.end) ? FH_PROOF_PAST_STUBS : FH_PROOF_GIVEN;
    }
    return FH_PROOF_NONE;
}

static uintptr_t prove(uintptr_t thread, uintptr_t data)
{
    const struct fh_proof *proof = (const struct fh_proof *)data;
    struct search search = {.proof = proof};
    (void)thread;
    for (unsigned i = 0; i < FH_PROOF_IMPORT_COUNT; i++)
        search.targets[i].import = &proof->imports[i];
    if (!fh_code_functions_read(proof->info, &search.functions))
        return FH_PROOF_NONE;
    find_stubs(proof->info, search.targets, FH_PROOF_IMPORT_COUNT);
    return look_for_std(&search);
}

enum fh_proof_result fh_proof_of_std(const struct fh_proof *proof)
{
    for (unsigned i = 0; i < FH_PROOF_MUST_COUNT; i++)
        if (proof->imports[i].n == 0)
            return FH_PROOF_NONE;
    if (RUNNING_ON_VALGRIND)
        return (enum fh_proof_result)VALGRIND_NON_SIMD_CALL1(prove, (uintptr_t)proof);
    return (enum fh_proof_result)prove(0, (uintptr_t)proof);
}
