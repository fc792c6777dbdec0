#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold demo: plain Valgrind's own words, the finding, the page, and a library that can be mended; and what it says where
# something is missing, or where there is nothing to show.
. "$(dirname "$0")/common.sh"
cd "$TMP" || exit 1

freehold 0 demo
said '^Hello, Ada$'
said '== All heap blocks were freed -- no leaks are possible$'
said '== ERROR SUMMARY: 0 errors from 0 contexts'
said '^  demo.scn:5: unexpected cross-allocator-free (CWE-762)$'
said '^      greeting_free  *.*/greeting.rs:29$'
said '^  xdg-open freehold-demo/freehold-report/index.html$'
[ -s freehold-demo/freehold-report/index.html ] || fail "no page"

# As it says at its end: mended, the library passes.
sed -i 's/free(greeting.cast());.*/drop(CString::from_raw(greeting));/' freehold-demo/greeting.rs
(cd freehold-demo && freehold 0 run --engine ledger) || exit 1
said '^1 scenario: 1 pass, 0 fail, 0 inconclusive$'

mkdir mine && touch mine/file
freehold 2 demo --build-dir mine
said 'mine is not empty, and freehold demo did not make it'
[ -e mine/file ] || fail "a file is gone that freehold demo did not make"

CARGO=$TMP/no-cargo freehold 3 demo
said "can't run $TMP/no-cargo: .*apt-get install cargo"
CC=$TMP/no-cc freehold 3 demo
said "can't run $TMP/no-cc: .*apt-get install gcc"

# A Valgrind that finds something shows nothing that only Freehold finds.
copy_path
rm -f bin/valgrind
cat >bin/valgrind <<END
#!/bin/sh
case \$1 in --version) exec $(command -v valgrind) --version ;; esac
echo 'it leaks' >&2
exit 1
END
chmod +x bin/valgrind
PATH=$TMP/bin freehold 3 demo
said "plain Valgrind did not pass the demo's program"
said '^it leaks$'
rm bin/valgrind
PATH=$TMP/bin freehold 3 demo
said 'apt-get install valgrind'
