#!/bin/sh
# bench/run.sh [INVOICES] [PATHS] [REPEATS]: Duecast beside numpy, on one ledger, in one run.
#
# Makes a ledger with about 10,000 open claims (of a sample company with 119,000 invoices), forecasts
# it with two scenarios into a workbook, lets bench/peer_numpy.py answer the smaller question, and
# writes the table in docs/BENCHMARKS.md.  Each figure is the best of REPEATS runs: on a shared
# machine that is the least disturbed one.  Trust the ratios of one run, not seconds of two.
set -eu
invoices=${1:-119000}
paths=${2:-10000}
repeats=${3:-3}

cd "$(dirname "$0")/.."
. bench/common.sh
scenarios='-s bench/late.yaml -s bench/plans.yaml'

# One row of the table: name, "SECONDS KILOBYTES", seconds of the reference for the ratio.
row() {
    echo "$2" | awk -v name="$1" -v base="$3" '{
        ratio = base > 0 && $1 > 0 ? sprintf("%.1f x", base / $1) : "-"
        printf "| %s | %.2f | %.0f | %s |\n", name, $1, $2 / 1024, ratio }'
}

build_targets duecast
duecast=$build/duecast
book=$work/company-$invoices
ledger=$work/ledger-$invoices.csv
python=$(python_with numpy)
"$duecast" demo "$book" --invoices "$invoices" >/dev/null
"${python:-python3}" bench/ledger.py "$book" "$ledger"
forecast="forecast $ledger $scenarios --paths $paths --horizon 52w --quiet -o $work/report.xlsx"

read_only=$(best_of "$repeats" "$duecast" check "$ledger" --quiet)
all_threads=$(best_of "$repeats" "$duecast" $forecast)
one_thread=$(best_of "$repeats" "$duecast" $forecast --threads 1)

peer=
if [ -n "$python" ]; then
    peer=$(best_of 1 "$python" bench/peer_numpy.py "$ledger" --paths "$paths")
    cp "$work/output" "$work/peer-output"
    versions="$("$python" -c 'import numpy, platform
print("Python", platform.python_version() + ", numpy", numpy.__version__)')"
    opened=$(awk '/^open claims/ { sub(",", "", $3); print $3; exit }' "$work/peer-output")
else
    versions='numpy not found: peer not run'
    opened=$((invoices * 81 / 1000))
fi
peer_seconds=${peer%% *}

{
    echo "Ledger: $(($(wc -l <"$ledger") - 1)) invoices, $opened open claims; $paths paths, 52 weeks, baseline and 2"
    echo "scenarios. Machine: $(machine); $versions."
    echo
    echo '| run | seconds | MB | faster than numpy |'
    echo '|---|---:|---:|---:|'
    [ -z "$peer" ] || row 'numpy, open claims only' "$peer" 0
    row 'duecast forecast to .xlsx, one thread' "$one_thread" "${peer_seconds:-0}"
    row 'duecast forecast to .xlsx, all threads' "$all_threads" "${peer_seconds:-0}"
    row 'duecast check (reading alone)' "$read_only" 0
    echo
    echo '```sh'
    echo "build/release/duecast demo $book --invoices $invoices"
    echo "python3 bench/ledger.py $book $ledger"
    echo "build/release/duecast $forecast"
    echo "python3 bench/peer_numpy.py $ledger --paths $paths"
    echo '```'
} >"$work/bench-table"
rewrite_table bench
