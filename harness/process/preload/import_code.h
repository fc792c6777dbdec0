/* SPDX-License-Identifier: MIT */
/*
 * What code refers to, instruction by instruction, on each machine: as much as is needed to find calls of
 * imported functions. Inline, since all of an object's code is looked at. Callers: import_proof.c,
 * import_c_code.c, import_functions.c.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define FH_CODE_LONGEST 12 /* bytes that are looked at from one place on */

static inline uint32_t fh_code_word(const unsigned char *code)
{
    uint32_t word;
    memcpy(&word, code, sizeof(word));
    return word;
}

#if defined __x86_64__

#define FH_CODE_STEP 1

static inline uintptr_t fh_code_after(const unsigned char *code, unsigned at)
{
    return (uintptr_t)code + at + 4 + (uintptr_t)(intptr_t)(int32_t)fh_code_word(code + at);
}

/* The place that the instruction loads an address from, to go there or to keep it; 0: it loads none. */
static inline uintptr_t fh_code_loads(const unsigned char *code)
{
    bool goes = code[0] == 0xff && (code[1] == 0x15 || code[1] == 0x25); /* call, jmp *N(%rip) */
    bool keeps = code[0] == 0x8b && (code[1] & 0xc7) == 0x05;            /* mov N(%rip), %register */
    return goes || keeps ? fh_code_after(code, 2) : 0;
}

/* Where a direct call or jump leads; 0: it is none. */
static inline uintptr_t fh_code_calls(const unsigned char *code)
{
    return code[0] == 0xe8 || code[0] == 0xe9 ? fh_code_after(code, 1) : 0;
}

/* Where a jump that depends on something leads; 0: it is none. */
static inline uintptr_t fh_code_may_jump(const unsigned char *code)
{
    return code[0] == 0x0f && (code[1] & 0xf0) == 0x80 ? fh_code_after(code, 2) : 0;
}

/* May an operand at `code` name a place in the range? Where instructions begin is not known, so that each
 * byte is taken for the first of an operand: what is none names a place far away. */
static inline bool fh_code_names(const unsigned char *code, uintptr_t start, uintptr_t end)
{
    uintptr_t place = fh_code_after(code, 0);
    return place >= start && place < end;
}

/* Does the instruction that loads go there, and nothing else? Then who calls it calls what is there. */
static inline bool fh_code_is_stub(const unsigned char *code)
{
    return code[0] == 0xff && code[1] == 0x25;
}

/* The place of the address that the instruction calls or jumps to; 0: it is none such. */
static inline uintptr_t fh_code_goes_by(const unsigned char *code)
{
    return code[0] == 0xff && (code[1] == 0x15 || code[1] == 0x25) ? fh_code_after(code, 2) : 0;
}

/* Changes an instruction that loads (fh_code_loads()) to load from `place`. */
static inline void fh_code_load_from(unsigned char *code, uintptr_t place)
{
    int32_t distance = (int32_t)(place - ((uintptr_t)code + 6));
    memcpy(code + 2, &distance, sizeof(distance));
}

/* Is the address that the instruction loads put into memory by the next one? */
static inline bool fh_code_is_kept(const unsigned char *code)
{
    unsigned loaded = code[1] >> 3 & 7, kept = code[8] >> 3 & 7;
    bool is_store = (code[6] & 0xf8) == 0x48 && code[7] == 0x89 && (code[8] & 0xc0) != 0xc0;
    return code[0] == 0x8b && is_store && loaded == kept;
}

/* Is it how a function begins that rustc has not made? endbr64 */
static inline bool fh_code_is_marked(const unsigned char *code)
{
    static const unsigned char mark[] = {0xf3, 0x0f, 0x1e, 0xfa};
    return memcmp(code, mark, sizeof(mark)) == 0;
}

/* What a linker's stub loads; 0: it is none. A function that only jumps looks the same, but for what is
 * behind the jump: a short filler, or the lazy way (push, jmp); or before it, endbr64, which rustc doesn't
 * write. */
static inline uintptr_t fh_code_linker_stub_loads(const unsigned char *stub)
{
    bool is_marked = fh_code_is_marked(stub);
    const unsigned char *jump = is_marked ? stub + 4 : stub;
    jump += is_marked && jump[0] == 0xf2; /* bnd */
    bool is_filled = jump[6] == 0x66 && jump[7] == 0x90, is_lazy = jump[6] == 0x68 && jump[11] == 0xe9;
    return fh_code_is_stub(jump) && (is_marked || is_filled || is_lazy) ? fh_code_after(jump, 2) : 0;
}

