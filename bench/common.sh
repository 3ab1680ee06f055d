# bench/common.sh: what the scripts of this folder share; they run in the checkout and source it.
build=build/release
work=build/bench
page=docs/BENCHMARKS.md
mkdir -p "$work"

# Prints the first Python that has a module; nothing where there is none.
python_with() {
    for candidate in "${PYTHON:-python3}" /usr/bin/python3; do
        if "$candidate" -c "import $1" 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

# Builds targets of the release; speaks only of failures.
build_targets() {
    { cmake --preset release && cmake --build "$build" --target "$@"; } >"$work/build.log" 2>&1 || {
        tail -n 20 "$work/build.log" >&2
        exit 1
    }
}

# best_of COUNT COMMAND...: prints "SECONDS KILOBYTES" of the fastest run of a command, by the
# clock; its output goes to a file.
best_of() {
    [ -x /usr/bin/time ] || { echo "needs /usr/bin/time (Debian package time)" >&2; exit 1; }
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

# As in "8 processors, NAME".
machine() {
    echo "$(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
}

# rewrite_table NAME: what stands between the marks NAME:begin and NAME:end of the page becomes the
# table that was written to $work/NAME-table; shows it.
rewrite_table() {
    awk -v table="$work/$1-table" -v begin="<!-- $1:begin -->" -v end="<!-- $1:end -->" '
        index($0, end)   { inside = 0 }
        !inside          { print }
        index($0, begin) { inside = 1; while ((getline line < table) > 0) print line }
    ' "$page" >"$work/page"
    cat "$work/page" >"$page"
    cat "$work/$1-table"
}
