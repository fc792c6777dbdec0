#!/bin/sh
# SPDX-License-Identifier: MIT
# All of C that a header can say is called, and what it gives is read: compiled Rust and C against libffi.
. "$(dirname "$0")/common.sh"
cp "$SOURCE"/harness/tests/gate/c_headers/* "$TMP"
cd "$TMP" || exit 1
"${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o libcase.a lib.rs || fail "rustc"
${CC:-cc} -g -include stdint.h -c shim.c -o shim.o || fail "cc"
printf '[library]\nstaticlib = libcase.a\nheader = case.h\nlink = shim.o\n' >freehold.ini
for engine in ledger valgrind; do
  "$FREEHOLD" run --timeout 3600 --engine "$engine" --build-dir build --out out . >said 2>&1 || { cat said; fail "$engine: exit status $?"; }
  grep -q ' 4 pass, 0 fail' said || { cat said; fail "$engine: not all of them passed"; }
done

# The same functions in C++, without a word for C.
{ printf '#include <cstdint>\n#include <sys/types.h>\nextern "C" {\n'; sed 's/size_t n;/std::size_t n;/' case.h; printf '}\nclass unused {};\n'; } >case.hpp
sed -i 's/case\.h/case.hpp/' freehold.ini
"$FREEHOLD" check --build-dir build . >said 2>&1 || { cat said; fail "C++: exit status $?"; }
