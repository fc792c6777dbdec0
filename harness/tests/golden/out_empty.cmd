# A variable of a script that is not set: no report where nobody looks for it.
for command in run exec report; do
  "$FREEHOLD" $command --out=
done
