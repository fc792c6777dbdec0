#!/bin/sh
# SPDX-License-Identifier: MIT
# A distribution's own Rust library, stripped, as it is installed: librav1e (package librav1e-dev).
. "$(dirname "$0")/common.sh"
flags=$(pkg-config --cflags --libs rav1e 2>said) || { echo 'librav1e-dev is not there'; exit 77; }
# shellcheck disable=SC2086
build "${CC:-cc}" -g -o encode "$here/rav1e.c" $flags
both cross-allocator-free ./encode
says 'rav1e_config_default'

# The same with AddressSanitizer.
# shellcheck disable=SC2086
build gcc -g -fsanitize=address -o encode-asan "$here/rav1e.c" $flags
both cross-allocator-free ./encode-asan
says 'rav1e_config_default'
