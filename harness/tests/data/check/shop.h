/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHOP_LIMIT 12

enum shop_status { SHOP_OK, SHOP_FULL };

struct shop;

struct item {
    const char *name;
    int32_t price;
    uint8_t code[4];
};

struct bytes {
    uint8_t *ptr;
    size_t len;
};

struct label {
    char *text;
};

union either {
    int a;
    float b;
};

/** Returns: (transfer full) (free-func shop_free): a shop */
struct shop *shop_new(const char *name);

/** @shop: (transfer full): the shop */
void shop_free(struct shop *shop);

/** @out: (out) (transfer full) (free-func shop_free): the shop */
enum shop_status shop_open(const char *name, struct shop **out);

int32_t shop_add(struct shop *shop, struct item item);
struct item shop_get(const struct shop *shop, size_t index);
typedef bool (*shop_visit)(const struct item *item, void *user);
void shop_each(const struct shop *shop, shop_visit visit, void *user);
void shop_on_close(struct shop *shop, void (*destroy)(void *), void *user);
union either shop_either(void);

struct __attribute__((packed)) odd {
    char c;
    int i;
};
struct odd shop_odd(void);

struct flags {
    unsigned low : 3;
    int high : 4;
    union {
        int number;
        float ratio;
    };
};
struct flags *shop_flags(void);
double shop_total(struct shop *shop, float rate);
/** Returns: (transfer full) (free-func bytes_clear): bytes */
struct bytes shop_pack(const struct shop *shop);
/** @bytes: (transfer full): what they hold is released */
void bytes_clear(struct bytes *bytes);
static inline int shop_twice(int n)
{
    return 2 * n;
}
