# $name: the crate. A row: how much was called, what was found, and in how many calls.

def point(kind): .coverage[kind] | "\(.seen) of \(.all)";
def finds:
  [.finds[] | "`\(.kind)` at `\(.function)()`, \(.calls) calls"] | join("; ") | if . == "" then "–" else . end;

"| \($name) | \(.sequences) | \(.calls) | \(point("function")) | \(point("transfer")) | \(point("outcome")) | \(.unsteady) | \(finds) |"
