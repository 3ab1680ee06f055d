#!/bin/sh
# valgrind.sh BIN COMMAND: no memory error and nothing definitely lost in one command on a tiny
# sample company.
set -u
bin=$(cd "$1" && pwd) || exit 2
command=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 2

watched() {
    valgrind -q --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=99 \
        "$bin/duecast" "$@" >out 2>err
    status=$?
    [ $status -ne 99 ] && [ $status -eq 0 ] && return 0
    echo "exit $status: duecast $*"
    cat err
    exit 1
}

case $command in
demo) watched demo company --invoices 300 ;;
levers | metrics | formats | help) watched "$command" ;;
*) "$bin/duecast" demo company --invoices 300 --quiet || exit 1 ;;
esac
case $command in
check) watched check company ;;
forecast)
    watched forecast company --paths 200 --threads 2 -s all \
        -o report.xlsx -o answer.json -o tables.csv
    ;;
measure)
    watched measure company --by customer -o figures.json -o figures.csv
    watched metrics dso_countback company
    ;;
learn) watched learn company ;;
worklist)
    watched worklist company
    watched worklist company --notices letters
    watched worklist company --plan C00001 -o plan.txt
    ;;
backtest) watched backtest company --every 28d --threads 2 ;;
whatif) watched whatif company late_payment:days=15 --paths 200 --threads 2 ;;
esac
echo "duecast $command: nothing lost"
