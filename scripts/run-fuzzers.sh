#!/bin/sh
# Runs every fuzzer of a build folder for some seconds each:  scripts/run-fuzzers.sh BUILD SECONDS
#
# Seeds are test/fuzz/corpus/NAME; what the fuzzer learns stays in BUILD/fuzz-corpus/NAME, so that the next run goes on from
# there. A finding is kept as BUILD/fuzz-findings/NAME-*: copy it to the seeds when it is mended, so that it becomes a
# test.
set -eu
build=$1
seconds=${2:-60}
root=$(cd "$(dirname "$0")/.." && pwd)
failed=0
mkdir -p "$build/fuzz-findings"
for fuzzer in "$build"/test/fuzz/fuzz_*; do
    [ -f "$fuzzer" ] && [ -x "$fuzzer" ] || continue
    name=${fuzzer##*/fuzz_}
    mkdir -p "$build/fuzz-corpus/$name"
    echo "fuzzing $name for $seconds s"
    if ! "$fuzzer" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$build/fuzz-findings/$name-" "$build/fuzz-corpus/$name" "$root/test/fuzz/corpus/$name" \
        > "$build/fuzz-findings/$name.log" 2>&1; then
        echo "$name: something was found, see $build/fuzz-findings/$name.log:"
        tail -n 40 "$build/fuzz-findings/$name.log"
        failed=1
    else
        grep -E "stat::number_of_executed_units" "$build/fuzz-findings/$name.log" || true
    fi
done
exit $failed
