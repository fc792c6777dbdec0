# SPDX-License-Identifier: MIT
# zsh's function _freehold.

# In single quotes, within the brackets or behind the colon of a specification.
function quoted(words) {
    gsub(/'/, "'\\''", words)
    gsub(/\\/, "\\\\", words)
    gsub(/:/, "\\:", words)
    gsub(/\[/, "\\[", words)
    gsub(/\]/, "\\]", words)
    return words
}

function action_of(command, option, what,    values, kind) {
    values = values_of(command, option)
    kind = kind_of(what)
    if (values != "" && what ~ /,/)
        return "_values -s , " what " " values
    if (values != "")
        return "(" values ")"
    return kind == "files" ? "_files" : kind == "folders" ? "_files -/" : kind == "programs" ? "_command_names -e" : " "
}

function specification(command, j,    option, spec, what) {
    option = long[command, j]
    what = argument[command, j]
    spec = "[" quoted(text[command, j]) "]"
    if (what != "")
        spec = spec ":" quoted(what) ":" quoted_action(action_of(command, option, what))
    return spec
}

function quoted_action(action) {
    gsub(/'/, "'\\''", action)
    sub(/NAME\[,NAME\]/, "engine", action)
    return action
}

END {
    print "#compdef freehold"
    print "# made from freehold --help"
    print "_freehold() {"
    print "    local curcontext=$curcontext state line"
    print "    local -a commands"
    print "    commands=("
    for (i = 1; i <= n_commands; i++)
        print "        '" commands[i] ":" quoted(summary_of[commands[i]]) "'"
    print "    )"
    print "    _arguments -C '(- *)'{-h,--help}'[Show the commands]' '(- *)--version[Show the version]' '1:command:->command' '*::argument:->argument'"
    print "    case $state in"
    print "    command) _describe -t commands command commands ;;"
    print "    argument)"
    print "        case $words[1] in"
    for (i = 1; i <= n_commands; i++) {
        command = commands[i]
        print "        " command ")"
        line = "            _arguments -S"
        for (j = 1; j <= n_options[command]; j++) {
            name = "--" long[command, j] (argument[command, j] == "" ? "" : "=")
            if (short[command, j] != "")
                line = line " \\\n                '*'" short[command, j] (argument[command, j] == "" ? "" : "+") "'" specification(command, j) "'"
            line = line " \\\n                '*" name specification(command, j) "'"
        }
        operands = operands_of(command)
        if (operands == "programs")
            line = line " \\\n                '(-)1:program:_command_names -e' '*::arguments:_normal'"
        else if (operands == "*")
            line = line " \\\n                '*:file:_files'"
        else if (operands != "")
            line = line " \\\n                '*:file:_files -g \"" operands "\"'"
        print line
        print "            ;;"
    }
    print "        esac"
    print "        ;;"
    print "    esac"
    print "}"
    print "_freehold \"$@\""
}
