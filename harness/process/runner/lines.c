/* SPDX-License-Identifier: MIT */
#include "lines.h"

/* The number in a register makes each body's machine code different, so that neither compiler nor linker
 * folds two of them into one; code after the call keeps it from becoming a jump. */
#define DEFINE(n)                                                                       \
    __attribute__((noinline)) static void at_line_##n(void (*body)(void *), void *data) \
    {                                                                                   \
        body(data);                                                                     \
        __asm__ volatile("" : : "r"(n) : "memory");                                     \
    }
#define ENTER(n) [n] = at_line_##n,

// clang-format off
#define TEN(each, n) \
    each(n##0) each(n##1) each(n##2) each(n##3) each(n##4) \
    each(n##5) each(n##6) each(n##7) each(n##8) each(n##9)
#define HUNDRED(each, n) \
    TEN(each, n##0) TEN(each, n##1) TEN(each, n##2) TEN(each, n##3) TEN(each, n##4) \
    TEN(each, n##5) TEN(each, n##6) TEN(each, n##7) TEN(each, n##8) TEN(each, n##9)
#define THOUSAND(each, n) \
    HUNDRED(each, n##0) HUNDRED(each, n##1) HUNDRED(each, n##2) HUNDRED(each, n##3) HUNDRED(each, n##4) \
    HUNDRED(each, n##5) HUNDRED(each, n##6) HUNDRED(each, n##7) HUNDRED(each, n##8) HUNDRED(each, n##9)
#define ONE(each, n) each(n)
#define ONE_TO_NINE(level, each) \
    level(each, 1) level(each, 2) level(each, 3) level(each, 4) level(each, 5) \
    level(each, 6) level(each, 7) level(each, 8) level(each, 9)
#define ALL(each) \
    ONE_TO_NINE(ONE, each) ONE_TO_NINE(TEN, each) ONE_TO_NINE(HUNDRED, each) \
    THOUSAND(each, 1) THOUSAND(each, 2) THOUSAND(each, 3) \
    TEN(each, 400) TEN(each, 401) TEN(each, 402) TEN(each, 403) TEN(each, 404) \
    TEN(each, 405) TEN(each, 406) TEN(each, 407) TEN(each, 408) \
    each(4090) each(4091) each(4092) each(4093) each(4094) each(4095) each(4096)
// clang-format on

ALL(DEFINE)

fh_line_function *const fh_lines[FH_LINES + 1] = {ALL(ENTER)};
