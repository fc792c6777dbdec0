# What --trust-logs does not make a pass: cut, without a leak search, a sanitizer's without findings.
for log in cut.log unsearched.log unsearched.xml asan-suppressed.log; do
  "$FREEHOLD" report --trust-logs --out "$TMP/out" ../data/foreign/$log
  echo "status $?"
done
