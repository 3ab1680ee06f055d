#!/bin/sh
# bench/learn.sh [PAID] [CUSTOMERS] [REPEATS]: learning and proving, apart from reading.
#
# Makes a ledger of PAID paid invoices, learns from it with settings given and with settings chosen,
# lets bench/peer_survival.py fit Kaplan-Meier tables to the same ledger, backtests a ledger of
# 10,000 invoices over 26 weekly origins, and rewrites the second table of docs/BENCHMARKS.md.
# Seconds are of the processor, in one thread: those of the clock say little on a machine that others
# use.
set -eu
paid=${1:-1000000}
customers=${2:-20000}
repeats=${3:-3}

cd "$(dirname "$0")/.."
. bench/common.sh

python=$(python_with numpy)
build_targets bench_learn
large=$work/payers-$paid.csv
small=$work/payers-9300.csv
[ -f "$large" ] || python3 bench/payers.py "$large" "$paid" "$customers"
[ -f "$small" ] || python3 bench/payers.py "$small" 9300 1200

measure() {
    OMP_NUM_THREADS=1 "$build/bench/bench_learn" "$1" "$2" "$repeats"
}
seconds=$(measure learn "$large"; measure backtest "$small")
peer=
if [ -n "$python" ]; then
    peer=$("$python" bench/peer_survival.py "$large" | awk '/^survival fit/ { print $3 }')
fi

# One row: what, goal, line of the measurements, seconds of the peer.
row() {
    echo "$seconds" | awk -v name="$1" -v goal="$2" -v line="$3" -v peer="$4" '
        index($0, line) == 1 { printf "| %s | %s | %.2f | %s |\n", name, goal, $NF, peer }'
}
{
    echo "Ledgers: $(($(wc -l <"$large") - 1)) invoices of $customers customers, $paid of them paid, three years;"
    echo "$(($(wc -l <"$small") - 1)) invoices of 1200 customers for the backtest. Machine: $(machine)."
    echo
    echo '| what | goal, s | Duecast, s | numpy, Kaplan-Meier, s |'
    echo '|---|---:|---:|---:|'
    row 'one fit, settings given' 1.5 'learn, settings given' "${peer:-not run}"
    row 'one fit, settings chosen' 10 'learn, settings chosen' -
    row 'backtest, 26 weekly origins' 10 'backtest' -
    echo
    echo '```sh'
    echo "python3 bench/payers.py $large $paid $customers"
    echo "python3 bench/payers.py $small 9300 1200"
    echo "OMP_NUM_THREADS=1 build/release/bench/bench_learn learn $large $repeats"
    echo "OMP_NUM_THREADS=1 build/release/bench/bench_learn backtest $small $repeats"
    echo "python3 bench/peer_survival.py $large"
    echo '```'
} >"$work/learn-table"
rewrite_table learn
