"""The peer of the benchmark: the same question, answered as one would with numpy.

Reads the same ledger, learns how late each customer pays, draws the payment day of every open claim
on every path by inverse CDF, adds up receipts by week and takes quantiles - for the baseline and
two scenarios that share the draws:

    late-15         every payment comes 15 days later
    plans-overdue   claims over 10,000 and more than 30 days late: 20 % after a week, then three
                    monthly instalments, each missed with 15 %

It does less than Duecast: no future sales, no pay runs, no cash plan, no workbook.

    python3 bench/peer_numpy.py LEDGER.csv [--paths 10000] [--seed 1]
"""

import argparse
import csv
import datetime
import time

import numpy as np

EARLIEST, LATEST = -60, 240  # days late that are told apart
WEEKS = 52
HORIZON = WEEKS * 7
QUANTILES = [0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99]
PRIOR = 12.0  # invoices' worth of portfolio habit that a customer starts with


def day(text):
    return datetime.date.fromisoformat(text).toordinal()


def read_claims(ledger):
    """(customer, due, open amount, payment day or None) of every invoice, and the newest day."""
    claims, newest = [], 0
    with open(ledger, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            paid = day(row["paid"]) if row["paid"] else None
            newest = max(newest, day(row["issued"]), paid or 0)
            left = 0.0 if paid else float(row["amount"])
            claims.append((row["customer"], day(row["due"]), left, paid))
    return claims, newest


def learn(claims):
    """Law of days late per customer: own counts, and the portfolio's with PRIOR's weight."""
    size = LATEST - EARLIEST + 1
    counts = {}
    for customer, due, left, paid in claims:
        own = counts.setdefault(customer, np.zeros(size))
        if left == 0 and paid is not None:
            own[min(max(paid - due, EARLIEST), LATEST) - EARLIEST] += 1
    portfolio = sum(counts.values()) + 1e-3
    portfolio /= portfolio.sum()
    return {c: (own + PRIOR * portfolio) / (own.sum() + PRIOR) for c, own in counts.items()}


def conditional_cdf(law, days_late):
    """P(paid by day 1 .. HORIZON | unpaid today); what is missing to 1 is paid later."""
    ahead = law[max(0, days_late + 1 - EARLIEST):]
    if ahead.sum() <= 0:
        ahead = np.full(60, 1 / 60)
    before = max(0, EARLIEST - days_late - 1)
    pmf = np.concatenate([np.zeros(before), ahead])[:HORIZON]
    cdf = np.cumsum(pmf) / ahead.sum()
    return np.pad(cdf, (0, HORIZON - len(cdf)), mode="edge")


def add(cash, days, amount, columns, paths):
    week = np.minimum((days - 1) // 7, WEEKS)
    cash[week * paths + columns] += amount


def simulate(claims, laws, today, paths, rng):
    cash = np.zeros((3, (WEEKS + 1) * paths))
    columns = np.arange(paths)
    for customer, due, left, _ in claims:
        if left == 0:
            continue
        cdf = conditional_cdf(laws[customer], today - due)
        drawn = np.searchsorted(cdf, rng.random(paths)) + 1
        add(cash[0], drawn, left, columns, paths)
        add(cash[1], drawn + 15, left, columns, paths)
        if today - due <= 30 or left < 10000:
            add(cash[2], drawn, left, columns, paths)
            continue
        add(cash[2], np.full(paths, 7), 0.2 * left, columns, paths)
        for month in (1, 2, 3):
            missed = rng.random(paths) < 0.15
            add(cash[2], np.where(missed, drawn + 90, 7 + 30 * month), 0.8 / 3 * left, columns, paths)
    return cash.reshape(3, WEEKS + 1, paths)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ledger")
    parser.add_argument("--paths", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    started = time.perf_counter()
    claims, today = read_claims(options.ledger)
    laws = learn(claims)
    read = time.perf_counter()
    cash = simulate(claims, laws, today, options.paths, np.random.default_rng(options.seed))
    drawn = time.perf_counter()
    received = np.cumsum(cash[:, :WEEKS, :], axis=1)
    bands = np.quantile(received, QUANTILES, axis=2)
    done = time.perf_counter()

    open_count = sum(1 for claim in claims if claim[2] != 0)
    print(f"open claims {open_count}, paths {options.paths}")
    for name, band in zip(("baseline", "late-15", "plans-overdue"), bands.transpose(1, 2, 0)):
        print(f"{name:14} received by week 13: P5 {band[12][1]:,.0f}  P50 {band[12][4]:,.0f}  "
              f"P95 {band[12][7]:,.0f}")
    print(f"seconds: read and learn {read - started:.2f}, draw {drawn - read:.2f}, "
          f"quantiles {done - drawn:.2f}")


if __name__ == "__main__":
    main()
