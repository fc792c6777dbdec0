#!/bin/sh
# SPDX-License-Identifier: MIT
# The Debian package: dpkg-buildpackage builds it from the tree, lintian finds no error, and what is in it works where it is unpacked.
. "$(dirname "$0")/common.sh"
mkdir "$TMP/freehold" && cd "$SOURCE" || exit 1
tar cf - --exclude=./build* --exclude=node_modules --exclude=./harness/tests/share/python --exclude=target --exclude=.git --exclude=.freehold . | tar xf - -C "$TMP/freehold"
cd "$TMP/freehold" || exit 1
dpkg-buildpackage --unsigned-source --unsigned-changes --build=binary >"$TMP/said" 2>&1 || { tail -40 "$TMP/said"; fail "dpkg-buildpackage"; }
cd "$TMP" || exit 1
lintian --fail-on error --no-cfg ./*.changes >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "lintian"; }
dpkg-deb --extract freehold_*.deb root || fail "no package"

# All that meson install installs, where Debian has it.
sed 's,^share/zsh/site-functions/,share/zsh/vendor-completions/,; s,^\(share/man/.*\),\1.gz,' "$HERE/installed.list" | sort >"$TMP/wanted"
(cd root/usr && find . -type f | sed 's,^\./,,; s,^lib/[a-z0-9_]*-linux-gnu/,lib/,') | grep -v '^share/doc/' | sort >"$TMP/found"
same "the package" "$TMP/wanted" "$TMP/found"
find root/usr/share/doc/freehold -name 'tutorial.md*' | grep -q . || fail "no docs in it"

cd "$TMP" || exit 1
root/usr/bin/freehold demo >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "the packaged freehold demo"; }
# What is stripped too much no longer tells the harness from the library.
grep -q ' of the harness$' "$TMP/said" || { cat "$TMP/said"; fail "no frames of the harness left out"; }
grep -q ' in runner$' "$TMP/said" && { cat "$TMP/said"; fail "frames of the harness in a stack"; }
root/usr/bin/freehold selftest >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "the packaged freehold selftest"; }
grep -q ', 0 not judged, 0 missed, 0 false alarms; ' "$TMP/said" || { cat "$TMP/said"; fail "the packaged freehold selftest"; }
