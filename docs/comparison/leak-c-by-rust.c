/* SPDX-License-Identifier: MIT */
/* C -> Rust: Rust takes a C block over and forgets it */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    char *block = malloc(8); /* !leak */
    faulty_take_and_forget(block);
}
