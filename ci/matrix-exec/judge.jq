# SPDX-License-Identifier: MIT
# What freehold exec said of each run → whether that was right. Two of std's allocators both take their blocks from malloc(): there a
# release by the other works, and is to be noted.
def parts: capture("^(?<owner>[a-z]+)-(?<other>[a-z]+)/(?<build>[a-z]+)/(?<join>[a-z]+)/(?<engine>[a-z]+)$");
def are_std: .owner == "std" and .other == "std";
def is_noted: any(.notes[]; contains("both have std's allocator"));
# main.c's own: a module could not be opened, with Freehold or without. jemalloc's thread-local storage may find no room in a program that
# is running already.
def is_impossible: any(.notes[]; endswith("ended: exit status 9"));
map(. + (.cell | parts) | .answer =
  if is_impossible then "impossible"
  elif .status == 3 and .reason != "" then "inconclusive"
  elif .status != 0 and .status != 1 then "no answer"
  elif .use == "right" then (if .status == 0 then "clean" else "false alarm" end)
  elif are_std then (if .status == 1 then "false alarm" elif is_noted then "noted" else "false clean" end)
  elif .status == 0 then "false clean"
  else "found" end)
