#!/bin/sh
# bench/habits.sh [COMPANIES]: made-up companies of one habit each, whose future is known, held
# against what is expected of them (bench/habits.py); rewrites the table in docs/BENCHMARKS.md.
set -eu
companies=${1:-4}

cd "$(dirname "$0")/.."
. bench/common.sh

build_targets duecast
{
    echo "$companies companies of each habit, 60 customers, three years."
    echo
    python3 bench/habits.py "$build/duecast" "$companies"
    echo
    echo '```sh'
    echo "python3 bench/habits.py build/release/duecast $companies"
    echo '```'
} >"$work/habits-table"
rewrite_table habits
