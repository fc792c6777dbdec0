# SPDX-License-Identifier: MIT
# fish's completions of freehold.
function quoted(words) {
    gsub(/\\/, "\\\\", words)
    gsub(/'/, "\\'", words)
    return "'" words "'"
}

function value_flags(command, option, what,    values, kind) {
    values = values_of(command, option)
    kind = kind_of(what)
    if (values != "")
        return " -x -a " quoted(values)
    return kind == "files" ? " -r -F" : kind == "folders" ? " -x -a '(__fish_complete_directories)'" : \
        kind == "programs" ? " -x -a '(__fish_complete_command)'" : " -x"
}

END {
    print "# made from freehold --help"
    print "complete -c freehold -f"
    print "complete -c freehold -n __fish_use_subcommand -s h -l help -d 'Show the commands'"
    print "complete -c freehold -n __fish_use_subcommand -l version -d 'Show the version'"
    for (i = 1; i <= n_commands; i++) {
        command = commands[i]
        print "complete -c freehold -n __fish_use_subcommand -a " command " -d " quoted(summary_of[command])
        seen = "complete -c freehold -n '__fish_seen_subcommand_from " command "'"
        for (j = 1; j <= n_options[command]; j++)
            print seen " -l " long[command, j] (short[command, j] == "" ? "" : " -s " substr(short[command, j], 2)) \
                (argument[command, j] == "" ? "" : value_flags(command, long[command, j], argument[command, j])) \
                " -d " quoted(text[command, j])
        operands = operands_of(command)
        if (operands == "programs")
            print seen " -a '(__fish_complete_subcommand --fcs-skip=2)'"
        else if (operands == "*")
            print seen " -F"
        else if (operands != "")
            print seen " -a '(__fish_complete_suffix " substr(operands, 2) ")'"
    }
}
