#!/bin/sh
# SPDX-License-Identifier: MIT
# A leak of a published crate, found by what freehold init drafts and six lines of a scenario: imagequant-sys 4.1.0 releases the content
# of an image's background, and forgets the block around it.
. "$(dirname "$0")/common.sh"
cd "$TMP" || exit 1
"$FREEHOLD" init imagequant-sys@4.1.0 >said 2>&1 || { cat said; fail "init"; }
"$FREEHOLD" run --engine ledger --timeout 3600 >said 2>&1 || { cat said; fail "the drafts do not pass"; }
cp "$SOURCE/harness/tests/gate/imagequant/background.scn" .
"$FREEHOLD" run --engine ledger --timeout 3600 background.scn >said 2>&1
[ $? = 1 ] || { cat said; fail "the leak was not found"; }
said 'background.scn:6: unexpected leak (CWE-401)'
said '192 bytes in 1 block allocated by Rust (__rust_alloc) never released'
