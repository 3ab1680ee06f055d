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
build=build/release
work=build/bench
table=docs/BENCHMARKS.md
scenarios='-s bench/late.yaml -s bench/plans.yaml'

# Prints "SECONDS KILOBYTES" of the fastest run of a command; its output goes to a file.
best_of() {
    count=$1
    shift
    : >"$work/times"
    while [ "$count" -gt 0 ]; do
        /usr/bin/time -f '%e %M' -o "$work/time" "$@" >"$work/output" 2>"$work/errors" || {
            cat "$work/errors" >&2
            echo "failed: $*" >&2
            exit 1
        }
        cat "$work/time" >>"$work/times"
        count=$((count - 1))
    done
    sort -n "$work/times" | head -n 1
}

python_with_numpy() {
    for python in "${PYTHON:-python3}" /usr/bin/python3; do
        if "$python" -c 'import numpy' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
}

# One row of the table: name, "SECONDS KILOBYTES", seconds of the reference for the ratio.
row() {
    echo "$2" | awk -v name="$1" -v base="$3" '{
        ratio = base > 0 && $1 > 0 ? sprintf("%.1f x", base / $1) : "-"
        printf "| %s | %.2f | %.0f | %s |\n", name, $1, $2 / 1024, ratio }'
}

[ -x /usr/bin/time ] || { echo "needs /usr/bin/time (Debian package time)" >&2; exit 1; }
mkdir -p "$work"
{ cmake --preset release && cmake --build "$build" --target duecast; } >"$work/build.log" 2>&1 || {
    tail -n 20 "$work/build.log" >&2
    exit 1
}
duecast=$build/duecast
book=$work/company-$invoices
ledger=$work/ledger-$invoices.csv
python=$(python_with_numpy)
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
    echo "scenarios. Machine: $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo |
        head -n 1); $versions."
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
} >"$work/table"

awk -v table="$work/table" '
    /<!-- bench:end -->/   { inside = 0 }
    !inside                { print }
    /<!-- bench:begin -->/ { inside = 1; while ((getline line < table) > 0) print line }
' "$table" >"$work/page"
cat "$work/page" >"$table"
cat "$work/table"
