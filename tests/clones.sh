#!/bin/sh
# clones.sh SOURCE BUILD: the same bytes with and without the copies of hot functions for newer
# processors (include/duecast/clones.h): builds the program once more without them, and compares
# what both say of the sample company.
set -u
source=$1
build=$2
other=$build/without-clones
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

[ "$(uname -m)" = x86_64 ] && grep -q avx2 /proc/cpuinfo || {
    echo "skipped: this processor has no copies to choose from"
    exit 77
}
generator=$(sed -n 's/^CMAKE_GENERATOR:INTERNAL=//p' "$build/CMakeCache.txt")
cmake -S "$source" -B "$other" -G "$generator" -DCMAKE_BUILD_TYPE=Release \
    -DDUECAST_BUILD_TESTS=OFF -DDUECAST_CLONES=OFF >"$scratch/log" 2>&1 &&
    cmake --build "$other" --target duecast >>"$scratch/log" 2>&1 || {
    cat "$scratch/log"
    exit 1
}
has_copies() {
    nm "$1" | grep -q 'arch_x86_64_v3'
}
has_copies "$build/duecast" || {
    echo "skipped: the compiler made no copies"
    exit 77
}
if has_copies "$other/duecast"; then
    echo "the other build has copies, too"
    exit 1
fi

"$build/duecast" demo "$scratch/company" --quiet >/dev/null || exit 1
for together in learnt none; do
    for program in "$build" "$other"; do
        "$program/duecast" forecast "$scratch/company" -s board --paths 1500 --together $together \
            --json >"$scratch/$together-$(basename "$program").json" || exit 1
    done
    cmp "$scratch/$together-$(basename "$build").json" "$scratch/$together-without-clones.json" ||
        exit 1
done
"$build/duecast" backtest "$scratch/company" --every 28d --json >"$scratch/a.json" &&
    "$other/duecast" backtest "$scratch/company" --every 28d --json >"$scratch/b.json" &&
    cmp "$scratch/a.json" "$scratch/b.json"
