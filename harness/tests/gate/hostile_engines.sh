#!/bin/sh
# SPDX-License-Identifier: MIT
# hostile.sh under the other engines.
ENGINES='valgrind asan'
. "$(dirname "$0")/hostile.sh"
