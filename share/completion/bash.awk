# SPDX-License-Identifier: MIT
# bash-completion's file for freehold.
END {
    print "# bash completion for freehold, made from its --help"
    print "_freehold_values()"
    print "{"
    print "    case $1:$2 in"
    for (i = 1; i <= n_commands; i++) {
        command = commands[i]
        for (j = 1; j <= n_options[command]; j++) {
            option = long[command, j]
            if (argument[command, j] == "")
                continue
            names = command ":--" option (short[command, j] == "" ? "" : " | " command ":" short[command, j])
            values = values_of(command, option)
            kind = kind_of(argument[command, j])
            what = values != "" ? "-W '" values "'" : kind == "files" ? "-f" : kind == "folders" ? "-d" : \
                kind == "programs" ? "-c" : "-W ''"
            print "    " names ") mapfile -t COMPREPLY < <(compgen " what " -- \"$3\") ;;"
        }
    }
    print "    *) return 1 ;;"
    print "    esac"
    print "    compopt -o filenames 2>/dev/null"
    print "    return 0"
    print "}"
    print ""
    print "# Files of a pattern, and folders."
    print "_freehold_files()"
    print "{"
    print "    mapfile -t COMPREPLY < <(compgen -d -- \"$2\"; compgen -f -X \"!$1\" -- \"$2\" | while read -r file; do"
    print "        [ -d \"$file\" ] || printf '%s\\n' \"$file\""
    print "    done)"
    print "    compopt -o filenames 2>/dev/null"
    print "}"
    print ""
    print "_freehold()"
    print "{"
    print "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} i"
    print "    COMPREPLY=()"
    print "    if [ \"$COMP_CWORD\" -eq 1 ]; then"
    words = "--help --version"
    for (i = 1; i <= n_commands; i++)
        words = words " " commands[i]
    print "        mapfile -t COMPREPLY < <(compgen -W '" words "' -- \"$current\")"
    print "        return"
    print "    fi"
    print "    # Behind -- stands a program of another's."
    print "    for ((i = 2; i < COMP_CWORD; i++)); do"
    print "        [ \"${COMP_WORDS[i]}\" = -- ] || continue"
    print "        if ((i + 1 == COMP_CWORD)); then"
    print "            mapfile -t COMPREPLY < <(compgen -c -- \"$current\"; compgen -d -- \"$current\")"
    print "        else"
    print "            mapfile -t COMPREPLY < <(compgen -f -- \"$current\")"
    print "        fi"
    print "        compopt -o filenames 2>/dev/null"
    print "        return"
    print "    done"
    print "    # bash makes three words of --option=value."
    print "    if [ \"$current\" = = ]; then"
    print "        current="
    print "    elif [ \"$before\" = = ]; then"
    print "        before=${COMP_WORDS[COMP_CWORD - 2]}"
    print "    fi"
    print "    _freehold_values \"$command\" \"$before\" \"$current\" && return"
    print "    case $command:$current in"
    for (i = 1; i <= n_commands; i++) {
        command = commands[i]
        words = ""
        for (j = 1; j <= n_options[command]; j++)
            words = words " --" long[command, j] (short[command, j] == "" ? "" : " " short[command, j])
        print "    " command ":-*) mapfile -t COMPREPLY < <(compgen -W '" substr(words, 2) "' -- \"$current\") ;;"
        operands = operands_of(command)
        if (operands == "programs")
            print "    " command ":*) mapfile -t COMPREPLY < <(compgen -W -- -- \"$current\") ;;"
        else if (operands != "")
            print "    " command ":*) _freehold_files '" operands "' \"$current\" ;;"
    }
    print "    esac"
    print "}"
    print "complete -F _freehold freehold"
}
