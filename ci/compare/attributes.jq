# SPDX-License-Identifier: MIT
# A C header with contracts in its comments (read as one text) -> declarations with gcc's attribute `malloc
# (RELEASE, 1)`, one for each function that returns a pointer and whose "Returns:" has a (free-func RELEASE).
# gcc has no such attribute for a result that is a struct, nor for what an out-parameter fills in.

# The text of "Returns:", to the next @parameter or empty line.
def of_result: capture(" \\* Returns:(?<text>[^\\n]*(\\n \\* [^@\\n][^\\n]*)*)").text;

def release_function: capture("\\(free-func (?<name>[a-z_0-9]+)\\)").name;

# What stands between two comments -> the function's name, if it returns a pointer.
def pointer_function: capture("^\\n[a-z][^(;]*\\*(?<name>[a-z_0-9]+)\\(").name;

split("/**")[1:][]
| split("*/")
| (.[0] | of_result | release_function) as $release
| .[1] // ""
| pointer_function
| "extern __typeof__(\(.)) \(.) __attribute__((malloc(\($release), 1)));"
