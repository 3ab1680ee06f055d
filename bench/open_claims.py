"""Makes a ledger with many open claims of few laws: invoice,customer,issued,due,amount,paid.

Every customer has a habit and a history of 24 paid invoices; its open claims fall due on AGES
different days, so that there are CUSTOMERS x AGES payment laws where paces do not differ. Amounts
are log-normal with sigma 1.5.

    python3 bench/open_claims.py LEDGER.csv OPEN CUSTOMERS AGES [SEED]
"""

import csv
import datetime
import random
import sys

LAST = datetime.date(2024, 6, 30)


def main(path, open_count, customers, ages, seed):
    chance = random.Random(seed)
    day = lambda back: (LAST - datetime.timedelta(days=back)).isoformat()
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["invoice", "customer", "issued", "due", "amount", "paid"])
        for c in range(customers):
            habit, spread = chance.choice((-3, 0, 5, 9, 14, 25)), chance.choice((2, 5, 10))
            for i in range(24):
                due = 60 + 12 * i + chance.randrange(12)
                late = min(round(habit + chance.gauss(0, spread)) + (chance.random() < 0.05) * 40, due)
                amount = chance.lognormvariate(6.5, 1.5)
                writer.writerow([f"P{c}-{i}", f"C{c:06d}", day(due + 30), day(due), f"{amount:.2f}", day(due - late)])
        for n in range(open_count):
            c, age = n % customers, n // customers % ages
            due = 30 - age
            amount = chance.lognormvariate(6.5, 1.5)
            writer.writerow([f"O{n}", f"C{c:06d}", day(30 - due), day(-due), f"{amount:.2f}", ""])


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]), int(sys.argv[5]) if len(sys.argv) > 5 else 1)
