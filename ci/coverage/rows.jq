# A row for each folder of harness/freehold: lines, and branches, taken by the unit tests and by all tests. $units, $all: gcovr's JSON. $has_all: whether the
# others were run.

def judges: ["verdict", "classify", "log", "import"];
def folder: .file | split("/")[2];
def taken(all): [all[] | select(.count > 0)] | length;
def share(n; of): if of == 0 then "–" else "\(n * 1000 / of | floor / 10) %" end;

def counts:
  [.[].lines[] | select(.["gcovr/noncode"] | not)] as $lines
  | [$lines[].branches[]] as $branches
  | {lines: ($lines | length), lines_taken: taken($lines), branches: ($branches | length), branches_taken: taken($branches)};

def row(name; $units; $all):
  def by_all(n; of): if $has_all then share(n; of) else "not run" end;
  "| \(name) | \($all.lines) | \(share($units.lines_taken; $all.lines)) | \(by_all($all.lines_taken; $all.lines)) "
  + "| \($all.branches) | \(share($units.branches_taken; $all.branches)) | \(by_all($all.branches_taken; $all.branches)) |";

def of(name): [.files[] | select(folder == name)] | counts;

$units[0] as $by_units | $all[0] as $by_all
| ([$by_all.files[] | folder] | unique - judges) as $others
| (judges + $others | .[] | . as $name | row("`\($name)/`"; $by_units | of($name); $by_all | of($name))),
  row("all"; $by_units.files | counts; $by_all.files | counts)
