/* SPDX-License-Identifier: MIT */
/* none -> Rust: a panic crosses the boundary */
#include "faulty.h"

int main(void)
{
    return faulty_panic(7); /* !abort */
}
