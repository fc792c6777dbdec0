# SPDX-License-Identifier: MIT
# JSON -> PATH <tab> VALUE, one scalar a line: "results.0.findings.1.kind". Texts keep their escapes.
BEGIN { RS = "\001" } # the whole file is one record
function skip() { while (match(substr(text, at, 1), /[ \t\n\r]/)) at++ }
function string(   from, c) {
    from = ++at
    while ((c = substr(text, at, 1)) != "\"") {
        if (c == "") { print "json.awk: cut" > "/dev/stderr"; exit 1 }
        at += c == "\\" ? 2 : 1
    }
    return substr(text, from, at++ - from)
}
function value(path,   c, key, n) {
    skip()
    c = substr(text, at, 1)
    if (c == "{") {
        at++
        for (skip(); substr(text, at, 1) != "}"; skip()) {
            if (substr(text, at, 1) == ",") { at++; skip() }
            key = string()
            skip(); at++ # the colon
            value(path (path == "" ? "" : ".") key)
        }
        at++
    } else if (c == "[") {
        at++
        for (skip(); substr(text, at, 1) != "]"; skip()) {
            if (substr(text, at, 1) == ",") at++
            value(path "." n++ + 0)
        }
        at++
    } else if (c == "\"") {
        print path "\t" string()
    } else {
        match(substr(text, at, 40), /^[^],} \t\n\r]+/)
        if (RLENGTH < 1) { print "json.awk: not JSON" > "/dev/stderr"; exit 1 }
        print path "\t" substr(text, at, RLENGTH)
        at += RLENGTH
    }
}
{ text = $0 }
END { at = 1; value("") }
