#!/bin/sh
# Runs the tests of a CMake test preset and ends with one line "N passed, N failed".
#
#   scripts/run-tests.sh PRESET
set -eu
cd "$(dirname "$0")/.."
preset=$1

# Two tests at a time, two threads each; waiting threads sleep, since they share the cores.
jobs=$(nproc)
[ "$jobs" -le 2 ] || jobs=2
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}" OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}"

results=$(mktemp)
trap 'rm -f "$results"' EXIT
status=0
ctest --preset "$preset" --parallel "$jobs" --output-junit "$results" </dev/null || status=$?
python3 scripts/summarise-tests.py "$results" || status=1
exit "$status"
