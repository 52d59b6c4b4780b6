#!/bin/sh
# Formats every C source, or with --check only says which ones are not formatted. Exit status 77: no clang-format of the
# version that the formatting was made with (others break lines differently).
set -eu
cd "$(dirname "$0")/.."
version=14

tool=
for name in clang-format-$version clang-format; do
    if command -v $name >/dev/null 2>&1 && $name --version | grep -q "version $version\."; then
        tool=$name
        break
    fi
done
if [ -z "$tool" ]; then
    echo "format: clang-format $version was not found (Debian: clang-format-$version)"
    exit 77
fi

mode=-i
[ "${1:-}" = --check ] && mode="--dry-run --Werror"
# shellcheck disable=SC2086 # the mode is several words
find app src include test examples bench -name '*.[ch]' -print0 2>/dev/null | xargs -0 --no-run-if-empty $tool $mode
