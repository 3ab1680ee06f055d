"""Makes one plain ledger of a sample company: invoice,customer,issued,due,amount,paid.

Keeps the last 13 months and everything open, in the book currency; a part-paid invoice keeps its
open part. Such a file is what a finance system exports when asked for one CSV.

    python3 bench/ledger.py BOOK LEDGER.csv
"""

import csv
import datetime
import os
import sys

MONTHS_KEPT_DAYS = 396


def rows(book, name):
    with open(os.path.join(book, name), encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def main(book, ledger):
    rate = {row["currency"]: float(row["rate"]) for row in rows(book, "rates.csv")}
    settled, last = {}, {}
    for row in rows(book, "payments.csv"):
        if row["invoice"] and row["kind"] != "recovery":
            key = (row["invoice"], row["part"])
            settled[key] = settled.get(key, 0.0) + float(row["amount"])
            last[key] = row["date"]
    claims = [row for row in rows(book, "invoices.csv") if row["kind"] == "invoice"]
    newest = max(row["issued"] for row in claims)
    oldest = datetime.date.fromisoformat(newest) - datetime.timedelta(days=MONTHS_KEPT_DAYS)
    with open(ledger, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["invoice", "customer", "issued", "due", "amount", "paid"])
        for row in claims:
            key = (row["invoice"], row["part"])
            left = float(row["amount"]) - settled.get(key, 0.0)
            is_open = left > 0.005
            if not is_open and row["issued"] < oldest.isoformat():
                continue
            amount = (left if is_open else float(row["amount"])) * rate.get(row["currency"], 1.0)
            name = row["invoice"] + ("-" + row["part"] if row["part"] else "")
            paid = "" if is_open else last.get(key, row["due"])
            writer.writerow([name, row["customer"], row["issued"], row["due"], f"{amount:.2f}", paid])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
