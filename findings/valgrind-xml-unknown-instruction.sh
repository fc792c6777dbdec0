#!/bin/sh
# SPDX-License-Identifier: MIT
# Valgrind 3.19, --xml=yes: the file does not say that Valgrind did not know an instruction.
#
# When Valgrind meets an instruction that it can't translate, it ends the program with SIGILL. A text log names the bytes ("unhandled
# instruction bytes"). In XML that line goes to standard error, and the file shows the SIGILL that a program gets by its own ud2:
# who reads only the file can't tell "Valgrind could not judge" from "the program aborted".
#
# Seen with: Debian's valgrind 1:3.19.0-1 on amd64. Needs: apt-get, dpkg-deb, gcc.
set -eu
. "$(dirname "$0")/valgrind-3.19"

cat >unknown.c <<'END'
/* vpaddd of AVX-512, which Valgrind 3.19 does not translate; no processor is asked for it. */
int main(void)
{
    __asm__ volatile(".byte 0x62, 0xf1, 0x7d, 0x48, 0xfe, 0xc0");
    return 0;
}
END
cat >own.c <<'END'
int main(void)
{
    __builtin_trap();
    return 0;
}
END

# run PROGRAM: its XML without what differs from run to run, and what Valgrind said beside it.
run() {
    gcc -g -O0 -o program "$1.c"
    valgrind --xml=yes --xml-file="$1.xml" \
        ./program 2>"$1.err" || :
    sed -n '/<fatal_signal>/,/<\/fatal_signal>/p' "$1.xml" | grep -E '<(signo|signame|sicode|event)>' >"$1.signal"
}
run unknown
run own

echo 'the fatal signal in the XML of an instruction that Valgrind does not know:'
cat unknown.signal
grep -q 'unhandled instruction bytes' unknown.err || { echo 'changed: standard error has no such bytes'; exit 1; }
grep -q 'unhandled instruction bytes' unknown.xml && { echo 'changed: the XML names the bytes'; exit 1; }
cmp unknown.signal own.signal || { echo 'changed: the two signals differ'; exit 1; }
[ -s own.signal ] || { echo 'changed: no fatal signal in the XML'; exit 1; }
echo "a program's own ud2 leaves the same; the bytes stand on standard error alone"
