/* SPDX-License-Identifier: MIT */
/* A type of every kind that fh_api has something to say about. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "parts/part.h"

struct point {
    int32_t x, y;
};

typedef struct {
    uint8_t *ptr;
    size_t len;
    size_t cap;
} buffer;

struct node {
    struct node *next;
    const struct node *previous;
    struct point where;
};

struct early {
    const struct outer *up;
};
struct inner {
    struct outer *up;
    const struct outer *up_unchanged;
};
struct outer {
    struct inner in;
    unsigned flags : 3;
};
struct holder {
    struct outer held;
};

union number {
    int i;
    float f;
};

struct with_union {
    union number n;
};

struct with_choice {
    char first;
    union {
        long number;
        struct {
            char bytes[4];
            int count;
        };
    };
    char last;
};

struct bits {
    int first;
    unsigned low : 3;
    unsigned : 7;
    int high : 5;
    char last;
};

struct with_long_double {
    long double n;
};

struct __attribute__((packed)) packed {
    char c;
    int i;
};

struct __attribute__((aligned(64))) aligned {
    int i;
};

struct __attribute__((aligned(8))) aligned_only {
    int i, j;
};

struct with_unions {
    union number n[2][2];
};

struct with_const {
    const int n;
};

struct nested {
    int first;
    struct {
        char a;
        int b;
    };
    struct {
        char c;
    } named;
    double d;
};

struct tail {
    struct {
        int a;
        char b;
    };
    char c;
};

struct arrays {
    char name[16];
    const int *matrix[2][3];
    void (*hooks[2])(void *user);
};

struct flexible {
    size_t n;
    char data[];
};

enum plain { PLAIN_A, PLAIN_B = 7 };
enum negative { NEGATIVE_A = -1 };
typedef enum plain plain_alias;

typedef struct opaque opaque;
typedef bool (*visitor)(const struct point *point, void *user);
typedef int comparison(const void *a, const void *b);

void take_scalars(bool a, char b, signed char c, unsigned char d, int16_t e, uint32_t f, long g, long long h,
                  size_t i, float j, double k, plain_alias l, enum negative m);
void take_pointers(const char *a, char *const *b, const char *const *c, volatile int *d, char *restrict e);
void take_arrays(int a[4], const char b[], int (*c)[3], int *d[2]);
void take_functions(visitor a, comparison b, comparison *c, void (*d)(void));
buffer take_structs(struct point a, buffer *b, opaque *c, const struct node *d);
int take_more(const char *format, ...);
void no_prototype();
const int const_result(const int a);
static inline int twice(int n)
{
    return 2 * n;
}
inline int also_inline(int n)
{
    return n;
}
comparison declared_by_typedef;
