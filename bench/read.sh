#!/bin/sh
# bench/read.sh [PAID] [CUSTOMERS] [REPEATS]: reading a large ledger, beside DuckDB and pandas.
#
# Makes a ledger of PAID paid invoices (ten million: 614 MB), reads it, reads it and learns from it
# with settings given, lets DuckDB and pandas read it and count days late where they are installed,
# and rewrites the table of reading of docs/BENCHMARKS.md.  Each figure is the best of REPEATS runs, by the
# clock; the seconds of the processor say how much of it a shared machine took.
set -eu
paid=${1:-10000000}
customers=${2:-20000}
repeats=${3:-3}

cd "$(dirname "$0")/.."
. bench/common.sh

build_targets bench_read
ledger=$work/payers-$paid.csv
[ -f "$ledger" ] || python3 bench/payers.py "$ledger" "$paid" "$customers"

# Lines "NAME CLOCK PROCESSOR KILOBYTES" of a run of a command, each name after a word of ours.
run_of() {
    word=$1
    shift
    "$@" | awk -v word="$word" '!/^#/ { print word $0 }'
}

# Ours and the peers in turn: what else runs on the machine changes from minute to minute.
: >"$work/read-runs"
while [ "$repeats" -gt 0 ]; do
    OMP_NUM_THREADS=1 run_of 1- "$build/bench/bench_read" "$ledger"
    OMP_NUM_THREADS=2 run_of 2- "$build/bench/bench_read" "$ledger"
    for peer in duckdb pandas; do
        python=$(python_with "$peer")
        [ -z "$python" ] || run_of "" "$python" bench/peer_read.py "$peer" "$ledger"
    done
    repeats=$((repeats - 1))
done >>"$work/read-runs"

# One row: what, name of the runs; ratios of clock and work are to reading on two threads.
row() {
    awk -v what="$1" -v name="$2" '
        $1 == "2-read" && (clock == "" || $2 < clock) { clock = $2 }
        $1 == "2-read" && (work == "" || $3 < work)   { work = $3 }
        $1 == name && (best == "" || $2 < best)       { best = $2 }
        $1 == name && (least == "" || $3 < least)     { least = $3; memory = $4 }
        END {
            if (best == "")
                printf "| %s | not installed | - | - | - | - |\n", what
            else
                printf "| %s | %.2f | %.2f | %.0f | %.1f x | %.1f x |\n", what, best, least,
                       memory / 1024, best / clock, least / work
        }' "$work/read-runs"
}
{
    echo "Ledger: $(($(wc -l <"$ledger") - 1)) invoices of $customers customers, $(($(wc -c <"$ledger") / 1000000)) MB, $paid of"
    echo "them paid, three years. Machine: $(machine)."
    echo
    echo '| what | clock, s | processor, s | memory, MB | clock beside reading | work beside reading |'
    echo '|---|---:|---:|---:|---:|---:|'
    row 'Duecast, read, 1 thread' 1-read
    row 'Duecast, read, 2 threads' 2-read
    row 'Duecast, read and learnt, 1 thread' 1-learnt
    row 'Duecast, read and learnt, 2 threads' 2-learnt
    row 'DuckDB, read and counted, 2 threads' duckdb
    row 'pandas, read and counted' pandas
    echo
    echo '```sh'
    echo "python3 bench/payers.py $ledger $paid $customers"
    echo "OMP_NUM_THREADS=2 build/release/bench/bench_read $ledger"
    echo "python3 bench/peer_read.py pandas $ledger"
    echo '```'
} >"$work/read-table"
rewrite_table read
