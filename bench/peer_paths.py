"""The peer of bench/core.sh: the same draws from the same laws, as one would make them with numpy.

Reads the laws and claims that bench_paths wrote. Without a share every claim is drawn by inverse
CDF (searchsorted of its law, all paths of a law at a time) and added up by day. With a share the
weekly law of pay runs is walked: each week a customer throws one switch and one uniform for all its
claims, else each claim has its own, which is rescaled while it survives.

    python3 bench/peer_paths.py FILE PATHS [SHARE [CLAIMS]]

CLAIMS draws only so many of the claims: the time is per draw.
"""

import sys
import time

import numpy as np


def read(path):
    raw = np.fromfile(path, dtype=np.int64)
    claims, laws, days = raw[:3]
    table = raw[3 : 3 + laws * (days + 1)].view(np.float64).reshape(laws, days + 1)
    rest = raw[3 + laws * (days + 1) :]
    return table, rest[:claims], rest[claims : 2 * claims], rest[2 * claims :]


def plain(table, law, amount, paths, chance):
    days = table.shape[1]
    flow = np.zeros((paths, days + 1), dtype=np.int64)
    rows = np.arange(paths)
    draws = 0
    for l in np.unique(law):
        for claim in np.nonzero(law == l)[0]:
            day = np.searchsorted(table[l], chance.random(paths), side="right")
            flow[rows, day] += amount[claim]
            draws += paths
    return flow, draws


def runs(table, law, amount, customer, paths, share, chance):
    days = table.shape[1] - 1
    weeks = days // 7
    flow = np.zeros((paths, days + 2), dtype=np.int64)
    rows = np.arange(paths)
    draws = 0
    last = -1
    for claim in np.argsort(customer, kind="stable"):
        if customer[claim] != last:
            last = customer[claim]
            switch = chance.random((weeks, paths)) < share
            shared = chance.random((weeks, paths))
        cdf = table[law[claim]]
        own = chance.random(paths)
        day = np.full(paths, days + 1)
        open_ = np.ones(paths, dtype=bool)
        for week in range(weeks):
            start, end = cdf[7 * week], cdf[7 * week + 7]
            if start >= 1.0:
                break
            chance_now = (end - start) / (1.0 - start)
            u = np.where(switch[week], shared[week], own)
            hit = open_ & (u < chance_now)
            if hit.any():
                within = (cdf[7 * week + 1 : 7 * week + 8] - start) / (1.0 - start)
                day[hit] = 7 * week + 1 + np.searchsorted(within, u[hit], side="right")
            own = np.where(switch[week], own, (own - chance_now) / max(1.0 - chance_now, 1e-12))
            open_ &= ~hit
            if not open_.any():
                break
        flow[rows, day] += amount[claim]
        draws += paths
    return flow, draws


def main():
    table, law, amount, customer = read(sys.argv[1])
    paths = int(sys.argv[2])
    share = float(sys.argv[3]) if len(sys.argv) > 3 else 0.0
    count = int(sys.argv[4]) if len(sys.argv) > 4 else len(law)
    law, amount, customer = law[:count], amount[:count], customer[:count]
    chance = np.random.default_rng(1)
    start = time.process_time()
    if share > 0.0:
        flow, draws = runs(table, law, amount, customer, paths, share, chance)
    else:
        flow, draws = plain(table, law, amount, paths, chance)
    taken = time.process_time() - start
    mean = flow[:, 1:-1].sum() / paths
    print(f"numpy {taken / draws * 1e9:.1f} ns a draw ({draws} draws, mean {mean:.0f})")


if __name__ == "__main__":
    main()
