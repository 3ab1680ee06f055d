"""Makes a ledger of customers with habits: invoice,customer,issued,due,amount,paid.

Customers differ in size (a few large ones), in habit (days by which they shift the due date), in
how widely their payments lie around it and in terms; every seventh payer is a loose one. Three
years of invoices; what is not paid by the last day is open.

    python3 bench/payers.py LEDGER.csv PAID CUSTOMERS [SEED]
"""

import csv
import datetime
import random
import sys

DAYS = 1095
LAST = datetime.date(2024, 6, 30)


def customers(count, chance):
    habits = (-6, 0, 0, 3, 8, 14, 21, 35)
    for c in range(count):
        size = chance.paretovariate(1.2)
        spread = 14.0 if c % 7 == 0 else chance.choice((1.5, 3.0, 6.0))
        yield f"C{c:06d}", min(size, 60.0), chance.choice(habits), spread, chance.choice((14, 30, 30, 60))


def main(path, paid_wanted, count, seed):
    chance = random.Random(seed)
    all_of_them = list(customers(count, chance))
    weights = [row[1] for row in all_of_them]
    texts = [(LAST - datetime.timedelta(days=back)).isoformat() for back in range(DAYS + 1)]
    first = [all_of_them[c] for c in range(count)]
    paid_count = number = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["invoice", "customer", "issued", "due", "amount", "paid"])
        while paid_count < paid_wanted:
            batch = first or chance.choices(all_of_them, weights, k=10000)
            first = None
            for name, _, habit, spread, terms in batch:
                issued = chance.randrange(DAYS)  # days back
                late = round(habit + chance.gauss(0.0, spread) + (chance.random() < 0.04) * 45)
                paid = issued - max(terms + late, 0)
                due = (LAST - datetime.timedelta(days=issued - terms)).isoformat()
                amount = round(chance.lognormvariate(6.5, 1.0), 2)
                writer.writerow([f"I{number:08d}", name, texts[issued], due, f"{amount:.2f}",
                                 texts[paid] if paid >= 0 else ""])
                number += 1
                paid_count += paid >= 0
                if paid_count == paid_wanted:
                    return


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 1)
