#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold selftest: right on this machine; and where an engine saw nothing, or blamed right use, it says so and fails.
. "$(dirname "$0")/common.sh"
cd "$TMP" || exit 1
export RUSTC="${RUSTC:-rustc}"

# A rustc that builds another library: SED_SCRIPT changes its source.
other_library() {
  printf '#!/bin/sh\nsed -i "%s" lib.rs\nexec %s "$@"\n' "$1" "$RUSTC" >other-rustc
  chmod +x other-rustc
}

freehold 0 selftest --engine ledger
said '^leak  *C forgets Rust.s  *seen$'
said '^right use  *Rust releases its own  *clean$'
said '^use-after-free  *C reads Rust.s  *–$'
said '^not applicable  ledger: use-after-free: ledger sees no memory accesses$'
said '^[1-9][0-9]* seen, [1-9][0-9]* clean, [1-9][0-9]* not applicable, 0 not judged, 0 missed, 0 false alarms; report: '

# A report says what was measured here; that it was measured with other versions; that it was not measured.
audit() {
  freehold 0 run --engine ledger --config freehold-selftest/freehold.ini --build-dir freehold-selftest/built --out out "$@" freehold-selftest/none.scn
}
in_report() {
  grep -q -- "$1" out/report.json && grep -q -- "$2" out/index.html || fail "not in the report: $1"
}
audit
in_report '"state" : "measured"' '<li>ledger: [1-9][0-9]* seen, '
grep -q '^| `leak` | `C forgets Rust.s` | seen |$' out/summary.md || fail "no table in summary.md"
freehold 0 report --out again out
grep -q '"state" : "measured"' again/report.json || fail "freehold report loses what was measured"
audit --deterministic
! grep -q '"state" : \|was blind to' out/report.json out/index.html out/summary.md || fail "a deterministic report depends on the machine"
sed -i 's/"libc" : "[^"]*"/"libc" : "1.0"/' cache/freehold/selftest/ledger-*.json
audit
in_report '"state" : "other versions"' 'measured with other versions: libc was 1.0 then, and is '
for file in cache/freehold/selftest/ledger-*.json; do head -c 900 "$file" >cut && mv cut "$file"; done
audit
in_report 'what was kept is damaged; freehold selftest --engine ledger measures' 'not measured here: what was kept is damaged'
rm -r cache
audit
in_report '"state" : "not measured"' 'not measured here: freehold selftest --engine ledger measures'

# What it made it may make again; what it did not make it leaves alone.
freehold 0 selftest --engine ledger
mkdir mine && touch mine/file
freehold 2 selftest --engine ledger --build-dir mine
said 'mine is not empty, and freehold selftest did not make it'
[ -e mine/file ] || fail "a file is gone that freehold selftest did not make"

other_library '/fn lose()/,/^}/s/unsafe {.*/();/'
grep -q 'fn lose' "$SOURCE/harness/selftest/lib.rs" || fail "lib.rs has no lose()"
RUSTC=$TMP/other-rustc freehold 1 selftest --engine ledger
said '^leak  *Rust forgets its own  *MISSED$'
said ' 1 missed, 0 false alarms; '

other_library 's/drop(CString::from_raw(text))/let _ = text;/'
RUSTC=$TMP/other-rustc freehold 1 selftest --engine ledger
said '^right use  *Rust releases its own  *FALSE ALARM$'
said '^FALSE ALARM  ledger: '

RUSTC=false freehold 3 selftest
said 'rustc could not build the library of the self-test'
