"""The peer of bench/learn.sh: a survival fit of the same ledger, as one would do it with numpy.

Kaplan-Meier hazards by days late, of all claims together and of every customer with five claims'
weight of the pooled hazards. It learns no habits, no payer types and no concentration, forgets
nothing and chooses nothing, so that the ratio flatters it. Reading is not timed.

    python3 bench/peer_survival.py LEDGER.csv
"""

import csv
import datetime
import sys
import time

import numpy as np

FIRST, LAST = -120, 280  # days late that are told apart
DOUBT = 5.0  # claims' worth of the pooled hazards that every customer starts with


def read(ledger):
    number, customer, late, start, paid = {}, [], [], [], []
    day = {}

    def ordinal(text):
        if text not in day:
            day[text] = datetime.date.fromisoformat(text).toordinal()
        return day[text]

    rows = []
    with open(ledger, encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            rows.append(row)
    newest = max(max(ordinal(row[2]), ordinal(row[5]) if row[5] else 0) for row in rows[1:])
    for _, name, issued, due, _, settled in rows[1:]:
        customer.append(number.setdefault(name, len(number)))
        late.append((ordinal(settled) if settled else newest) - ordinal(due))
        start.append(ordinal(issued) - ordinal(due))
        paid.append(bool(settled))
    return len(number), np.array(customer), np.array(start), np.array(late), np.array(paid)


def fit(count, customer, start, late, paid):
    size = LAST - FIRST + 1
    entry = np.clip(start, FIRST, LAST) - FIRST
    end = np.clip(late, FIRST, LAST) - FIRST

    def table(days, keep):
        at = customer[keep] * size + days[keep]
        return np.bincount(at, minlength=count * size).reshape(count, size).astype(float)

    everyone = np.ones(len(customer), bool)
    events = table(end, paid)
    ends = table(end, everyone)
    entries = table(entry, everyone)
    at_risk = np.cumsum(entries, axis=1) - np.cumsum(ends, axis=1) + ends
    pooled = events.sum(0) / np.maximum(at_risk.sum(0), 1.0)
    hazards = (DOUBT * pooled + events) / (DOUBT + at_risk)
    survival = np.cumprod(1.0 - hazards, axis=1)
    return pooled, survival


def main(ledger):
    count, *columns = read(ledger)
    started = time.process_time()
    pooled, survival = fit(count, *columns)
    print(f"survival fit {time.process_time() - started:.2f}")
    print(f"# {len(columns[0])} claims, {count} customers, mean survival on the due day "
          f"{survival[:, -FIRST].mean():.4f}, pooled hazard there {pooled[-FIRST]:.4f}")


if __name__ == "__main__":
    main(sys.argv[1])
