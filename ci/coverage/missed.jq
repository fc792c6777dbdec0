# "FILE TAB LINE TAB BRANCHES TAKEN TAB BRANCHES" of each line of verdict/, classify/ and log/ with a branch that no test takes.
.files[]
| select(.file | test("^harness/freehold/(verdict|classify|log)/"))
| .file as $file
| .lines[]
| [.branches[] | select(.count > 0)] as $taken
| select(($taken | length) < (.branches | length))
| [$file, .line_number, ($taken | length), (.branches | length)]
| @tsv
