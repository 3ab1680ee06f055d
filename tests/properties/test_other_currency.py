"""One book in its own currency and in another whose rate never changes: every figure of money is
the same divided by the rate, and every share, day and count is the same.

    test_other_currency.py DUECAST

The book tells all that may be told in its own currency: balances, line, limits of customers,
collection, control totals, hedges, rates ahead, bills, plan, inventory, levers and scopes.
"""
import json
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta

RATE = 8.0  # CNY for a dollar, on every day
AS_OF = date(2026, 6, 30)
MONEY_LEAST = 2000  # keys of money that the answers hold, so that the search finds what there is

# What is told of other currencies than the book's, or compared with the ledger to the cent.
OF_THE_OTHER = ("/drivers/currency", "/told/control", "/told/difference")
SKIPPED = {"rate", "issues", "run_id", "content_sha256", "headline", "decimals"}

BOOK = """\
company: {name: Sunrise Tools}
country: CN
currency: CNY
as_of: 2026-06-30
cash: [{name: bank, balance: 1600000}, {name: till, balance: 8000}]
restricted_cash: 80000
minimum_cash: 400000
credit_line: {limit: 1600000, rate: 4.5%, drawn: 160000}
inventory: 2400000
calendar: weekends
gross_margin: 30%
tax_rate: 25%
working_capital: {cost_of_sales: 12000000, other_receivables: 80000, other_payables: 160000}
control: {receivables: 8000000, payables: 800000, allowance: 96000, cash: 1608000}
purchases: {share: 50%, vat: 13%, inventory_days: 60}
vat: {every: month, rate: 13%, owed: 80000}
acceptance_bills: {discount: 2.5%, share: 20%, tenor: 60}
pay_bills: [{on: thursday}, {supplier: S1, discount: 2%, discount_days: 10}]
collection:
  minimum: 800
  legal_cost: 12000
  stages: [{day: -3, action: reminder, cost: 8}, {day: 7, action: call, cost: 80},
           {day: 30, action: third_party, cost: 400}]
hedges:
  - {currency: USD, share: 50%, rate: 7.6, to: 2026-10-31}
  - {currency: EUR, share: 40%, rate: 9.5}
"""
RATES = """\
date,currency,rate,kind
2024-01-01,USD,8,
2024-01-01,EUR,10,
2026-09-01,EUR,10.6,forward
2026-12-01,EUR,9.8,forward
"""
PLAN = """\
line,amount,date,month,every,until,currency,uncertainty,of_sales,segment
sales,480000.00,,2026-07,month,2027-06-30,,10%,,
sales,160000.00,,2026-07,month,2027-06-30,CNY,10%,,retail
sales,16000.00,,2026-07,month,2027-06-30,EUR,5%,,
payroll,-160000.00,2026-07-28,,month,2027-06-28,,5%,,
rent,-4000.00,2026-07-01,,quarter,2027-04-01,EUR,,,
freight,-3000.00,2026-07-15,,month,2027-06-15,USD,,,
freight,0,,2026-07,month,2027-06-30,,,3%,
"""
SCENARIO = """\
title: Measures with amounts
levers:
  - {lever: line, limit: -800000, minimum: 80000}
  - lever: dunning
    cost: 16
    scope: {min_amount: 16000}
"""
LEVERS = ["credit_limits:factor=0.5", "credit_insurance:limit=160000,excess=8000,first_loss=16000"]


