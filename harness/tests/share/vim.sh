#!/bin/sh
# SPDX-License-Identifier: MIT
# vim colours every word of the language where it is one, and only there; :make finds the places of errors.
. "$(dirname "$0")/common.sh"
"$HERE/samples" "$SOURCE" "$MARKS" >"$TMP/samples" || exit 1
# Not those: a variable, a function of that name, a word in a string and in a comment.
{
  printf '    %s\t5\tread\tnone\n' 'read = 1' 'read(fd, b, 4)'
  printf '    read[0] = 1\t5\tread\tnone\n'
  printf '    x = 1 # expect\t13\texpect\tfreeholdComment\n'
  printf '    f("expect x")\t8\texpect\tfreeholdString\n'
  printf '    f(x) !leaky\t10\t!leaky\tnone\n'
} >"$TMP/others"
cat "$TMP/samples" "$TMP/others" >"$TMP/all"
cut -f 1 "$TMP/all" >"$TMP/sample.scn"
cut -f 2 "$TMP/all" >"$TMP/columns"
cat >"$TMP/ask.vim" <<'END'
let found = []
let columns = readfile($TMP . '/columns')
for number in range(1, line('$'))
  let name = synIDattr(synID(number, columns[number - 1], 1), 'name')
  call add(found, name ==# '' ? 'none' : name)
endfor
call writefile(found, $TMP . '/found')
call writefile([&filetype, &commentstring], $TMP . '/settings')
set makeprg=cat
execute 'make ' . $TMP . '/messages'
let places = []
for item in getqflist()
  if item.valid
    call add(places, fnamemodify(bufname(item.bufnr), ':t') . ':' . item.lnum . ': ' . item.text)
  endif
endfor
call writefile(places, $TMP . '/places')
qall!
END
"$FREEHOLD" check --config "$SOURCE/harness/tests/golden/freehold.ini" "$SOURCE/harness/tests/golden/scripts/empty.scn" >"$TMP/messages" 2>&1
[ -s "$TMP/messages" ] || fail "freehold check printed nothing"
TMP=$TMP vim -E -s -N -u NONE -i NONE --cmd "set runtimepath^=$SOURCE/share/vim" --cmd 'filetype plugin on | syntax on' \
  "$TMP/sample.scn" -S "$TMP/ask.vim" </dev/null >"$TMP/said" 2>&1
[ -s "$TMP/found" ] || { cat "$TMP/said"; fail "vim did not answer"; }
printf '%s\n' freehold '# %s' | diff - "$TMP/settings" || fail "the settings of a .scn file"
paste "$TMP/all" "$TMP/found" | awk -F '\t' '
  NF == 4 && ($4 == "none" || $4 ~ /Comment|String/) { print "not coloured: " $3 " in " $1; wrong++ }
  NF == 5 && $4 != $5 { print $5 " and not " $4 ": " $3 " in " $1; wrong++ }
  END { exit wrong > 0 || NR < 40 }' || fail "colours"
grep -qx 'empty.scn:1: no scenario in this file' "$TMP/places" || { cat "$TMP/places"; fail ":make did not find the error"; }
