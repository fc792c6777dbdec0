#!/bin/sh
# SPDX-License-Identifier: MIT
# clang's ownership attributes: until clang 19 a family with a name of its own is accepted, and then nothing is checked; from 20 on it is.
#
# ownership_returns(NAME) and ownership_takes(NAME, N) name the functions that belong together. All versions take any NAME without a
# warning. Versions before 20 only know the name "malloc": under another, they report neither a second release nor free() of such a
# block. From 20 on they report both. Who annotates a library with a name for each release function is checked for nothing by the
# analyzers that Debian 12 and 13 have.
#
# Seen with: clang-tidy 19.1.0.1 and 20.1.0 from PyPI on x86-64 Linux. Needs: python3 with venv.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# use.c NAME: right prototypes; a block is released twice, and one by free().
use() {
    cat >"$1.c" <<END
void free(void *block);
struct text;
struct text *text_new(void) __attribute__((ownership_returns($1)));
void text_free(struct text *text) __attribute__((ownership_takes($1, 1)));

void twice(void)
{
    struct text *text = text_new();
    text_free(text);
    text_free(text);
}

void by_another(void)
{
    struct text *text = text_new();
    free(text);
}
END
}
use malloc
use text

# warnings VERSION: what clang-tidy of that version says of both files.
warnings() {
    python3 -m venv "$1"
    "$1/bin/pip" --quiet --disable-pip-version-check install "clang-tidy==$1"
    for name in malloc text; do
        "$1/bin/clang-tidy" --checks='-*,clang-analyzer-unix.*' "$name.c" -- 2>/dev/null |
            sed -n "s/^.*warning: /clang-tidy $1, family $name: /p" | tee "$1.$name.said"
    done
}
warnings 19.1.0.1
warnings 20.1.0
grep -q 'released' 19.1.0.1.malloc.said || { echo 'changed: 19 says nothing of the family malloc'; exit 1; }
[ ! -s 19.1.0.1.text.said ] || { echo 'changed: 19 checks a family of its own name'; exit 1; }
grep -q 'released' 20.1.0.text.said || { echo 'changed: 20 finds no second release in a family of its own name'; exit 1; }
grep -q 'free()' 20.1.0.text.said || { echo 'changed: 20 says nothing of free()'; exit 1; }
echo 'the name of the family decided whether anything was checked'
