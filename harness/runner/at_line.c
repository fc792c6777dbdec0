/* SPDX-License-Identifier: MIT */
#include "at_line.h"

#include "runner.h"

static __thread unsigned depth;

typedef void line_function(void (*body)(void *), void *data);

/* The number in a register makes each body's machine code different, so that neither compiler nor linker folds two of
 * them into one; code after the call keeps it from becoming a jump. */
#define DEFINE(n)                                                                       \
    __attribute__((noinline)) static void at_line_##n(void (*body)(void *), void *data) \
    {                                                                                   \
        body(data);                                                                     \
        __asm__ volatile("" : : "r"(n) : "memory");                                     \
    }
#define ENTER(n) [n] = at_line_##n,

#define TEN(do, n) \
    do             \
    (n##0) do(n##1) do(n##2) do(n##3) do(n##4) do(n##5) do(n##6) do(n##7) do(n##8) do(n##9)
#define HUNDRED(do, n) \
    TEN(do, n##0)      \
    TEN(do, n##1)      \
    TEN(do, n##2)      \
    TEN(do, n##3)      \
    TEN(do, n##4)      \
    TEN(do, n##5)      \
    TEN(do, n##6)      \
    TEN(do, n##7)      \
    TEN(do, n##8)      \
    TEN(do, n##9)
#define THOUSAND(do, n) \
    HUNDRED(do, n##0)   \
    HUNDRED(do, n##1)   \
    HUNDRED(do, n##2)   \
    HUNDRED(do, n##3)   \
    HUNDRED(do, n##4)   \
    HUNDRED(do, n##5)   \
    HUNDRED(do, n##6)   \
    HUNDRED(do, n##7)   \
    HUNDRED(do, n##8)   \
    HUNDRED(do, n##9)
#define NINE(level, do)                                                                                     \
    level(do, 1) level(do, 2) level(do, 3) level(do, 4) level(do, 5) level(do, 6) level(do, 7) level(do, 8) \
        level(do, 9)
#define UNIT(do, n) \
    do              \
    (n)
#define ALL(do)       \
    NINE(UNIT, do)    \
    NINE(TEN, do)     \
    NINE(HUNDRED, do) \
    THOUSAND(do, 1)   \
    THOUSAND(do, 2)   \
    THOUSAND(do, 3)   \
    TEN(do, 400)      \
    TEN(do, 401)      \
    TEN(do, 402)      \
    TEN(do, 403)      \
    TEN(do, 404)      \
    TEN(do, 405)      \
    TEN(do, 406)      \
    TEN(do, 407)      \
    TEN(do, 408)      \
    do                \
    (4090) do(4091) do(4092) do(4093) do(4094) do(4095) do(4096)

ALL(DEFINE)

static line_function *const lines[FH_LINES + 1] = {ALL(ENTER)};

_Static_assert(sizeof(lines) / sizeof(lines[0]) == FH_LINES + 1, "one function a line");

void fh_at_line(uint32_t line, void (*body)(void *), void *data)
{
    if (line == 0 || line > FH_LINES)
        fh_fail("the plan is wrong: line %u", line);
    depth++;
    lines[line](body, data);
    depth--;
}

bool fh_at_line_is_inside(void)
{
    return depth > 0;
}
