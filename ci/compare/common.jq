# SPDX-License-Identifier: MIT
# What the filters of the comparison share: the kinds of defect, the tools, and the answer that every reader
# gives.

# In the page's order.
def kinds: ["none", "leak", "cross-allocator-free", "double-free", "invalid-free", "layout-mismatch", "wrong-release",
            "use-after-free", "out-of-bounds", "uninitialised-use", "abort"];

# A column of the page each. `reader` is a filter in read/, and the name that rules.md has for these tools.
def tools: [
    {name: "valgrind", head: "Valgrind", reader: "valgrind"},
    {name: "asan-c", head: "ASan, C side", reader: "asan"},
    {name: "asan-both", head: "ASan, both sides", reader: "asan"},
    {name: "gcc", head: "gcc", reader: "gcc"},
    {name: "gcc-attributes", head: "gcc, contract", reader: "gcc"},
    {name: "freehold-exec", head: "Freehold exec", reader: "freehold_exec", is_ours: true},
    (("valgrind", "asan", "ledger") | {name: "freehold-\(.)", head: "Freehold: \(.)", reader: "freehold_run", is_ours: true})
];

# What one tool says of one program, by their names. `no_answer`: null, or why the tool's silence must not be
# taken for "nothing". `reports`: each with what it `says`, the `frames` of the stack of the deed
# ("file.c:12"), and is_unexpected. `cannot`: what Freehold itself says that it can't see.
def answer($program; $tool; $no_answer; $reports; $cannot): {$program, $tool, $no_answer, $reports, $cannot};

# How a tool ended, as run-tools wrote it down: a number, or why the tool was not run -> null, or why there is
# no answer.
def why_not_run($status):
    if $status == "" then "not run"
    elif $status | test("^[0-9]+$") | not then $status
    elif $status == "124" then "timed out"
    elif $status == "125" or $status == "126" or $status == "127" then "could not be started"
    else null end;

# Exit statuses of a program that ended itself by a signal; another signal came from outside.
def own_signals: {"132": "SIGILL", "134": "SIGABRT", "135": "SIGBUS", "136": "SIGFPE", "139": "SIGSEGV"};

# Text -> its lines.
def lines: split("\n");

# Words that a page can have twice: no addresses.
def without_addresses: gsub("0x[0-9A-Fa-f]+"; "0x…");
