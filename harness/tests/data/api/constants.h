/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

#define C_INT        42
#define C_NEGATIVE   (-42)
#define C_HEX        0xff
#define C_HEX_BIG    0xffffffff
#define C_OCTAL      010
#define C_BINARY     0b101
#define C_LONG       3000000000
#define C_SUFFIX_U   1u
#define C_SUFFIX_LL  1LL
#define C_SUFFIX_ULL 18446744073709551615ULL
#define C_CAST       ((uint8_t)300)
#define C_CAST_LATER (later)-1
#define C_CHAR       'a'
#define C_NEWLINE    '\n'
#define C_ESCAPE     '\x41'
#define C_FLOAT      1.5
#define C_FLOAT_F    .5f
#define C_FLOAT_NEG  -2e3
#define C_HEX_FLOAT  0x1p4
#define C_STRING     "a \"text\"\n\101"
#define C_FLAG       (uint32_t)(1 << 4)
#define C_FLAGS      (C_FLAG | C_INT & ~2)
#define C_TOP        (1u << 31)
#define C_ALIAS      C_STRING
#define C_ENUMERATOR SHADE_DARK
#define C_PRODUCT    (2 + 3 * 4 - 1)
#define C_AGAIN      1
#undef C_AGAIN
#define C_AGAIN 2

#define N_EMPTY
#define N_CALL(x)     (x)
#define N_WIDE        L"wide"
#define N_LONG_DOUBLE 1.0L
#define N_HUGE        99999999999999999999
#define N_STRUCT      (struct s){1}
#define N_UNKNOWN     (UNKNOWN_NAME + 1)
#define N_OPEN        (1
#define N_TWO         1 2
#define N_SHIFT       (1 << 40)
#define N_POINTER     ((void *)0)
#define N_MINUS_TEXT  -"a"
#define N_TEXT_SUM    ("a" + 1)
#define N_KEYWORD     static

enum shade { SHADE_LIGHT, SHADE_DARK = 5, SHADE_NEGATIVE = -3 };
enum wide { WIDE_BIG = 0x100000000ull };
enum { UNNAMED_ENUMERATOR = 9 };
struct with_enum {
    enum inner_enum { INNER_ENUMERATOR = 11 } e;
};
typedef int16_t later;
