#!/bin/sh
# bench/cash.sh [PATHS] [REPEATS]: cash of a company from files to JSON, with a plan and a line.
#
# Makes a book of 10,000 open claims (and three times as many paid ones), 5,000 bills and 300 plan
# lines, and forecasts 12 months of it with the baseline and three scenarios: four in all. The goal
# is two seconds on two processors. Rewrites its table in docs/BENCHMARKS.md. Seconds of the
# processor are of all threads together: on a shared machine they say more than the clock.
set -eu
paths=${1:-10000}
repeats=${2:-3}

cd "$(dirname "$0")/.."
. bench/common.sh

build_targets duecast
duecast=$build/duecast
book=$work/cash-company
python3 bench/company.py "$book" 10000 5000 300
scenarios='-w sales:change=-10% -s bench/plans.yaml -s bench/late.yaml'

# Least seconds of the processor of a run, and its clock and memory: prints "USER CLOCK KILOBYTES".
least_work() {
    : >"$work/times"
    for _ in $(seq "$repeats"); do
        /usr/bin/time -f '%U %e %M' -o "$work/time" "$@" >"$work/output" 2>"$work/errors" || {
            cat "$work/errors" >&2
            exit 1
        }
        cat "$work/time" >>"$work/times"
    done
    sort -n "$work/times" | head -n 1
}
row() {
    echo "$2" | awk -v name="$1" '{ printf "| %s | %.2f | %.2f | %.0f |\n", name, $2, $1, $3 / 1024 }'
}

run="forecast $book --paths $paths --horizon 52w --quiet -o $work/answer.json"
{
    echo "10,000 open claims, 5,000 bills, 300 plan lines, 12 months, $paths paths, baseline and 3"
    echo "scenarios, to JSON. Machine: $(machine)."
    echo
    echo '| run | clock, s | processor, s | memory, MB |'
    echo '|---|---:|---:|---:|'
    row 'four scenarios, all threads' "$(least_work "$duecast" $run $scenarios)"
    row 'four scenarios, one thread' "$(least_work "$duecast" $run $scenarios --threads 1)"
    row '... without testing the bands on the past' \
        "$(least_work "$duecast" $run $scenarios --threads 1 --no-backtest)"
    row 'the baseline alone, likewise' "$(least_work "$duecast" $run --threads 1 --no-backtest)"
    row 'reading alone' "$(least_work "$duecast" check "$book" --quiet)"
    echo
    echo '```sh'
    echo "python3 bench/company.py $book 10000 5000 300"
    echo "$duecast $run $scenarios"
    echo '```'
} >"$work/cash-table"
rewrite_table cash
