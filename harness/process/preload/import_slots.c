/* SPDX-License-Identifier: MIT */
#include "import_slots.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "import_heap.h"

#define ENTRY_SIZE 16
#define TEXT(X)    TEXT_OF(X)
#define TEXT_OF(X) #X

#if defined __x86_64__
#define SECOND "esi"
#define THIRD  "edx"
#define FOURTH "ecx"
#define PUT_AND_JUMP(REGISTER, FUNCTION) \
    "endbr64\n"                          \
    "mov $slot, %" REGISTER "\n"         \
    "jmp " #FUNCTION "@PLT\n"
#elif defined __aarch64__
#define SECOND "w1"
#define THIRD  "w2"
#define FOURTH "w3"
#define PUT_AND_JUMP(REGISTER, FUNCTION) \
    "hint #34\n" /* bti c */             \
    "mov " REGISTER ", #slot\n"          \
    "b " #FUNCTION "\n"
#else
#error "import_slots.c: which registers have arguments on this machine?"
#endif

#define ENTRIES(FUNCTION, REGISTER)                                                       \
    ".rept " TEXT(FH_IMPORT_SLOTS) "\n" PUT_AND_JUMP(REGISTER, FUNCTION) ".balign " TEXT( \
        ENTRY_SIZE) "\n"                                                                  \
                    ".set slot, slot + 1\n"                                               \
                    ".endr\n"

/* `REGISTER`: of the argument behind those that C's function has. First those of Rust code, then those of C
 * code.
 */
#define SLOTS(FUNCTION, REGISTER)                                                                       \
    extern const char fh_slots_of_##FUNCTION[] __attribute__((visibility("hidden")));                   \
    __asm__(".pushsection .text\n"                                                                      \
            ".balign " TEXT(ENTRY_SIZE) "\n"                                                            \
                                        ".hidden fh_slots_of_" #FUNCTION "\n"                           \
                                        ".globl fh_slots_of_" #FUNCTION "\n"                            \
                                        "fh_slots_of_" #FUNCTION ":\n"                                  \
                                        ".set slot, 0\n" ENTRIES(                                       \
                                            FUNCTION, REGISTER) ".set slot, 128\n" /* FH_IMPORT_BY_C */ \
            ENTRIES(FUNCTION, REGISTER) ".popsection\n");

SLOTS(fh_import_malloc, SECOND)
SLOTS(fh_import_calloc, THIRD)
SLOTS(fh_import_realloc, THIRD)
SLOTS(fh_import_reallocarray, FOURTH)
SLOTS(fh_import_free, SECOND)
SLOTS(fh_import_posix_memalign, FOURTH)
SLOTS(fh_import_aligned_alloc, THIRD)
SLOTS(fh_import_valloc, SECOND)
SLOTS(fh_import_pvalloc, SECOND)
SLOTS(fh_import_free_sized, THIRD)
SLOTS(fh_import_free_aligned_sized, FOURTH)

/* The entries of the malloc family in wire/allocators.c, all of them. */
static const struct {
    const char *name;
    const char *entries;
} functions[] = {
    {"malloc", fh_slots_of_fh_import_malloc},
    {"calloc", fh_slots_of_fh_import_calloc},
    {"realloc", fh_slots_of_fh_import_realloc},
    {"reallocarray", fh_slots_of_fh_import_reallocarray},
    {"free", fh_slots_of_fh_import_free},
    {"posix_memalign", fh_slots_of_fh_import_posix_memalign},
    {"aligned_alloc", fh_slots_of_fh_import_aligned_alloc},
    {"memalign", fh_slots_of_fh_import_aligned_alloc},
    {"valloc", fh_slots_of_fh_import_valloc},
    {"pvalloc", fh_slots_of_fh_import_pvalloc},
    {"free_sized", fh_slots_of_fh_import_free_sized},
    {"free_aligned_sized", fh_slots_of_fh_import_free_aligned_sized},
};

_Static_assert(FH_IMPORT_BY_C == 128, "as the assembler has it");

static uintptr_t entry(const char *entries, unsigned slot)
{
    unsigned number = slot & ~FH_IMPORT_BY_C;
    return (uintptr_t)entries + (size_t)(number + (slot == number ? 0 : FH_IMPORT_SLOTS)) * ENTRY_SIZE;
}

void (*fh_import_slot(const char *name, unsigned slot))(void)
{
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
        if (strcmp(functions[i].name, name) == 0)
            return (void (*)(void))entry(functions[i].entries, slot);
    return NULL;
}