/* What may stand before it in a stub, in bytes: endbr64, bnd. */
#define FH_CODE_STUB_STARTS \
    {                       \
        0, 1, 4, 5          \
    }

/* Is the jump at `code` that of a linker's stub? */
static inline bool fh_code_is_linker_stub_at(const unsigned char *code)
{
    uintptr_t place = fh_code_is_stub(code) ? fh_code_after(code, 2) : 0;
    return place != 0 &&
           (fh_code_linker_stub_loads(code) == place || fh_code_linker_stub_loads(code - 4) == place ||
            fh_code_linker_stub_loads(code - 5) == place);
}

#elif defined __aarch64__

#define FH_CODE_STEP 4

/* What adr and adrp add: bytes, or pages. */
static inline int64_t fh_code_distance(uint32_t word)
{
    return (int64_t)((uint64_t)(word >> 5 & 0x7ffff) << 45) >> 43 | (word >> 29 & 3);
}

/* The page that an adrp names. */
static inline uintptr_t fh_code_page(const unsigned char *code)
{
    return ((uintptr_t)code & ~(uintptr_t)4095) + (uintptr_t)(fh_code_distance(fh_code_word(code)) * 4096);
}

static inline bool fh_code_is_adrp(uint32_t word)
{
    return (word & 0x9f000000) == 0x90000000;
}

/* adrp Xn, PAGE; ldr Xm, [Xn, N]: with at most one instruction between, as compilers leave the two. */
static inline uintptr_t fh_code_loads(const unsigned char *code)
{
    uint32_t page = fh_code_word(code);
    if (!fh_code_is_adrp(page))
        return 0;
    for (unsigned at = 4; at < FH_CODE_LONGEST; at += 4) {
        uint32_t load = fh_code_word(code + at);
        if ((load & 0xffc00000) == 0xf9400000 && (load >> 5 & 31) == (page & 31))
            return fh_code_page(code) + (load >> 10 & 0xfff) * 8;
    }
    return 0;
}

static inline uintptr_t fh_code_calls(const unsigned char *code)
{
    uint32_t word = fh_code_word(code);
    return (word & 0x7c000000) == 0x14000000
               ? (uintptr_t)code + (uintptr_t)(((int64_t)(int32_t)(word << 6)) >> 4)
               : 0;
}

static inline uintptr_t fh_code_may_jump(const unsigned char *code)
{
    uint32_t word = fh_code_word(code);
    bool is_conditional = (word & 0xff000010) == 0x54000000 || (word & 0x7e000000) == 0x34000000;
    return is_conditional ? (uintptr_t)code + (uintptr_t)(((int64_t)(int32_t)(word << 8)) >> 13 << 2) : 0;
}

/* adrp names pages; linkers make adr of it for what is near. */
static inline bool fh_code_names(const unsigned char *code, uintptr_t start, uintptr_t end)
{
    uint32_t word = fh_code_word(code);
    if (fh_code_is_adrp(word))
        return fh_code_page(code) + 4096 > start && fh_code_page(code) < end;
    uintptr_t place = (uintptr_t)code + (uintptr_t)fh_code_distance(word);
    return (word & 0x9f000000) == 0x10000000 && place >= start && place < end;
}

/* rustc calls through the linker's stubs there, as C compilers do: nothing of it is asked. */
static inline uintptr_t fh_code_goes_by(const unsigned char *code)
{
    (void)code;
    return 0;
}

static inline void fh_code_load_from(unsigned char *code, uintptr_t place)
{
    (void)code;
    (void)place;
}

static inline bool fh_code_is_kept(const unsigned char *code)
{
    (void)code;
    return false;
}

static inline bool fh_code_is_marked(const unsigned char *code)
{
    (void)code;
    return false;
}

static inline uintptr_t fh_code_linker_stub_loads(const unsigned char *stub)
{
    (void)stub;
    return 0;
}

static inline bool fh_code_is_linker_stub_at(const unsigned char *code)
{
    (void)code;
    return false;
}

/* Linkers' stubs load into x17. */
static inline bool fh_code_is_stub(const unsigned char *code)
{
    return (fh_code_word(code + 4) & 31) == 17;
}

#define FH_CODE_STUB_STARTS \
    {                       \
        0, 4                \
    }

#else
#error "import_code.h: what do calls look like on this machine?"
#endif
