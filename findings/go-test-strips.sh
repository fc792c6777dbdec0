#!/bin/sh
# SPDX-License-Identifier: MIT
# The test program that `go test` runs has no symbols and no debugging information; the one that `go test -c` leaves has both.
#
# `go test` passes -s and -w to the linker if the program is not kept, -exec or not. So a tool that -exec starts (Valgrind, a
# profiler) names none of Go's functions, and can't find runtime.exit by its symbol, though the same tool on the output of -c can.
# Go's own function table, which makes its tracebacks, is in both. Neither `go help test` nor `go help testflag` says it.
#
# Seen with: go1.26.8 on x86-64 Linux. Needs: readelf, and a go of 1.21 or later, which fetches that version if it is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'module example.com/kept\n\ngo 1.19\n' >go.mod
printf 'package kept\n\nimport "testing"\n\nfunc TestNothing(t *testing.T) {}\n' >kept_test.go
# shellcheck disable=SC2016 # the new script expands it
printf '#!/bin/sh\nreadelf --section-headers --wide "$1" >"%s/sections"\n' "$folder" >look
chmod +x look
GOTOOLCHAIN=go1.26.8
export GOTOOLCHAIN
go version
# tables: which of the three the sections at hand are among.
tables() { grep -o '\.symtab\|\.debug_info\|\.gopclntab' sections | sort -u | paste -sd ' '; }
go test -exec "$folder/look" . >said 2>&1 || { cat said; exit 1; }
by_test=$(tables)
go test -c -o kept.test .
./look kept.test
by_c=$(tables)
echo "go test ran a program with: $by_test"
echo "go test -c left one with: $by_c"
[ "$by_test" = .gopclntab ] || { echo "changed: what go test runs has other tables"; exit 1; }
[ "$by_c" = '.debug_info .gopclntab .symtab' ] || { echo "changed: what go test -c leaves has other tables"; exit 1; }
