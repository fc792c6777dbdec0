#!/bin/sh
# SPDX-License-Identifier: MIT
# The scenarios of each_engine.sh under Valgrind alone.
ENGINES=valgrind exec "$(dirname "$0")/each_engine.sh"
