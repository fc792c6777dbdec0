#!/bin/sh
# SPDX-License-Identifier: MIT
# cbindgen 0.27 and a crate of edition 2024: with the syn of its lock file it fails; with a later syn it makes a header without the functions.
#
# Edition 2024 spells the attribute #[unsafe(no_mangle)]. cbindgen 0.27.0 as its lock file has it can't read such a file, and says so. The
# same version with a later syn, as cargo takes it without --locked, reads the file, takes the function for one that is not exported, and
# writes the rest of the header, here the constant alone, without an error. Debian 13's package does so, too. So the version number does not
# tell whether a build stops, or goes on with a header that has holes. 0.28.0 has the function.
#
# Seen with: cbindgen 0.27.0 with syn 2.0.72 (fails) and 2.0.100 (leaves the function out), and 0.28.0 with syn 2.0.100, from crates.io on
# x86-64 Linux. Needs: cargo 1.74 or newer.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p crate/src
cat >crate/Cargo.toml <<'END'
[package]
name = "greeter"
version = "0.1.0"
edition = "2024"
END
cat >crate/src/lib.rs <<'END'
pub const GREETER_MAX: u32 = 7;

#[unsafe(no_mangle)]
pub extern "C" fn greeter_count() -> u32 {
    GREETER_MAX
}
END

# header CBINDGEN SYN: what becomes of the crate with these versions.
header() {
    mkdir -p "tool-$1-$2/src"
    cat >"tool-$1-$2/Cargo.toml" <<END
[package]
name = "tool"
version = "0.1.0"
edition = "2021"
[dependencies]
cbindgen = { version = "=$1", default-features = false }
syn = "=$2"
END
    cat >"tool-$1-$2/src/main.rs" <<'END'
fn main() {
    let config = cbindgen::Config { language: cbindgen::Language::C, ..Default::default() };
    let header = cbindgen::Builder::new().with_config(config).with_src("crate/src/lib.rs").generate();
    header.expect("no header").write(std::io::stdout());
}
END
    CARGO_TARGET_DIR=target cargo build --quiet --manifest-path "tool-$1-$2/Cargo.toml"
    if target/debug/tool >header.h 2>said; then
        echo "cbindgen $1, syn $2: $(grep -c 'define GREETER_MAX' header.h) constant, $(grep -c greeter_count header.h) function" | tee -a seen
    else
        echo "cbindgen $1, syn $2: $(grep -o 'expected identifier, found keyword .unsafe.' said)" | tee -a seen
    fi
}
header 0.27.0 2.0.72
header 0.27.0 2.0.100
header 0.28.0 2.0.100
cat >expected <<'END'
cbindgen 0.27.0, syn 2.0.72: expected identifier, found keyword `unsafe`
cbindgen 0.27.0, syn 2.0.100: 1 constant, 0 function
cbindgen 0.28.0, syn 2.0.100: 1 constant, 1 function
END
diff expected seen || { echo changed; exit 1; }
echo 'the syn that it was built with decided whether the function was missed or left out'
