# SPDX-License-Identifier: MIT
# cells.json -> what is said of the first program, a tool a line.
.[0].cells | to_entries[] | "\(.key): \(.value.verdict)" + (if .value.words == "" then "" else ": " + .value.words end)
