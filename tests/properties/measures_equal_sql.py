"""Month ends told by `duecast measure` against the same ledger asked in SQL (sqlite3).

    measures_equal_sql.py DUECAST LEDGER...

Shares nothing with the program but the file: rows are read by the csv module, balances are sums
over claims and their events.  Compares receivables, overdue, sales of the month, DSO over 91 days
with its two parts, and ageing by due and by issue date, at every month end that is told.
"""
import csv
import datetime
import json
import os
import sqlite3
import subprocess
import sys

TOLERANCE = 1e-6  # major units and days


def day(text):
    if "/" in text:
        month, of_month, year = text.split("/")
        return datetime.date(int(year), int(month), int(of_month)).toordinal()
    return datetime.date.fromisoformat(text).toordinal()


def cents(text):
    return round(float(text) * 100)


def load_rows(path, name):
    with open(os.path.join(path, name), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def load(base, path):
    """claims(id, issued, due, entered, amount), events(claim, day, amount, kind)."""
    base.execute("create table claims(id text primary key, issued int, due int, entered int, "
                 "amount int)")
    base.execute("create table events(claim text, day int, amount int, kind text)")
    folder, name = (path, "invoices.csv") if os.path.isdir(path) else os.path.split(path)
    rows = load_rows(folder, name)
    ibm = "invoiceNumber" in rows[0]
    for number, row in enumerate(rows):
        if ibm:
            key, issued, due, paid = (row["invoiceNumber"], row["InvoiceDate"], row["DueDate"],
                                      row["SettledDate"])
            amount = cents(row["InvoiceAmount"])
        else:
            key, issued, due, paid = row["invoice"], row["issued"], row["due"], row.get("paid")
            amount = cents(row["amount"])
        entered = row.get("entered") or issued
        base.execute("insert into claims values(?,?,?,?,?)",
                     (key, day(issued), day(due), day(entered), amount))
        if paid:
            base.execute("insert into events values(?,?,?,'payment')", (key, day(paid), amount))
    if os.path.isdir(path):
        for row in load_rows(path, "payments.csv"):
            base.execute("insert into events values(?,?,?,?)",
                         (row["invoice"], day(row["date"]), cents(row["amount"]), row["kind"]))


OPEN = """
select c.issued, c.due, c.amount - coalesce((select sum(e.amount) from events e
    where e.claim = c.id and e.day <= :at and e.kind <> 'recovery'), 0) as open
from claims c where c.issued <= :at and c.entered <= :at"""


def one(base, query, **values):
    return base.execute(query, values).fetchone()[0] or 0


def month_before(at):
    """The last day before the month that ends then: of a month end, the month end before."""
    date = datetime.date.fromordinal(at)
    last = date.replace(day=1) - datetime.timedelta(days=1)
    is_end = (date + datetime.timedelta(days=1)).day == 1
    return (last if is_end else last.replace(day=min(date.day, last.day))).toordinal()


def at_close(base, at):
    sales = one(base, "select sum(amount) from claims where amount > 0 and issued > :at - 91 "
                      "and issued <= :at", at=at)
    open_ = one(base, f"select sum(open) from ({OPEN})", at=at)
    late = one(base, f"select sum(open) from ({OPEN}) where open > 0 and due < :at", at=at)
    told = {"receivables": open_ / 100, "overdue": late / 100,
            "sales_month": one(base, "select sum(amount) from claims where amount > 0 and "
                                     "issued > :before and issued <= :at",
                               before=month_before(at), at=at) / 100}
    if sales > 0:
        told["dso"] = open_ / sales * 91
        told["dso_overdue"] = late / sales * 91
        told["dso_not_due"] = (open_ - late) / sales * 91
    return told


def bucket(base, at, age, low, high):
    return one(base, f"select sum(open) from ({OPEN}) where open > 0 and :at - {age} >= :low "
                     f"and :at - {age} <= :high", at=at, low=low, high=high) / 100


def compare(duecast, path):
    run = subprocess.run([duecast, "measure", path, "--json", "-q"], stdout=subprocess.PIPE,
                         check=True)
    answer = json.loads(run.stdout)
    base = sqlite3.connect(":memory:")
    load(base, path)
    base.execute("create index of_claim on events(claim, day)")
    count = faults = 0

    def check(what, at, told, wanted):
        nonlocal count, faults
        count += 1
        if abs(told - wanted) > TOLERANCE * max(1.0, abs(wanted)):
            faults += 1
            print(f"{path}: {what} at {at}: {told} told, {wanted} by SQL")

    wanted = {}
    for measure in answer["measures"]:
        for value in measure["values"]:
            if value["value"] is None:
                continue
            at = day(value["date"])
            if at not in wanted:
                wanted[at] = at_close(base, at)
            if measure["measure"] in wanted[at]:
                check(measure["measure"], value["date"], value["value"],
                      wanted[at][measure["measure"]])
    for ageing in answer["ageing"]:
        at = day(ageing["date"])
        for by, age, floor in (("by_due", "due", -10**6), ("by_issue", "issued", 0)):
            for cell in ageing[by]:
                check(f"{by} from {cell.get('from_day')}", ageing["date"], cell["open"],
                      bucket(base, at, age, cell.get("from_day", floor),
                             cell.get("to_day", 10**6)))
    print(f"{path}: {count} figures compared, {faults} differ")
    return faults == 0 and count > 50


if __name__ == "__main__":
    results = [compare(sys.argv[1], path) for path in sys.argv[2:]]
    sys.exit(0 if all(results) else 1)
