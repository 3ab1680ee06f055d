"""Asks the reference implementation of the payment model what it makes of claims and parameters.

    python3 lmbs.py FOLDER FILE...      FOLDER holds payment_model_lmbs.py

Each FILE is lines of words: `customers N`, `shifts DAYS...`, `types G`, then either nothing (the
parameters are fitted) or `given M`, `share PI...`, `habit RHO...` and a `hazard Q...` for each type;
`claim CUSTOMER START END PAID WEIGHT` (days late; weights by recency and part); `looks DAYS...` and
`ask CUSTOMER LATE` (-1: a customer never seen). Answers one line for each fit and each question:
the log marginal likelihood and m; the chance of being settled by each of the days looked at.
"""

import os
import sys

import numpy as np

sys.path.insert(0, sys.argv[1])
os.environ.setdefault("OMP_NUM_THREADS", "1")
from payment_model_lmbs import DAYS, L0, LMBS, counts, logsumexp, mlik  # noqa: E402


def read(path):
    asked = {"claim": [], "ask": [], "hazard": []}
    with open(path, encoding="ascii") as file:
        for line in file:
            name, *words = line.split()
            values = [float(word) for word in words]
            if name in ("claim", "ask", "hazard"):
                asked[name].append(values)
            else:
                asked[name] = values
    return asked


def given(model, asked, columns, customer_count):
    """The reference's expectation step for the parameters given."""
    customer, start, end, paid, weight = columns
    model.N, model.E = (np.stack(part) for part in zip(*(
        counts(customer, start - shift, end - shift, paid, weight, customer_count)
        for shift in model.grid)))
    model.m, model.q = asked["given"][0], np.array(asked["hazard"])
    model.pi, model.rho = np.array(asked["share"]), np.array(asked["habit"])
    terms = np.stack([[np.log(model.pi[g] * model.rho[j]) +
                       mlik(model.N[j], model.E[j], model.q[g], model.m)
                       for j in range(len(model.grid))] for g in range(model.G)]).transpose(2, 0, 1)
    total = logsumexp(terms.reshape(customer_count, -1), axis=1)
    model.R = np.exp(terms - total[:, None, None])
    active = model.N[int(np.argmin(abs(model.grid)))].sum(1) > 0
    model.ll = total[active].sum()


def answer(path):
    asked = read(path)
    rows = np.array(asked["claim"])
    columns = (rows[:, 0].astype(int), rows[:, 1].astype(int), rows[:, 2].astype(int),
               rows[:, 3] > 0, rows[:, 4])
    customer_count = int(asked["customers"][0])
    model = LMBS(G=int(asked["types"][0]), grid=np.array(asked["shifts"]).astype(int))
    if "given" in asked:
        given(model, asked, columns, customer_count)
    else:
        model.fit(*columns, customer_count)
    print(f"fit {model.ll:.10g} {model.m:.10g}")
    for customer, late in asked["ask"]:
        pmf = model.predict(None if customer < 0 else int(customer), late)
        paid = np.cumsum(pmf[int(late) - L0:])
        print("law", *(f"{paid[int(day) - 1]:.10f}" for day in asked["looks"]))


for path in sys.argv[2:]:
    answer(path)
