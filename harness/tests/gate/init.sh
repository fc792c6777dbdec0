#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold init, then freehold run, with no edit between: of a static library and its header, and of a crate.
. "$(dirname "$0")/common.sh"
cp "$SOURCE"/harness/tests/gate/init/* "$TMP"
cd "$TMP" || exit 1

# init_well ARGUMENT…, in an empty folder
init_well() {
  "$FREEHOLD" init "$@" >said 2>&1 || { cat said; fail "init $*: exit status $?"; }
  "$FREEHOLD" run --engine ledger --timeout 3600 --out out >said 2>&1 || { cat said; fail "run after init $*: exit status $?"; }
}

# has FILE PATTERN, and has_no
has() { grep -q -- "$2" "$1" || { cat "$1"; fail "$1 lacks: $2"; }; }
has_no() { ! grep -q -- "$2" "$1" || { cat "$1"; fail "$1 has: $2"; }; }

"${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o libshelf.a lib.rs || fail "rustc"
mkdir given && cd given || exit 1
init_well ../libshelf.a ../shelf.h
has shelf.scn '^scenario "shelf_open, shelf_close" {$'
has shelf.scn 'shelf_open("a") *!leak$'
has shelf.scn 'free(value_1) *!cross-allocator-free$'
has shelf.scn '^scenario "shelf_copy (out 2), shelf_close" {$'
has shelf.scn '^scenario "shelf_open, freed by C" {$'
has shelf.scn '^scenario "shared_new, freed by C" {$'
has shelf.scn 'free((void \*)shared_1) *!invalid-free$'
has shelf.scn 'shelf_of_kind(shelf_kind_2) *!leak$'
has shelf.contract '^    Returns: (transfer full) (free-func shelf_close)$'
has shelf.contract "^    # guess: the comment of shelf_describe() (shelf.h:8) names text_free()$"
has shelf.contract '^    @copy: (out) (transfer full) (free-func shelf_close)$'
# It tried to release what shelf_name() gives, and saw that it must not.
sed -n '/^shelf_name:$/,/^$/p' shelf.contract >said
has said '^    # seen: it gave out a pointer, and without a release of that nothing was left$'
has said '^    Returns: (transfer none)$'
# One reference more to what stays: a run does not tell.
has_no shelf.contract '^standard_get:$'
# What was seen stands beside what it says.
has shelf.contract '^    # seen: it gave out a block, and shelf_close() took it back: 4 blocks allocated, none left$'
has shelf.contract '^    # seen: it took back what shelf_open(), shelf_of_kind(), shelf_copy() gave out$'
[ "$(grep -c '^shelf_bind:$' shelf.contract)" = 1 ] || fail "what is known of a function stands in several places"
has_no shelf.scn '"shelf_name'
# No name says it: what was tried does, and what only looks like it is not taken.
has shelf.contract '^    Returns: (transfer full) (free-func box_ship)$'
has shelf.contract 'neither name nor comment names a release function; box_ship() takes'
has_no shelf.contract 'free-func box_weight'
# A call that leaves nothing behind releases nothing if there was no block.
has_no shelf.scn 'shelf_kind_weight'
# It was documented as borrowed, and is taken in fact.
has shelf.contract '^    # contradiction: documented (transfer none)$'
has shelf.contract '^    @shelf: (transfer full)$'
# Nothing is known to take a kind back: that shelf_of_kind() was not seen to leave it alone says nothing.
has_no shelf.contract '@kind:'
"$FREEHOLD" init ../libshelf.a ../shelf.h >said 2>&1
[ $? = 2 ] || fail "it wrote over freehold.ini"
has said 'is there already'

# A crate, with functions that nobody takes back from; one leaves a block where no contract can speak of it.
mkdir -p "$TMP/crate/src" "$TMP/new" && cd "$TMP/new" || exit 1
printf '[package]\nname = "lone"\nversion = "0.1.0"\nedition = "2018"\n[workspace]\n' >../crate/Cargo.toml
printf '#[no_mangle]\npub extern "C" fn lone_new() -> *mut u64 { Box::into_raw(Box::new(7)) }\n' >../crate/src/lib.rs
printf '#[repr(C)]\npub struct State {\n    block: *mut u64,\n}\n#[no_mangle]\npub unsafe extern "C" fn lone_fill(state: *mut State) -> i32 {\n' >>../crate/src/lib.rs
printf '    (*state).block = Box::into_raw(Box::new(7));\n    0\n}\n' >>../crate/src/lib.rs
printf 'pub struct Lone(u64);\n#[no_mangle]\npub extern "C" fn lone_box(of: &Lone) -> Box<Lone> { Box::new(Lone(of.0)) }\n' >>../crate/src/lib.rs
printf '#[no_mangle]\n/* a comment: fn lone_end(&x) {} */\npub extern "C" fn lone_end(lone: Option<Box<Lone>>) { drop(lone) }\n' >>../crate/src/lib.rs
printf '#[no_mangle]\npub extern "C" fn lone_made(out: &mut std::mem::MaybeUninit<Option<Box<Lone>>>, of: i32) -> bool {\n' >>../crate/src/lib.rs
printf '    out.write(if of == 99 { Some(Box::new(Lone(7))) } else { None });\n    of == 99\n}\n' >>../crate/src/lib.rs
init_well ../crate
# Rust's own signatures.
has lone.contract "^    # src/lib.rs:[0-9]*: 'Box<Lone>'$"
has lone.contract '^    Returns: (transfer full) (free-func lone_end)$'
has lone.contract '^    @of: (transfer none)$'
has lone.contract '^    @lone: (transfer full)$'
# No call of it gave out a block. What is filled in is not what is borrowed, the place for it.
has lone.contract '^    @out: (out) (transfer full) (free-func lone_end)$'
has_no lone.contract '@out: (transfer none)'
has lone.scn 'lone_fill(&state_2) *!leak$'
has_no lone.contract '^lone_fill:$'
has lone.scn 'lone_new() *!leak$'
has lone.contract '^    # guess: no function is known that takes back what it gives$'

