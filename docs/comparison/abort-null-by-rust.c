/* SPDX-License-Identifier: MIT */
/* none -> Rust: Rust follows NULL */
#include "faulty.h"

int main(void)
{
    return faulty_null(); /* !abort */
}
