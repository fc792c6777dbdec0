#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold doctor: that a tool is there is not enough. It finds what bends a result here, and says what to do.
. "$(dirname "$0")/common.sh"
freehold 0 doctor
said '^ok       trial      .* judged right by valgrind,asan,ledger$'

# A Valgrind that finds no symbols of libc's, as where no debug package is. The audit itself says so, too.
loader=$(ldd "$FREEHOLD" | sed -n 's/^[[:space:]]*\(\/[^ ]*ld-linux[^ ]*\).*/\1/p')
bare=$TMP/${loader##*/}
cp -L "$loader" "$bare" && strip "$bare" && objcopy --remove-section .note.gnu.build-id "$bare" || fail "no $bare"
cd "$TMP" || exit 1
echo 'int one(void);' >lib.h
echo 'int one(void); int one(void) { return 1; }' >lib.c
"${CC:-cc}" -g -c lib.c && ar rcs liblib.a lib.o || fail "no library"
printf '[library]\nstaticlib = liblib.a\nheader = lib.h\nlink = -Wl,--dynamic-linker=%s\n' "$bare" >freehold.ini
echo 'scenario "one" { n = one() }' >one.scn
freehold 3 run --engine valgrind --timeout 3600 one.scn
said 'without the symbols of libc; install them'
CC="${CC:-cc} -Wl,--dynamic-linker=$bare" freehold 3 doctor
said '^FAILS    valgrind   .*apt-get install libc6-dbg'

# A compiler to come, whose allocator has other names: the hook would not see a block.
cat >rustc <<'C'
#!/bin/sh
"$REAL_RUSTC" "$@" || exit
[ -e libselftest.a ] || exit 0
nm libselftest.a 2>/dev/null | awk '$NF ~ /_(rust|rdl|rg)_(alloc|alloc_zeroed|dealloc|realloc)$/ {
  new = $NF; sub(/rust_|rdl_|rg_/, "&of_tomorrow_", new); sub(/_alloc$/, "_allot", new); print $NF, new }' | sort -u >names
objcopy --redefine-syms=names libselftest.a
C
chmod +x rustc
export REAL_RUSTC="${RUSTC:-rustc}"
RUSTC=$TMP/rustc freehold 3 doctor
said 'this rustc is newer than this Freehold'
said "^FAILS    ledger     "
