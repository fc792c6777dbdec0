#!/bin/sh
# SPDX-License-Identifier: MIT
# What Valgrind is known to be mistaken about, and what libraries do with bytes that nobody set when they start, is no error of the
# program's; an error of its own right beside it is.
. "$(dirname "$0")/common.sh"
build "${CC:-cc}" -g -o main "$here/known_mistakes.c"

audit 0 ./main mimalloc stack
says 'mimalloc looks at bytes'
says "Go's runtime looks at words"
for known in mimalloc stack search; do
  audit 1 ./main $known own
  kind uninitialised-use
done
# Whether the program has an error there can't be told.
case $(valgrind --version) in
  valgrind-3.1[0-9].* | valgrind-3.2[0-3].*)
    audit 3 ./main search
    says "Go's search for a byte"
    ;;
  *)
    audit 1 ./main search
    kind uninitialised-use
    ;;
esac

go=$(command -v "${GO:-go}") || { leave_out go; exit 0; }
rust staticlib libstrtest.a -g
mkdir program
cat >program/main.go <<'END'
package main

/*
#cgo LDFLAGS: -lstrtest -lpthread -ldl -lm
#include <stdlib.h>
char *print_and_return(const char *text);
void free_string(char *text);
*/
import "C"
import (
	"os"
	"unsafe"
)

func main() {
	question := C.CString("a text")
	text := C.print_and_return(question)
	C.free(unsafe.Pointer(question))
	words := C.GoString(text)
	if len(os.Args) > 1 {
		C.free(unsafe.Pointer(text))
	} else {
		C.free_string(text)
	}
	os.Exit(len(words) / 1000)
}
END
export GO111MODULE=off CGO_ENABLED=1 GOCACHE="$TMP/cache" CGO_LDFLAGS="-L$TMP"
build "$go" build -o goes program/main.go
"$FREEHOLD" exec --out out -- ./goes >printed 2>said
case $? in 0 | 3) ;; *) cat said; fail 'a right Go program' ;; esac
! grep -q '"kind"' out/report.json || { cat said; fail 'a finding in a right Go program'; }
audit 1 ./goes bad
says cross-allocator-free
