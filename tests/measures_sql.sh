#!/bin/sh
# measures_sql.sh BIN: month ends told by `duecast measure` equal the same ledgers asked in SQL:
# made-up ledgers always, public ones where they are at hand.
set -u
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$1" && pwd) || exit 2
shared=${DUECAST_SHARED:-$here/../../shared}
python=/usr/bin/python3
if ! $python -c 'import sqlite3' >/dev/null 2>&1; then
    echo "skipped: $python with sqlite3 is not installed"
    exit 77
fi
set -- "$here/cases/measure/bad-debts-by-method/book" \
    "$here/cases/measure/sold-bills-and-buckets/book"
for ledger in ibm/accounts-receivable.csv cassandra/invoices.csv; do
    if [ -f "$shared/data/$ledger" ]; then
        set -- "$@" "$shared/data/$ledger"
    else
        echo "left out, not at hand: $ledger"
    fi
done
exec $python "$here/properties/measures_equal_sql.py" "$bin/duecast" "$@"
