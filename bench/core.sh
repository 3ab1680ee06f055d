#!/bin/sh
# bench/core.sh [PATHS] [REPEATS]: drawing futures, its scenarios and quantiles, beside numpy and GSL.
#
# Ledgers of 100,000 open claims: of 1,200 payment laws (20 customers) and of 10,000 customers with
# laws of their own. bench_paths draws them apart from reading and learning; bench/peer_paths.py
# draws from the same laws with numpy, so many claims as take it some seconds. Rewrites the third
# table of docs/BENCHMARKS.md.
set -eu
paths=${1:-10240}
repeats=${2:-3}

cd "$(dirname "$0")/.."
. bench/common.sh

python=$(python_with numpy)
build_targets bench_paths bench_quantiles duecast
few=$work/open-100000-20.csv
own=$work/open-100000-10000.csv
small=$work/open-10000-1000.csv
[ -f "$few" ] || python3 bench/open_claims.py "$few" 100000 20 60
[ -f "$own" ] || python3 bench/open_claims.py "$own" 100000 10000 60
[ -f "$small" ] || python3 bench/open_claims.py "$small" 10000 1000 60

# Nanoseconds a draw, of one thread and by the clock of all: LEDGER none|SHARE [SCENARIOS [FILE]].
draw() {
    OMP_NUM_THREADS=1 "$build/bench/bench_paths" "$1" "$paths" "$2" "$repeats" 52 "${3:-0}" ${4:-} |
        sed -n 's/.*, \([0-9.]*\) ns a draw.*/\1/p'
    "$build/bench/bench_paths" "$1" "$paths" "$2" "$repeats" 52 "${3:-0}" |
        sed -n 's/.*ns a draw, \([0-9.]*\) by the clock/\1/p'
}
# The same of numpy: FILE SHARE CLAIMS.
numpy_draw() {
    if [ -n "$python" ]; then
        OMP_NUM_THREADS=1 "$python" bench/peer_paths.py "$1" 1024 "$2" "$3" |
            sed -n 's/numpy \([0-9.]*\) ns.*/\1/p'
    fi
}
row() {
    echo $2 ${3:-0} | awk -v name="$1" '{
        one = $3 > 0 ? sprintf("%.0f x", $3 / $1) : "-"
        all = $3 > 0 ? sprintf("%.0f x", $3 / $2) : "-"
        peer = $3 > 0 ? $3 : "-"
        printf "| %s | %.2f | %.2f | %s | %s | %s |\n", name, $1, $2, peer, one, all }'
}

few_none=$(draw "$few" none 0 "$work/laws-few.bin")
own_none=$(draw "$own" none 0 "$work/laws-own.bin")
few_runs=$(draw "$few" 0.5)
own_runs=$(draw "$own" 0.5)
twelve=$(draw "$few" none 12)
twelve_runs=$(draw "$few" 0.5 12)
peer_few=$(numpy_draw "$work/laws-few.bin" 0 20000)
peer_own=$(numpy_draw "$work/laws-own.bin" 0 20000)
peer_runs=$(numpy_draw "$work/laws-few.bin" 0.5 1000)
alone=$(OMP_NUM_THREADS=1 "$build/bench/bench_quantiles" 365 10000 "$repeats")
together=$("$build/bench/bench_quantiles" 365 10000 "$repeats")
ours=$(echo "$alone" | sed -n 's/quantiles \([0-9.]*\) ns.*/\1/p'
    echo "$together" | sed -n 's/.*, \([0-9.]*\) by the clock.*/\1/p')
sorted=$(echo "$alone" | sed -n 's/.*gsl_sort \([0-9.]*\) ns.*/\1/p')
forecast="forecast $small --paths 10000 --horizon 52w --quiet --no-backtest -o $work/answer.json"
json_none=$(best_of "$repeats" "$build/duecast" $forecast --together none)
json_runs=$(best_of "$repeats" "$build/duecast" $forecast)

{
    echo "100,000 open claims, $paths paths, 52 weeks, nanoseconds a draw (one claim on one path): of the processor"
    echo "in one thread, and by the clock in as many as there are processors; peers know one thread."
    echo "Machine: $(machine)."
    echo
    echo '| what | one thread, ns | all, ns | peer, ns | faster, one | faster, all |'
    echo '|---|---:|---:|---:|---:|---:|'
    row '1,200 laws, nobody pays together (numpy: searchsorted)' "$few_none" "$peer_few"
    row "10,000 customers' own laws, likewise" "$own_none" "$peer_own"
    row '1,200 laws, pay runs of .5 and shocks (numpy: the weekly law, no shocks)' "$few_runs" "$peer_runs"
    row "10,000 customers' own laws, likewise" "$own_runs" "$peer_runs"
    row 'baseline and 12 scenarios that touch a fifth each, nobody pays together' "$twelve"
    row '... with pay runs' "$twelve_runs"
    row 'nine quantiles of 10,000 paths, per value (gsl_sort)' "$ours" "$sorted"
    echo
    echo "A ledger of 10,000 open claims and 10,000 paths, from start to JSON on all processors, with reading,"
    echo "learning and future sales: $(echo "$json_none" | cut -d' ' -f1) s as if nobody paid together, $(echo "$json_runs" | cut -d' ' -f1) s as learnt."
    echo
    echo '```sh'
    echo "python3 bench/open_claims.py $few 100000 20 60"
    echo "OMP_NUM_THREADS=1 build/release/bench/bench_paths $few $paths none $repeats 52 0 $work/laws-few.bin"
    echo "OMP_NUM_THREADS=1 python3 bench/peer_paths.py $work/laws-few.bin 1024 0 20000"
    echo "build/release/bench/bench_quantiles 365 10000 $repeats"
    echo "build/release/duecast $forecast --together none"
    echo '```'
} >"$work/core-table"
rewrite_table core
