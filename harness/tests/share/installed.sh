#!/bin/sh
# SPDX-License-Identifier: MIT
# installed.sh BUILD PREFIX: `meson install` installs what installed.list says, and nothing else; what it installs runs there.
. "$(dirname "$0")/common.sh"
DESTDIR=$TMP/root meson install -C "$1" --no-rebuild >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "meson install"; }
cd "$TMP/root$2" || fail "nothing is in $2"
# Debian's folder for libraries has the machine in its name.
find . -type f -o -type l | sed 's,^\./,,; s,^lib/[a-z0-9_]*-linux-gnu/,lib/,' | sort >"$TMP/found"
same "installed.list" "$HERE/installed.list" "$TMP/found"
[ "$(bin/freehold --version)" = "$("$FREEHOLD" --version)" ] || fail "the installed freehold does not run"
bin/freehold check --help >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "the installed freehold does not find its other program"; }

freehold=$(PKG_CONFIG_PATH=$PWD/share/pkgconfig pkg-config --variable=freehold freehold) || fail "pkg-config does not know freehold"
[ -x "$TMP/root$freehold" ] || fail "pkg-config says $freehold, which is not there"
schema=$(PKG_CONFIG_PATH=$PWD/share/pkgconfig pkg-config --variable=schema freehold)
[ -s "$TMP/root$schema" ] || fail "pkg-config says $schema, which is not there"
