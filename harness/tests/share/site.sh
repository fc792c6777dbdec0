#!/bin/sh
# SPDX-License-Identifier: MIT
# ci/site/build makes a page of each page, and refuses a link to a page or a heading that is not there.
. "$(dirname "$0")/common.sh"
mkdir "$TMP/tree" && cd "$SOURCE" || exit 1
cp -r ./*.md docs ci "$TMP/tree" && cd "$TMP/tree" || exit 1
ci/site/build "$TMP/site" >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "ci/site/build"; }
for page in README.md CHANGELOG.md docs/*.md; do
  name=${page##*/}
  name=${name%.md}
  [ "$name" = README ] && name=index
  grep -q '<h1' "$TMP/site/$name.html" || fail "no page of $page"
done
for link in 'no-such-page.md' 'ci.md#no-such-heading'; do
  cp "$SOURCE/docs/tutorial.md" docs/tutorial.md
  printf '\n[a link](%s)\n' "$link" >>docs/tutorial.md
  ci/site/build "$TMP/site" >"$TMP/said" 2>&1 && fail "$link leads nowhere, and was taken"
  grep -q 'no-such' "$TMP/said" || { cat "$TMP/said"; fail "$link is not named"; }
done
exit 0
