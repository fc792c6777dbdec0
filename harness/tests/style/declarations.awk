# SPDX-License-Identifier: MIT
# What C files declare, a line each: "tag NAME FILE LINE" for a struct, enum or union that is defined, "prototype NAME FILE LINE" for a
# function that is declared, "definition NAME FILE LINE" for one that is defined and is not static. `static inline` functions and
# macros are none of them. It reads what clang-format wrote: what is outside of all braces is a declaration.

# Takes comments, strings and characters out of a line; a comment may go on.
function code_of(line,    out, at) {
    out = ""
    while (line != "") {
        if (in_comment) {
            at = index(line, "*/")
            if (at == 0)
                return out
            line = substr(line, at + 2)
            in_comment = 0
        }
        if (!match(line, /\/\*|\/\/|"|'/)) {
            return out line
        }
        out = out substr(line, 1, RSTART - 1)
        if (substr(line, RSTART, 2) == "//")
            return out
        if (substr(line, RSTART, 2) == "/*") {
            in_comment = 1
            line = substr(line, RSTART + 2)
            continue
        }
        line = substr(line, RSTART)
        if (!match(line, /^"(\\.|[^"\\])*"|^'(\\.|[^'\\])*'/))
            return out
        line = substr(line, RLENGTH + 1)
        out = out "0"
    }
    return out
}

# The name of the function that `text` declares, "" when it declares none.
function function_of(text) {
    gsub(/__attribute__ *\(\([^;{]*\)\)/, "", text)
    gsub(/__asm__ *\([^)]*\)/, "", text)
    if (text ~ /^ *(typedef|FH_DEFINE_AUTO|_Static_assert|G_DEFINE)/ || text ~ /^[^(]*=/ || !match(text, /[A-Za-z_][A-Za-z_0-9]* *\(/))
        return ""
    if (substr(text, RSTART + RLENGTH, 1) == "*") { # a pointer to a function: the result of one, or a variable
        text = substr(text, RSTART + RLENGTH + 1)
        if (!match(text, /^[A-Za-z_][A-Za-z_0-9]*\(/))
            return ""
    }
    text = substr(text, RSTART, RLENGTH)
    sub(/ *\($/, "", text)
    return text
}

# `text` ended in `end`, ";" or "{".
function declare(text, end,    name, words) {
    if (match(text, /(struct|enum|union) +[A-Za-z_0-9]+ *$/) && end == "{") {
        split(substr(text, RSTART, RLENGTH), words, / +/)
        print "tag", words[2], FILENAME, first
        return
    }
    name = function_of(text)
    if (name == "" || text ~ /(^| )static /)
        return
    print end == "{" ? "definition" : "prototype", name, FILENAME, first
}

function take(line,    i, letter) {
    for (i = 1; i <= length(line); i++) {
        letter = substr(line, i, 1)
        if (letter == "{") {
            if (depth++ == 0)
                declare(text, "{")
            text = ""
        } else if (letter == "}") {
            depth--
            text = ""
        } else if (depth == 0 && letter == ";") {
            declare(text, ";")
            text = ""
        } else if (depth == 0) {
            if (text ~ /^ *$/)
                first = FNR
            text = text letter
        }
    }
    text = text " "
}

FNR == 1 { in_comment = 0; depth = 0; text = ""; in_macro = 0 }

{ line = code_of($0) }
in_macro || line ~ /^ *#/ { in_macro = line ~ /\\ *$/; next }

# A call of a macro that makes a declaration of its own, alone on its line, has no semicolon.
depth == 0 && text ~ /^ *$/ && line ~ /^[A-Z][A-Z_0-9]*\(.*\) *$/ { text = ""; next }

{ take(line) }
