#!/bin/sh
# SPDX-License-Identifier: MIT
# fail_alloc.sh with the other engines.
ENGINES=ledger,valgrind,asan
. "$(dirname "$0")/fail_alloc.sh"
