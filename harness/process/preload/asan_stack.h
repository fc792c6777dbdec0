/* SPDX-License-Identifier: MIT */
/*
 * What is dead of a stack when a process ends under AddressSanitizer. LeakSanitizer scans all of a stack that
 * lies above the stack pointer. The C library's functions for the end (exit() and what it calls, exec) lay
 * their frames where the program's functions have been, and in what they leave unused of those lie addresses
 * that the program has long forgotten: a block that is lost would not be.
 *
 * In: where the program's live frames end: at those of who called exit() and its kin, or nowhere, when main()
 * has returned, or a thread's function. Out: a search during which nothing lies below that. Callers:
 * asan_wrap.c, asan_watch.c.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of who called the function that FH_ASAN_LEAVING() defines: the registers that a function must give back and
 * the arguments, in which a search finds what the caller still has; and where its frame ends. */
struct fh_asan_caller {
    uintptr_t kept[10], arguments[8];
    const void *end;
};

extern struct fh_asan_caller fh_asan_caller;

/* Defines NAME, a function of the C library's through which the program leaves: it notes its caller, and goes
 * on to fh_asan_NAME, which has the same arguments. A C compiler would have changed registers before it could
 * note them. */
#if defined __x86_64__
#define FH_ASAN_LEAVING(NAME)                                                                               \
    __asm__(".pushsection .text\n.globl " #NAME "\n.type " #NAME ", @function\n" #NAME ":\n\t"              \
            "endbr64\n\tleaq fh_asan_caller(%rip), %r11\n\tmovq %rbx, 0(%r11)\n\tmovq %rbp, 8(%r11)\n\t"    \
            "movq %r12, 16(%r11)\n\tmovq %r13, 24(%r11)\n\tmovq %r14, 32(%r11)\n\tmovq %r15, 40(%r11)\n\t"  \
            "movq %rdi, 80(%r11)\n\tmovq %rsi, 88(%r11)\n\tmovq %rdx, 96(%r11)\n\tmovq %rcx, 104(%r11)\n\t" \
            "movq %r8, 112(%r11)\n\tmovq %r9, 120(%r11)\n\tleaq 8(%rsp), %r10\n\tmovq %r10, 144(%r11)\n\t"  \
            "jmp fh_asan_" #NAME "\n.size " #NAME ", . - " #NAME "\n.popsection\n")
#elif defined __aarch64__
#define FH_ASAN_LEAVING(NAME)                                                                         \
    __asm__(".pushsection .text\n.globl " #NAME "\n.type " #NAME ", %function\n" #NAME ":\n\t"        \
            "hint #34\n\tadrp x16, fh_asan_caller\n\tadd x16, x16, :lo12:fh_asan_caller\n\t"          \
            "stp x19, x20, [x16]\n\tstp x21, x22, [x16, #16]\n\tstp x23, x24, [x16, #32]\n\t"         \
            "stp x25, x26, [x16, #48]\n\tstp x27, x28, [x16, #64]\n\tstp x0, x1, [x16, #80]\n\t"      \
            "stp x2, x3, [x16, #96]\n\tstp x4, x5, [x16, #112]\n\tstp x6, x7, [x16, #128]\n\t"        \
            "mov x17, sp\n\tstr x17, [x16, #144]\n\tb fh_asan_" #NAME "\n.size " #NAME ", . - " #NAME \
            "\n.popsection\n")
#else
#error "asan_stack.h: which registers must a function give back on this machine?"
#endif

/* First in fh_asan_NAME, which has so many arguments that may be addresses: what the registers behind them
 * hold is forgotten. Gives what fh_asan_comes_back() takes. */
const void *fh_asan_leaves(size_t n_arguments);

/* The program goes on after all. */
void fh_asan_comes_back(const void *left);

/* A process begins, also as a fork: none of its frames is dead. */
void fh_asan_goes_on(void);

/* Calls `search` while no word of this thread's dead frames `is_of_heap`; they are as they were afterwards.
 */
void fh_asan_search_without_dead(void (*search)(void), bool (*is_of_heap)(const void *address));