def write_book(folder):
    luck = random.Random(7)
    invoices = ["invoice,customer,issued,due,amount,currency,paid,segment"]
    bills = ["bill,supplier,issued,due,amount,currency,paid"]
    customers = ["customer,name,segment,country,credit_limit,insured_limit"]
    for customer in range(24):
        segment = "retail" if customer % 3 == 0 else "export"
        customers.append(f"C{customer:02},Firm {customer},{segment},DE,{40000 * (customer % 5)},"
                         f"{16000 * (customer % 4)}")
        day = date(2024, 7, 1) + timedelta(days=customer)
        while day < AS_OF:
            due = day + timedelta(days=30 + 15 * (customer % 3))
            paid = due + timedelta(days=luck.randint(-5, 60))
            currency = ("CNY", "CNY", "USD", "EUR")[customer % 4]
            amount = 800 * luck.randint(10, 60) // (1 if currency == "CNY" else 8)
            settled = paid if paid <= AS_OF and luck.random() < .97 else ""
            invoices.append(f"I{len(invoices):05},C{customer:02},{day},{due},{amount}.00,"
                            f"{currency},{settled},{segment}")
            day += timedelta(days=luck.randint(10, 24))
    for i in range(120):
        day = date(2025, 7, 1) + timedelta(days=3 * i)
        due = day + timedelta(days=30)
        currency, amount = (("CNY", 32000), ("USD", 3200), ("EUR", 2400))[i % 3]
        paid = due if due <= AS_OF else ""
        bills.append(f"B{i:03},S{i % 5},{day},{due},{amount}.00,{currency},{paid}")
    files = {"book.yaml": BOOK, "rates.csv": RATES, "plan.csv": PLAN, "measures.yaml": SCENARIO,
             "invoices.csv": "\n".join(invoices), "customers.csv": "\n".join(customers),
             "bills.csv": "\n".join(bills)}
    for name, text in files.items():
        with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
            file.write(text)


def runs(folder):
    forecast = ["forecast", folder, "--paths", "400", "--no-backtest", "--verify"]
    yield "forecast", forecast + ["-s", f"{folder}/measures.yaml"]
    for lever in LEVERS:
        yield lever.split(":")[0], forecast + ["-w", lever]
    yield "expected", ["forecast", folder, "--engine", "expected", "--no-backtest"]
    yield "worklist", ["worklist", folder, "--grades", "--warnings"]
    yield "measure", ["measure", folder, "--bad-debts"]
    yield "check", ["check", folder]


def answer(duecast, arguments, currency):
    run = subprocess.run([duecast, *arguments, "--json", "--quiet", "--currency", currency],
                         capture_output=True)
    assert run.returncode in (0, 3), run.stderr.decode()
    return json.loads(run.stdout)


def name_of(own, other):
    """What a row of a table is about: rows of one name are alike in what their figures are."""
    words = [own.get(key) for key in ("metric", "measure", "input", "driver", "unit", "line")]
    if own.get("currency"):
        words.append("as invoiced" if own["currency"] == other.get("currency") != "total"
                     else "told")
    return "".join(f"/{word}" for word in words
                   if isinstance(word, str) and word not in ("CNY", "USD"))


def pair_up(pairs, name, own, other):
    if isinstance(own, dict):
        name += name_of(own, other)
        for key in own.keys() | other.keys():
            if key not in SKIPPED:
                pair_up(pairs, f"{name}/{key}", own.get(key), other.get(key))
    elif isinstance(own, list):
        assert len(own) == len(other), f"{name}: {len(own)} rows, {len(other)} in the other"
        for left, right in zip(own, other):
            pair_up(pairs, name, left, right)
    elif isinstance(own, (int, float)) and not isinstance(own, bool):
        pairs.setdefault(name, []).append((own, other))
    elif own is None or other is None:
        assert own is other or any(part in name for part in OF_THE_OTHER), f"{name}: {own}, {other}"


def is_near(a, b, cents):
    return b is not None and abs(a - b) <= 1e-3 * max(abs(a), abs(b)) + cents


def slack_of(name):
    """Chances count paths on which a difference of cents may be rounded to another sign."""
    return 0.1 if "/chance" in name else 1e-3


def main():
    money, failed = 0, []
    with tempfile.TemporaryDirectory() as folder:
        write_book(folder)
        for run, arguments in runs(folder):
            pairs = {}
            pair_up(pairs, f"/{run}", answer(sys.argv[1], arguments, "CNY"),
                    answer(sys.argv[1], arguments, "USD"))
            for name, values in pairs.items():
                same = all(is_near(a, b, slack_of(name)) for a, b in values)
                divided = all(is_near(a / RATE, b, 0.30) for a, b in values)
                money += divided and not same
                if not same and not divided and not any(part in name for part in OF_THE_OTHER):
                    worst = max(values, key=lambda v: abs(v[0] / RATE - (v[1] or 0)))
                    failed.append(f"{name}: {worst[0]} is {worst[1]}, not {worst[0] / RATE}")
    print("\n".join(failed))
    print(f"{money} keys of money, {len(failed)} wrong")
    return 1 if failed or money < MONEY_LEAST else 0


sys.exit(main())
