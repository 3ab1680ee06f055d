"""Makes the book of a company with a plan of cash: claims, bills of suppliers, plan lines, a line.

Who pays how is drawn once for each customer; bills are due within the next months, plan lines are
single days and repeating rules. The same arguments make the same bytes.

    python3 bench/company.py BOOK CLAIMS BILLS LINES
"""

import datetime
import os
import random
import sys

AS_OF = datetime.date(2024, 6, 30)
CUSTOMERS, SUPPLIERS, HISTORY = 1000, 400, 3
PLAN = ("payroll", "rent", "utilities", "freight", "services", "insurance", "tax", "capex", "debt")
RULES = ("month", "quarter", "week", "")


def day(after):
    return (AS_OF + datetime.timedelta(days=after)).isoformat()


def invoices(book, claims, chance):
    habit = [(chance.gauss(5, 12), chance.uniform(2, 15)) for _ in range(CUSTOMERS)]
    with open(os.path.join(book, "invoices.csv"), "w", encoding="utf-8", newline="") as file:
        file.write("invoice,customer,issued,due,amount,tax,paid\n")
        for i in range(claims * (1 + HISTORY)):
            customer = chance.randrange(CUSTOMERS)
            is_open = i < claims
            issued = -chance.randrange(45) if is_open else -chance.randrange(60, 720)
            due, (mean, spread) = issued + 30, habit[customer]
            paid = min(max(round(due + chance.gauss(mean, spread)), issued), -1)
            net = round(chance.lognormvariate(7, 1), 2)
            file.write(f"A-{i},C{customer:04},{day(issued)},{day(due)},{net * 1.19:.2f},"
                       f"{net * 0.19:.2f},{'' if is_open else day(paid)}\n")


def bills(book, count, chance):
    with open(os.path.join(book, "bills.csv"), "w", encoding="utf-8", newline="") as file:
        file.write("bill,supplier,category,issued,due,amount\n")
        for i in range(count):
            issued = -chance.randrange(60)
            file.write(f"{i},S{chance.randrange(SUPPLIERS):03},K{chance.randrange(8)},{day(issued)},"
                       f"{day(issued + 30 + chance.randrange(60))},{chance.lognormvariate(6, 1):.2f}\n")


def plan(book, count, chance):
    with open(os.path.join(book, "plan.csv"), "w", encoding="utf-8", newline="") as file:
        file.write("line,date,amount,every,until,uncertainty\n")
        for i in range(count):
            rule, first = RULES[i % len(RULES)], chance.randrange(1, 60)
            until = day(364) if rule else ""
            spread = ("", "5%", "15%")[i % 3]
            file.write(f"{PLAN[i % len(PLAN)]},{day(first)},-{chance.uniform(200, 3000):.2f},"
                       f"{rule},{until},{spread}\n")


def main(book, claims, bill_count, lines):
    chance = random.Random(1)
    os.makedirs(book, exist_ok=True)
    invoices(book, claims, chance)
    bills(book, bill_count, chance)
    plan(book, lines, chance)
    with open(os.path.join(book, "book.yaml"), "w", encoding="utf-8") as file:
        file.write(f"currency: EUR\nas_of: {AS_OF}\ncash: 2500000\nminimum_cash: 200000\n"
                   "credit_line: {limit: 1500000, rate: 7%, drawn: 0}\n"
                   "inventory: 900000\ngross_margin: 35%\n"
                   "pay_bills:\n  - {on: thursday}\n"
                   "vat: {every: month, day: 20, rate: 19%}\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
