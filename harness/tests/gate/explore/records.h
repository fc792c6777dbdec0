/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <stdint.h>

enum rc_kind { RC_PLAIN = 3, RC_BRIGHT };
struct rc_colour {
    uint8_t red, green, blue;
    enum rc_kind kind;
};

int rc_sum(struct rc_colour colour);
int rc_keep(const struct rc_colour *colour);
int rc_all(const struct rc_colour *colours, size_t count);
