#!/bin/sh
# SPDX-License-Identifier: MIT
# contract_words.sh with all engines.
ENGINES=all
. "$(dirname "$0")/contract_words.sh"
