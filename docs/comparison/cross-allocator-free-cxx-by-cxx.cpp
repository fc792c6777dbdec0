/* SPDX-License-Identifier: MIT */
/* C++ -> C++: C++ gives its own string to a Rust release function */
#include "strtest.h"

int main()
{
    char *text = new char[3]{'h', 'i', '\0'};
    free_string(text); /* !cross-allocator-free */
}
