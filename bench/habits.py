"""Companies whose future is known, each of one habit, held against what Duecast expects of them.

A trial on figures finds what is missing or wrong on a page; it cannot find a forecast that is half
of what will come.  Here every customer of a company has the same habit, of a kind that is met in
practice, so that an error of the law is not hidden among other laws.  A company's ledger is three
years long; Duecast is given it as it was known on a Sunday, and what came later is the answer.
Companies of one habit differ by their chance and by the day they are looked at.

    python3 bench/habits.py DUECAST COMPANIES [HABIT...]

Writes a row of a table for each habit: what was expected of what came (open claims in the first
week, in the second to fourth, in thirteen; all cash in four and in thirteen), how far off single
weeks were (the first four weeks of open claims, sum of absolute errors by sum of cash), and how
many in a hundred of the weekly bands of 80 % of all cash held, four weeks.
"""

import calendar
import csv
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile

DAY = datetime.timedelta(days=1)
FIRST = datetime.date(2021, 1, 4)
YEARS_DAYS = 3 * 365
WEEKS = 13
CUSTOMERS = 60


def open_day(date):
    while date.weekday() > 4:
        date += DAY
    return date


def open_day_before(date):
    while date.weekday() > 4:
        date -= DAY
    return date


def month_end(date):
    return date.replace(day=calendar.monthrange(date.year, date.month)[1])


def next_of_days(days, ready):
    """The first run at or after a day, of runs on days of the month; 0 is its last day."""
    month = ready.replace(day=1)
    while True:
        for day in days:
            run = open_day_before(month_end(month)) if day == 0 else open_day(month.replace(day=day))
            if run >= ready:
                return run
        month = month_end(month) + DAY


def nth_weekday(number, weekday):
    """Runs on the first (1), second ... or last (-1) such weekday of every month."""

    def run_of(month):
        if number < 0:
            date = month_end(month)
            return date - DAY * ((date.weekday() - weekday) % 7)
        return month + DAY * ((weekday - month.weekday()) % 7 + 7 * (number - 1))

    def pay(company, customer, ready):
        month = ready.replace(day=1)
        while run_of(month) < ready:
            month = month_end(month) + DAY
        return run_of(month)

    return pay


# --- when a payment that is ready on a day is made ------------------------------------------------


def any_day(company, customer, ready):
    return open_day(ready)


def own_weekday(company, customer, ready):
    return ready + DAY * ((customer["weekday"] - ready.weekday()) % 7)