# Its own header, which says nothing of a function.
mkdir "$TMP/crate/include" "$TMP/shipped" && cd "$TMP/shipped" || exit 1
printf '#include <stdint.h>\nuint64_t *lone_new(void);\n' >../crate/include/lone.h
printf '[library]\ncrate = ../crate\n' >freehold.ini
printf 'scenario "nothing of it" {\n    free(malloc(1))\n}\n' >lone.scn
"$FREEHOLD" check >said 2>&1
[ $? = 2 ] || { cat said; fail "check of a shipped header that lacks functions"; }
has said '/lone.h declares not all that the library exports: it lacks lone_box, lone_end, lone_fill, lone_made. Mend the header,'
printf 'exclude = lone_box lone_end lone_fill lone_made\n' >>freehold.ini
"$FREEHOLD" check >said 2>&1 || { cat said; fail "check of a shipped header"; }
rm freehold.ini lone.scn
"$FREEHOLD" init ../crate >said 2>&1 || { cat said; fail "init with a shipped header"; }
has said '^note: the library exports 4 functions that its own header does not declare'
has freehold.ini '^exclude = lone_box lone_end lone_fill lone_made$'

# A run that can't be made says why: the drafts' own freehold finds no compiler to link with.
mkdir "$TMP/untried" && cd "$TMP/untried" || exit 1
CC=no-such-compiler "$FREEHOLD" init ../crate >said 2>&1
[ $? = 3 ] || { cat said; fail "a run without a compiler"; }
has said 'the drafts could not be tried under ledger, so none is written; freehold run says:$'
has said 'no-such-compiler'
has_no said "can't read a report"

# What only other engines see is left out, and says why.
mkdir -p "$TMP/late/src" "$TMP/left_out" && cd "$TMP/left_out" || exit 1
sed 's/"lone"/"late"/' ../crate/Cargo.toml >../late/Cargo.toml
for name in late early; do
  printf '#[no_mangle]\npub extern "C" fn %s_new() -> *mut u64 { Box::into_raw(Box::new(Block(7))) }\n' $name
  printf '#[no_mangle]\npub unsafe extern "C" fn %s_free(%s: *mut u64) {\n    drop(Box::from_raw(%s));\n' $name $name $name
  [ $name = early ] || printf '    std::ptr::read_volatile(%s);\n' $name
  printf '}\n'
done | sed 's/u64/Block/; 1i #[repr(C)]\npub struct Block(u64);' >../late/src/lib.rs
printf '#[cfg(feature = "more")]\n#[no_mangle]\npub extern "C" fn more() -> i32 {\n    1\n}\n' >>../late/src/lib.rs
printf '[features]\nmore = []\n' >>../late/Cargo.toml
"$FREEHOLD" init ../late >said 2>&1 || { cat said; fail "init of a crate with a use after free"; }
has said 'that valgrind or asan judge otherwise are left out$'
has said '^  "late_new, late_free": valgrind: unexpected use-after-free: '
has said '^note: of the 5 functions that the header declares, the library defines 4; if a feature brings the others, name it in freehold.ini '

# Nothing to call.
mkdir "$TMP/none" && cd "$TMP/none" || exit 1
echo 'void nowhere(void);' >nowhere.h
"$FREEHOLD" init ../libshelf.a nowhere.h >said 2>&1
[ $? = 2 ] || { cat said; fail "a header of another library: exit status $?"; }
has said 'defines no function that .*/nowhere.h declares'
[ ! -e freehold.ini ] || fail "what failed left a freehold.ini"
