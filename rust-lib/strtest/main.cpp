// SPDX-License-Identifier: MIT
//
// A C++ program that gives Rust a string and gets one back, and shows that neither was copied on the way: both sides
// name the same two addresses. Exit status 1 when they don't, or when the text is wrong.
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>

#include "strtest.h"

namespace
{

// Each string goes back to the side that made it.
using c_string = std::unique_ptr<char, decltype(&std::free)>;
using rust_string = std::unique_ptr<char, decltype(&free_string)>;

bool same_address(const char *ours_name, const void *ours, const char *rusts_name, const void *rusts)
{
    const bool same = ours == rusts;
    std::cout << ours_name << ours << '\n' << rusts_name << rusts << (same ? "  same" : "  DIFFERENT") << '\n';
    return same;
}

} // namespace

int main()
{
    const c_string input(strdup("Hello from C++"), &std::free);
    const rust_string output(print_and_return(input.get()), &free_string);

    bool good = same_address("C++ passed:    ", input.get(), "Rust received: ", strtest_last_received());
    good &= same_address("C++ got:       ", output.get(), "Rust returned: ", strtest_last_returned());
    good &= std::strcmp(output.get(), "Hello from C++, and from Rust") == 0;

    std::cout << output.get() << '\n';
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
