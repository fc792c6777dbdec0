#!/bin/sh
# SPDX-License-Identifier: MIT
# cargo freehold on the example project: init, run and test, right and wrong; what it says without a freehold command; and that the crate
# can be published as it is.
. "$(dirname "$0")/common.sh"
unset CARGO_TARGET_DIR
export CARGO_NET_OFFLINE=true

# cargo_freehold STATUS ARGUMENT…: what it prints is in $TMP/said.
cargo_freehold() {
  wanted=$1
  shift
  cargo freehold "$@" >"$TMP/said" 2>&1
  status=$?
  [ "$status" = "$wanted" ] || { cat "$TMP/said"; fail "cargo freehold $*: exit status $status, not $wanted"; }
}
said() { grep -q -- "$1" "$TMP/said" || { cat "$TMP/said"; fail "not printed: $1"; }; }

cp -r "$SOURCE/cargo-freehold" "$SOURCE/examples/greeting" "$TMP" || exit 1
cd "$TMP/cargo-freehold" && rm -rf target || exit 1
cmp -s LICENSE "$SOURCE/LICENSE" || fail "its LICENSE is another"
cargo package --quiet --allow-dirty >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "cargo package"; }
tar tf target/package/*.crate | sed 's,^[^/]*/,,' | sort >"$TMP/found"
printf '%s\n' Cargo.lock Cargo.toml Cargo.toml.orig LICENSE README.md src/command.rs src/main.rs src/test.rs | sort >"$TMP/wanted"
grep -qx Cargo.lock "$TMP/found" || sed -i '/^Cargo.lock$/d' "$TMP/wanted"
grep -v '^\.cargo_vcs_info' "$TMP/found" >"$TMP/packaged"
same "the package" "$TMP/wanted" "$TMP/packaged"
cargo test --quiet >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "its own tests"; }
cargo build --quiet || fail "cargo build"
PATH=$TMP/cargo-freehold/target/debug:$PATH

cd "$TMP/greeting" && rm -rf target freehold.ini scenarios || exit 1
FREEHOLD=$TMP/none cargo_freehold 3 run
said "FREEHOLD is $TMP/none, which is no program"
(unset FREEHOLD; PATH=$(dirname "$(command -v cargo)"):$TMP/cargo-freehold/target/debug:/usr/bin:/bin; ! command -v freehold >/dev/null || exit 0
  cargo_freehold 3 run && said 'there is no freehold command: .*PATH' && said 'meson install -C build') || exit 1
cargo_freehold 2 run
said 'to draft one: cargo freehold init'
cargo_freehold 2 init somewhere
said "takes no arguments, and got 'somewhere'"

cargo_freehold 0 init
[ -f freehold/freehold.ini ] && [ -f freehold/greeting.scn ] || fail "init drafted nothing in the folder freehold"
cargo_freehold 0 run --engine ledger
said ' pass, 0 fail, 0 inconclusive$'
(cd src && cargo_freehold 0 run --engine ledger && said ' pass, 0 fail, 0 inconclusive$') || exit 1
cargo_freehold 0 check
said ': no errors$'

cargo_freehold 0 test
said 'test tests::greets_through_the_c_api ... ok'
said '^cargo freehold: [1-9] test programs*: pass; report: freehold-report/index.html$'
[ -s freehold-report/report.json ] || fail "no report"

# A test that fails, with nothing to find.
sed 's/assert_eq!(greet("Ada"), "Hello, Ada")/assert_eq!(greet("Ada"), "Bye")/' src/lib.rs >lib.rs && cp src/lib.rs right.rs && mv lib.rs src/lib.rs
cargo_freehold 101 test --lib
said '^cargo freehold: 1 test program: pass; '

# Tests that pass, with something to find: `cargo test` alone does not.
sed 's/drop(CString::from_raw(greeting));/extern "C" { fn free(block: *mut std::ffi::c_void); } free(greeting.cast())/' right.rs >src/lib.rs
cargo test --quiet >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "cargo test saw the bug"; }
cargo_freehold 1 test --out=elsewhere --lib -- --nocapture
said 'cross-allocator-free (CWE-762) in greeting_free'
said '^cargo freehold: 1 test program: fail; report: elsewhere/index.html$'
"$FREEHOLD" report --write-baseline known elsewhere >/dev/null 2>&1
cargo_freehold 0 test --baseline known --lib
said '^cargo freehold: 1 test program: pass; '
