#!/bin/sh
# SPDX-License-Identifier: MIT
# --instrument takes a std that is compiled with AddressSanitizer where there is one, and doctor says whether there is. Then a released
# block that only std's code reads is a finding of the asan engine's; without it, nobody sees that. Where rustc has no such std, what is
# asked of it is tested with one that only answers, and the rest is skipped.
. "$(dirname "$0")/common.sh"
target=x86_64-unknown-linux-gnuasan

# A rustc that names its machine and its folders, and compiles nothing.
mkdir "$TMP/std"
cat >"$TMP/rustc" <<END
#!/bin/sh
case \$1 in
--version) echo 'rustc 1.95.0' ;;
-vV) printf 'rustc 1.95.0\nhost: %s\n' "\$MACHINE" ;;
--print) [ "\$4" = $target ] && echo "\$STD" ;;
esac
END
chmod +x "$TMP/rustc"
doctor() { MACHINE=$1 STD=$2 RUSTC=$TMP/rustc "$FREEHOLD" doctor >"$TMP/said" 2>&1; }
doctor x86_64-unknown-linux-gnu "$TMP/std"
said "^ok       std        $target;"
doctor x86_64-unknown-linux-gnu "$TMP/no-such-folder"
said "^note     std .*rustup target add $target"
doctor aarch64-unknown-linux-gnu "$TMP/std"
grep ' std ' "$TMP/said" && fail 'another machine has no such target'

mkdir -p "$TMP/stale/src"
cd "$TMP/stale" || exit 1
printf '[package]\nname = "stale"\nversion = "0.1.0"\nedition = "2021"\n[lib]\ncrate-type = ["staticlib"]\n' >Cargo.toml
printf '[library]\ncrate = .\n' >freehold.ini
cat >src/lib.rs <<'END'
/// std's code, not this one, reads what is released.
#[no_mangle]
pub extern "C" fn stale_length() -> usize {
    let raw = Box::into_raw(Box::new([b'a'; 64]));
    unsafe {
        drop(Box::from_raw(raw));
        let bytes = std::slice::from_raw_parts(raw as *const u8, 64);
        std::str::from_utf8(bytes).map_or(0, |text| text.len())
    }
}
END
printf 'scenario "std reads a released block" {\n    stale_length()\n}\n' >stale.scn
folder=$("${RUSTC:-rustc}" --print target-libdir --target "$target" 2>/dev/null) && [ -d "$folder" ] || {
  echo "left out: the std of $target"
  exit 77
}
freehold 1 run --engine asan --instrument --timeout 3600 --build-dir "$TMP/build" --out "$TMP/out" stale.scn
said 'Rust code and its std instrumented'
said 'unexpected use-after-free'
said 'ended the process at stale.scn:2, in code'
# As before with the other std, if that is what freehold.ini asks for.
echo 'target = x86_64-unknown-linux-gnu' >>freehold.ini
freehold 0 run --engine asan --instrument --timeout 3600 --build-dir "$TMP/build" --out "$TMP/out" stale.scn
said 'Rust code instrumented'