def second_weeks(company, customer, ready):
    run = own_weekday(company, customer, ready)
    return run + DAY * (7 * (((run - FIRST).days // 7 + customer["phase"]) % 2))


def on_days(*days):
    return lambda company, customer, ready: next_of_days(days, ready)


def but_for_august(company, customer, ready):
    return open_day(datetime.date(ready.year, 9, 1)) if ready.month == 8 else open_day(ready)


def but_for_new_year(company, customer, ready):
    if (ready.month, ready.day) >= (12, 22):
        ready = datetime.date(ready.year + 1, 1, 4)
    elif (ready.month, ready.day) <= (1, 3):
        ready = datetime.date(ready.year, 1, 4)
    return open_day(ready)


def after_quarter_ends(company, customer, ready):
    """What is ready in the last ten days of a quarter waits for the next."""
    if ready.month % 3 == 0 and month_end(ready) - ready < DAY * 10:
        ready = month_end(ready) + DAY * 2
    return open_day(ready)


def mixed_runs(company, customer, ready):
    ways = (any_day, any_day, own_weekday, second_weeks, on_days(10), on_days(15, 0), nth_weekday(-1, 4))
    return ways[customer["kind"] % len(ways)](company, customer, ready)


# --- how many days after the due date it is ready ---------------------------------------------------


def usual(company, customer, claim):
    return customer["late"] + company.gauss(0.0, customer["spread"])


def wide(company, customer, claim):
    return customer["late"] - 3 + company.expovariate(1 / 12) * company.choice((0.3, 0.5, 1.0, 2.0))


def two_ways(company, customer, claim):
    return company.gauss(0.0, 2.0) if company.random() < 0.5 else company.gauss(30.0, 3.0)


def larger_later(company, customer, claim):
    return usual(company, customer, claim) + (20.0 if claim["amount"] > 6000 else 0.0)


def grows(company, customer, claim):
    return usual(company, customer, claim) + 10.0 * (claim["issued"] - FIRST).days / YEARS_DAYS


def later_of_late(company, customer, claim):
    recent = (company.as_of - claim["due"]).days < 150
    return usual(company, customer, claim) + (15.0 if recent and customer["kind"] % 2 else 0.0)


def never(company, customer, claim):
    return 5000.0 if company.random() < 0.03 else usual(company, customer, claim)


def discount(company, customer, claim):
    """Two of three invoices are paid ten days after they were issued."""
    if company.random() < 0.67:
        return (claim["issued"] - claim["due"]).days + 9 + company.gauss(0.0, 1.0)
    return usual(company, customer, claim)


def good_then_bad(company, customer, claim):
    """Habits that last: a customer is slow for months, then prompt again."""
    span = (claim["due"] - FIRST).days // 120
    return usual(company, customer, claim) + 18.0 * ((span * 7 + customer["kind"]) % 3 == 0)


HABITS = {
    "any day": (usual, any_day),
    "wide": (wide, any_day),
    "own weekday": (usual, own_weekday),
    "every second week": (usual, second_weeks),
    "the 10th": (usual, on_days(10)),
    "15th and 28th": (usual, on_days(15, 28)),
    "month end": (usual, on_days(0)),
    "first Thursday": (usual, nth_weekday(1, 3)),
    "last Friday": (usual, nth_weekday(-1, 4)),
    "runs of all kinds": (usual, mixed_runs),
    "in full and in halves": (usual, any_day),
    "two ways": (two_ways, any_day),
    "large ones later": (larger_later, any_day),
    "ten days in three years": (grows, any_day),
    "half slower of late": (later_of_late, any_day),
    "slow for some months": (good_then_bad, any_day),
    "no payment in August": (usual, but_for_august),
    "none at New Year": (usual, but_for_new_year),
    "after quarter ends": (usual, after_quarter_ends),
    "3 % never paid": (never, any_day),
    "discount at ten days": (discount, any_day),
    "growing sales": (usual, any_day),
    "one billing day": (usual, any_day),
    "newcomers": (usual, any_day),
}


# --- a company ----------------------------------------------------------------------------------------


def customers_of(company, habit):
    for number in range(CUSTOMERS):
        yield {
            "name": f"C{number:03d}",
            "a_month": min(1.0 + company.paretovariate(1.6), 8.0),
            "size": company.lognormvariate(7.5, 0.7),
            "terms": company.choice((14, 30, 30, 45, 60)),
            "late": company.choice((-4, 0, 1, 3, 5, 9, 14, 22)),
            "spread": company.choice((1.5, 3.0, 6.0)),
            "weekday": company.randrange(5),
            "phase": company.randrange(2),
            "kind": company.randrange(1000),
            "since": FIRST
            + DAY * (company.randrange(YEARS_DAYS - 60) if habit == "newcomers" and number % 2 else 0),
        }


def issue_days(company, customer, habit, last):
    if habit == "one billing day":
        month = FIRST.replace(day=1)
        while month <= last:
            yield open_day(month.replace(day=5))
            month = month_end(month) + DAY
        return
    date = customer["since"]
    while date <= last:
        growth = 1.6 ** ((date - FIRST).days / 365) / 2 if habit == "growing sales" else 1.0
        date += DAY * max(round(company.expovariate(customer["a_month"] * growth / 30.4)), 1)
        yield open_day(date)


def claims_of(company, habit):
    lateness, run = HABITS[habit]
    last = company.as_of + DAY * 7 * (WEEKS + 1)
    number = 0
    for customer in customers_of(company, habit):
        for issued in issue_days(company, customer, habit, last):
            number += 1
            claim = {
                "invoice": f"I{number:06d}",
                "customer": customer["name"],
                "issued": issued,
                "due": issued + DAY * customer["terms"],
                "amount": round(customer["size"] * company.lognormvariate(0.0, 0.6), 2),
            }
            ready = claim["due"] + DAY * round(lateness(company, customer, claim))
            ready = max(ready, issued + DAY)
            amounts = [claim["amount"]]
            if habit == "in full and in halves" and company.random() < 0.4:
                half = round(claim["amount"] / 2, 2)
                amounts = [half, round(claim["amount"] - half, 2)]
            claim["paid"] = [
                (run(company, customer, ready + DAY * 30 * part), amount)
                for part, amount in enumerate(amounts)
            ]
            yield claim


def write_book(folder, company, claims):
    with open(os.path.join(folder, "book.yaml"), "w", encoding="utf-8") as file:
        file.write(f"as_of: {company.as_of}\ncurrency: EUR\n")
    with open(os.path.join(folder, "invoices.csv"), "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["invoice", "customer", "issued", "due", "amount", "currency"])
        for claim in claims:
            if claim["issued"] <= company.as_of:
                rows.writerow([claim["invoice"], claim["customer"], claim["issued"], claim["due"],
                               f"{claim['amount']:.2f}", "EUR"])
    with open(os.path.join(folder, "payments.csv"), "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["payment", "invoice", "date", "amount", "kind"])
        for claim in claims:
            for part, (date, amount) in enumerate(claim["paid"]):
                if date <= company.as_of:
                    rows.writerow([f"{claim['invoice']}/{part}", claim["invoice"], date,
                                   f"{amount:.2f}", "payment"])


def week_after(company, date):
    """0 for the first seven days after the as-of date; none before or after thirteen weeks."""
    week = ((date - company.as_of).days - 1) // 7
    return week if 0 <= week < WEEKS else None


def actual_weeks(company, claims):
    opened, everything = [0.0] * WEEKS, [0.0] * WEEKS
    for claim in claims:
        for date, amount in claim["paid"]:
            week = week_after(company, date)
            if week is None:
                continue
            everything[week] += amount
            if claim["issued"] <= company.as_of:
                opened[week] += amount
    return opened, everything


def expected_weeks(answer):
    opened, everything, bands = [0.0] * WEEKS, [0.0] * WEEKS, [None] * WEEKS
    for item in answer["expected_items"]:
        if item["kind"] == "claim":
            for week in range(WEEKS):
                opened[week] += item[f"week_{week + 1}"] or 0.0
    for row in answer["metrics"]:
        if row["metric"] == "receipts" and 1 <= row["week"] <= WEEKS:
            everything[row["week"] - 1] = row["mean"]
            bands[row["week"] - 1] = (row["p10"], row["p90"])
    return opened, everything, bands


def run_company(duecast, habit, seed):
    company = random.Random(f"{habit} {seed}")
    sunday = FIRST + DAY * (YEARS_DAYS - YEARS_DAYS % 7 - 1 + 7 * (5 * seed % 52))
    company.as_of = sunday
    if habit == "no payment in August":
        company.as_of = datetime.date(2024, 7, 14) + DAY * 7 * (seed % 6)
    elif habit == "none at New Year":
        company.as_of = datetime.date(2024, 12, 1) + DAY * 7 * (seed % 5)
    claims = list(claims_of(company, habit))
    with tempfile.TemporaryDirectory() as folder:
        write_book(folder, company, claims)
        run = subprocess.run([duecast, "forecast", folder, "--json", "-q", "--paths", "1000"],
                             capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"{habit} {seed}: {run.stderr}")
    return actual_weeks(company, claims), expected_weeks(json.loads(run.stdout))


def ratio(pairs):
    expected = sum(pair[0] for pair in pairs)
    actual = sum(pair[1] for pair in pairs)
    return f"{expected / actual:.2f}" if actual else "-"


def row_of(duecast, habit, count):
    opened, everything, off, cash, held = [[], [], []], [[], []], 0.0, 0.0, 0
    for seed in range(count):
        (came_open, came), (open_weeks, weeks, bands) = run_company(duecast, habit, seed)
        for column, (first, end) in zip(opened, ((0, 1), (1, 4), (0, WEEKS))):
            column.append((sum(open_weeks[first:end]), sum(came_open[first:end])))
        for column, end in zip(everything, (4, WEEKS)):
            column.append((sum(weeks[:end]), sum(came[:end])))
        off += sum(abs(open_weeks[week] - came_open[week]) for week in range(4))
        cash += sum(came_open[:4])
        held += sum(bands[week][0] <= came[week] <= bands[week][1] for week in range(4))
    cells = [ratio(column) for column in opened + everything]
    return f"| {habit} | {' | '.join(cells)} | {100 * off / cash:.0f} | {100 * held / (4 * count):.0f} |"


def main(duecast, count, habits):
    print("| habit | open, 1 w | 2 to 4 w | 13 w | all, 4 w | 13 w | off, % | bands held, % |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for habit in habits or HABITS:
        print(row_of(duecast, habit, count), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
