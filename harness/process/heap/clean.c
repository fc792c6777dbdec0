/* SPDX-License-Identifier: MIT */
#include "clean.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <stdint.h>
#endif

#define DEPTH      (64 << 10) /* bytes */
#define CALL_DEPTH (16 << 10) /* what the level-1 cache holds: this is done before each step */

/* LeakSanitizer takes the vector registers for roots, too, and a copy by memcpy() leaves in them what it
 * copied: with AVX-512, glibc's uses those from 16 on, which no other code clears by chance. */
#if defined(__x86_64__)
#define CLEAN_SSE(n)    "pxor %%xmm" #n ", %%xmm" #n "\n\t"
#define CLEAN_AVX512(n) "vpxord %%zmm" #n ", %%zmm" #n ", %%zmm" #n "\n\t"

static void clean_sse(void)
{
    __asm__ volatile(CLEAN_SSE(0) CLEAN_SSE(1) CLEAN_SSE(2) CLEAN_SSE(3) CLEAN_SSE(4) CLEAN_SSE(5)
                         CLEAN_SSE(6) CLEAN_SSE(7) CLEAN_SSE(8) CLEAN_SSE(9) CLEAN_SSE(10) CLEAN_SSE(11)
                             CLEAN_SSE(12) CLEAN_SSE(13) CLEAN_SSE(14) CLEAN_SSE(15)
                     :
                     :
                     : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                       "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

__attribute__((target("avx"))) static void clean_avx(void)
{
    __asm__ volatile("vzeroall"
                     :
                     :
                     : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                       "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

__attribute__((target("avx512f"))) static void clean_avx512(void)
{
    __asm__ volatile(CLEAN_AVX512(16) CLEAN_AVX512(17) CLEAN_AVX512(18) CLEAN_AVX512(19) CLEAN_AVX512(20)
                         CLEAN_AVX512(21) CLEAN_AVX512(22) CLEAN_AVX512(23) CLEAN_AVX512(24) CLEAN_AVX512(25)
                             CLEAN_AVX512(26) CLEAN_AVX512(27) CLEAN_AVX512(28) CLEAN_AVX512(29)
                                 CLEAN_AVX512(30) CLEAN_AVX512(31)
                     :
                     :
                     : "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24",
                       "xmm25", "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", "xmm31");
}

#define AVX_STATE    0x06u /* of XCR0: what the system saves of a thread */
#define AVX512_STATE 0xe6u

static bool is_saved(uint32_t state)
{
    uint32_t low, high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (low & state) == state;
}

enum vectors { VECTORS_UNKNOWN, VECTORS_SSE, VECTORS_AVX, VECTORS_AVX512 };

/* Not __builtin_cpu_supports(): it brings a constructor that asks for all that a processor can have, which is
 * a tenth of what Freehold's start costs under Valgrind. */
static enum vectors ask_processor(void)
{
    uint32_t a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_AVX) || !is_saved(AVX_STATE))
        return VECTORS_SSE;
    bool has_avx512 = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_AVX512F) && is_saved(AVX512_STATE);
    return has_avx512 ? VECTORS_AVX512 : VECTORS_AVX;
}

/* Asked once: in a virtual machine, each question leaves it. */
static void clean_vectors(void)
{
    static enum vectors vectors;
    if (vectors == VECTORS_UNKNOWN)
        vectors = ask_processor();
    if (vectors == VECTORS_SSE)
        clean_sse();
    else
        clean_avx();
    if (vectors == VECTORS_AVX512)
        clean_avx512();
}
#elif defined(__aarch64__)
static void clean_vectors(void)
{
    __asm__ volatile("movi v0.2d, #0\n\tmovi v1.2d, #0\n\tmovi v2.2d, #0\n\tmovi v3.2d, #0\n\t"
                     "movi v4.2d, #0\n\tmovi v5.2d, #0\n\tmovi v6.2d, #0\n\tmovi v7.2d, #0\n\t"
                     "movi v16.2d, #0\n\tmovi v17.2d, #0\n\tmovi v18.2d, #0\n\tmovi v19.2d, #0\n\t"
                     "movi v20.2d, #0\n\tmovi v21.2d, #0\n\tmovi v22.2d, #0\n\tmovi v23.2d, #0\n\t"
                     "movi v24.2d, #0\n\tmovi v25.2d, #0\n\tmovi v26.2d, #0\n\tmovi v27.2d, #0\n\t"
                     "movi v28.2d, #0\n\tmovi v29.2d, #0\n\tmovi v30.2d, #0\n\tmovi v31.2d, #0"
                     :
                     :
                     : "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v16", "v17", "v18", "v19", "v20",
                       "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31");
}
#endif

static inline __attribute__((always_inline)) void clean_below(char *bytes, size_t size)
{
    memset(bytes, 0, size);
    __asm__ volatile("" : : "r"(bytes) : "memory");
    clean_vectors();
    fh_clean_registers();
}

__attribute__((noinline)) static void clean_deep(void)
{
    char bytes[DEPTH];
    clean_below(bytes, sizeof(bytes));
}

/* A handler may end the process on a stack of a few KiB. */
static bool is_on_signal_stack(void)
{
    stack_t stack;
    return sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_ONSTACK) != 0;
}

void fh_clean_stack(void)
{
    if (!is_on_signal_stack()) {
        clean_deep();
        return;
    }
    clean_vectors();
    fh_clean_registers();
}

__attribute__((noinline)) void fh_clean_call(void)
{
    char bytes[CALL_DEPTH];
    clean_below(bytes, sizeof(bytes));
}
