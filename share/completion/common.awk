# SPDX-License-Identifier: MIT
# What the three shells' writers share: the rows of make-completion, as they come, and what an argument may be.

$1 == "command" { summary_of[$2] = $3; commands[++n_commands] = $2 }

$1 == "option" {
    n = ++n_options[$2]
    long[$2, n] = $3
    short[$2, n] = $4 == "-" ? "" : $4
    argument[$2, n] = $5 == "-" ? "" : $5
    text[$2, n] = $6
}

# The words that an option's argument may be; "": anything.
function values_of(command, option) {
    if (option == "engine")
        return command == "exec" ? "asan valgrind" : "valgrind asan ledger all"
    if (option == "format")
        return "text tap github markdown"
    if (option == "profile")
        return "debug release"
    return ""
}

# "files", "folders", "programs", or "": nothing that lies about.
function kind_of(argument) {
    return argument == "FILE" ? "files" : argument == "DIR" ? "folders" : argument == "COMPILER" ? "programs" : ""
}

# What a command takes beside options: a pattern of files, or "programs"; "": nothing. Folders always may be.
function operands_of(command) {
    if (command == "exec")
        return "programs"
    if (command ~ /^(run|check|mutate)$/)
        return "*.scn"
    if (command == "flags")
        return "*.a"
    if (command ~ /^(init|report|explore)$/)
        return "*"
    return ""
}
