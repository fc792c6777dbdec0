/* SPDX-License-Identifier: MIT */
/* Rust -> C++: C++ gives a Rust string to delete */
#include "strtest.h"

int main()
{
    char *output = print_and_return("hi");
    delete output; /* !cross-allocator-free */
}
