"""The peers of bench/read.sh: the same ledger read and counted with DuckDB or pandas.

Reads the CSV with typed columns, then counts settled invoices by customer and days late, and open
ones by customer and days since they were due - what a table of payment habits is made from. Neither
looks for what is wrong with a row, for numbers that stand twice, or for an order that does not
depend on that of the rows.

    python3 bench/peer_read.py duckdb|pandas LEDGER.csv
"""

import resource
import sys
import time


def with_duckdb(ledger):
    import duckdb

    base = duckdb.connect()
    base.execute("set threads = 2")
    base.execute(
        "create table ledger as select * from read_csv(?, header = true, columns = {"
        "'invoice': 'varchar', 'customer': 'varchar', 'issued': 'date', 'due': 'date', "
        "'amount': 'decimal(18, 2)', 'paid': 'date'})", [ledger])
    return base.execute(
        "with newest as (select greatest(max(issued), max(paid)) as day from ledger) "
        "select count(*), sum(number) from (select customer, paid is null as is_open, "
        "coalesce(paid, newest.day) - due as late, count(*) as number from ledger, newest "
        "group by all)").fetchone()


def with_pandas(ledger):
    import pandas

    days = ["issued", "due", "paid"]
    frame = pandas.read_csv(ledger, dtype={"invoice": str, "customer": "category"},
                            parse_dates=days)
    newest = max(frame["issued"].max(), frame["paid"].max())
    late = (frame["paid"].fillna(newest) - frame["due"]).dt.days
    counts = frame.groupby([frame["customer"], frame["paid"].isna(), late], observed=True).size()
    return len(counts), int(counts.sum())


def main(peer, ledger):
    started = time.perf_counter()
    cells, claims = {"duckdb": with_duckdb, "pandas": with_pandas}[peer](ledger)
    seconds = time.perf_counter() - started
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(f"{peer} {seconds:.2f} {usage.ru_utime + usage.ru_stime:.2f} {usage.ru_maxrss}")
    print(f"# {claims} claims in {cells} cells")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
