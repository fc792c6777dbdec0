# $name: the subject. A row: how many scenarios were broken in how many ways, what became of them, the score, and which ways nobody caught.

def of(fate): [.mutants[] | select(.fate == fate)] | length;
def uncaught:
  [.mutants[] | select(.fate == "survived" or .fate == "not judged") | .mutation]
  | group_by(.) | map("`\(.[0])` \(length)") | join(", ") | if . == "" then "–" else . end;

"| `\($name)` | \(.scenarios) | \(.mutants | length) | \(of("caught")) | \(of("equivalent")) | \(of("survived")) | \(of("not judged")) "
+ "| \(.score) % | \(uncaught) |"
