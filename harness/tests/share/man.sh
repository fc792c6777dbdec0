#!/bin/sh
# SPDX-License-Identifier: MIT
# Every command has a man page, with exactly its options; those of the formats have every key, word and kind; all are well-formed.
. "$(dirname "$0")/common.sh"
pages=$SOURCE/docs/man

# The text of a page's source, without its macros' escapes.
plain() { sed 's/\\-/-/g; s/\\f[A-Z]//g' "$1"; }

[ -n "$(commands)" ] || fail "freehold --help lists no command"
for command in $(commands); do
  page=$pages/freehold-$command.1
  [ -f "$page" ] || fail "$page is not there"
  options "$command" >"$TMP/wanted"
  plain "$page" | sed -n '/^\.SH OPTIONS/,/^\.SH EXIT/p' | grep -A 1 '^\.TP' | grep -oE -- '(^|[ "])--?[a-z][a-z-]*' |
    grep -oE -- '--?[a-z-]+' | sort >"$TMP/found"
  same "$page" "$TMP/wanted" "$TMP/found"
  plain "$pages/freehold.1" | grep -qx "\.BR freehold-$command (1)" || fail "freehold.1 does not name $command"
done
for page in "$pages"/freehold-*.1; do
  name=${page##*/freehold-}
  commands | grep -qx "${name%.1}" || fail "$page: there is no such command"
done

keys=$(awk '/ keys\[\]|known_keys\[\]/ { on = 1 } on { print } on && /;/ { exit }' "$SOURCE/harness/freehold/library/config.c" | grep -o '"[a-z-]*"' | tr -d '"')
[ -n "$keys" ] || fail "no keys found in config.c"
for key in $keys; do
  plain "$pages/freehold.ini.5" | grep -A 1 '^\.TP' | grep -q "^\.BR $key " || fail "freehold.ini.5: $key is not there"
done

"$HERE/samples" "$SOURCE" "$MARKS" >"$TMP/samples" || exit 1
cut -f 3 "$TMP/samples" | while read -r word; do
  plain "$pages/freehold-scenarios.5" | grep -qwF -e "$word" || fail "freehold-scenarios.5: $word is not there"
done || exit 1

if command -v mandoc >/dev/null; then
  # The date is left out on purpose: man then shows none.
  mandoc -T lint -W warning "$pages"/* | grep -v 'missing date' && fail "mandoc has something to say"
fi
exit 0
