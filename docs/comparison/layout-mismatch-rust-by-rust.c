/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust rebuilds a Vec with the wrong capacity */
#include "faulty.h"

int main(void)
{
    faulty_wrong_capacity(10); /* !layout-mismatch */
}
