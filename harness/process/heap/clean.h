/* SPDX-License-Identifier: MIT */
/*
 * Nothing stale: what a scenario left in registers and below the stack pointer must not keep its blocks
 * reachable. memcheck itself does not look below the stack pointer, but takes every general register of every
 * thread.
 */
#pragma once

/* Zeroes the registers that a call may leave anything in. Inlined, so that nothing is called after it. */
static inline __attribute__((always_inline)) void fh_clean_registers(void)
{
#if defined(__x86_64__)
    __asm__ volatile("xorl %%eax, %%eax\n\txorl %%ecx, %%ecx\n\txorl %%edx, %%edx\n\t"
                     "xorl %%esi, %%esi\n\txorl %%edi, %%edi\n\txorl %%r8d, %%r8d\n\t"
                     "xorl %%r9d, %%r9d\n\txorl %%r10d, %%r10d\n\txorl %%r11d, %%r11d\n\t"
                     "xorl %%ebx, %%ebx\n\txorl %%r12d, %%r12d\n\txorl %%r13d, %%r13d\n\t"
                     "xorl %%r14d, %%r14d\n\txorl %%r15d, %%r15d"
                     :
                     :
                     : "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "rbx", "r12", "r13",
                       "r14", "r15", "cc", "memory");
#elif defined(__aarch64__)
    __asm__ volatile(
        "mov x0, #0\n\tmov x1, #0\n\tmov x2, #0\n\tmov x3, #0\n\tmov x4, #0\n\tmov x5, #0\n\t"
        "mov x6, #0\n\tmov x7, #0\n\tmov x8, #0\n\tmov x9, #0\n\tmov x10, #0\n\tmov x11, #0\n\t"
        "mov x12, #0\n\tmov x13, #0\n\tmov x14, #0\n\tmov x15, #0\n\tmov x16, #0\n\tmov x17, #0\n\t"
        "mov x19, #0\n\tmov x20, #0\n\tmov x21, #0\n\tmov x22, #0\n\tmov x23, #0\n\t"
        "mov x24, #0\n\tmov x25, #0\n\tmov x26, #0\n\tmov x27, #0\n\tmov x28, #0"
        :
        :
        : "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14",
          "x15", "x16", "x17", "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28",
          "memory");
#else
#error "clean.h: which registers does a call clobber on this machine?"
#endif
}

/* Overwrites the stack below the caller's frame, and the registers, those of vectors too. */
void fh_clean_stack(void);

/* The same, cheaper, after one call: as deep as most go. */
void fh_clean_call(void);
