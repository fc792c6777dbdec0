# SPDX-License-Identifier: MIT
# A C header with contracts in its comments -> declarations with gcc's attribute `malloc (RELEASE, 1)`, one for each function
# whose result is a pointer and has a `(free-func RELEASE)`. Results that are structs, and what out-parameters fill in, have no
# such attribute in gcc.
/^\/\*\*/ { comment = "" }
{ sub(/^ \* ?/, "") }
/^Returns:/ { in_result = 1 }
/^(@|$)/ { in_result = 0 }
in_result { comment = comment " " $0 }
/\*\/$/ || /^\/$/ { in_result = 0 }
/^[a-z].*\(/ && match(comment, /\(free-func [a-z_0-9]+\)/) {
    release = substr(comment, RSTART + 11, RLENGTH - 12)
    head = substr($0, 1, index($0, "(") - 1)
    name = head
    sub(/.*[^a-z_0-9]/, "", name)
    if (substr(head, 1, length(head) - length(name)) ~ /\*$/)
        printf "extern __typeof__(%s) %s __attribute__((malloc(%s, 1)));\n", name, name, release
}
/;$/ { comment = "" }
