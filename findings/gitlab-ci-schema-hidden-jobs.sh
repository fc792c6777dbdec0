#!/bin/sh
# SPDX-License-Identifier: MIT
# GitLab's published schema for pipelines, as check-jsonschema brings it: a job whose name begins with a dot is not looked at. So a
# template, which is such a job, fits whatever stands in it; under another name the same mistake is an error.
#
# Seen with: check-jsonschema 0.33.3 from PyPI. Needs: python3 with venv.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check check-jsonschema==0.33.3
for name in .hidden shown; do
    printf '%s:\n  script: [x]\n  artifacts:\n    when: perhaps\n' "$name" >"$name.yml"
    if python/bin/check-jsonschema --builtin-schema vendor.gitlab-ci "$name.yml" >/dev/null 2>&1; then
        echo "$name: fits"
    else
        echo "$name: refused"
    fi
done
