#!/bin/sh
# After the tests of a coverage build: for each source of the library and the program the share of lines that ran, lowest
# first, and the total.  scripts/coverage.sh BUILD
set -eu
cd "$(dirname "$0")/.."
build=$1
find "$build/CMakeFiles" -name '*.gcda' | grep -q . || {
    echo "coverage.sh: $build holds no counters; run the tests of the coverage preset first" >&2
    exit 1
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
objects=$(find "$PWD/$build/CMakeFiles" -name '*.gcda')
# shellcheck disable=SC2086 # the objects are many words
(cd "$scratch" && gcov --no-output $objects 2>/dev/null) | awk -v root="$PWD/" '
    /^File / { file = substr($0, 7, length($0) - 7); sub(root, "", file) }
    /^Lines executed:/ && file ~ /^(src|app)\// {
        split($0, part, /[:% ]+/)
        share = part[3]; lines = $NF
        if (!(file in seen)) { seen[file] = 1; total += lines; ran += lines * share / 100 }
        printf "%6.1f %%  %5d lines  %s\n", share, lines, file
    }
    END { if (total) printf "%6.1f %%  %5d lines  in all\n", 100 * ran / total, total }' | sort -n | uniq
