"""Edits the inputs of a workbook, recalculates it with LibreOffice and runs the program again with
the same question: the receipts on Calculations are the program's own expectation.

    test_workbook_lives.py DUECAST
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import office

AS_RUN = {"en": "AS RUN", "zh": "与运行一致"}
EDITED = {"en": "EDITED", "zh": "已修改"}
PASSED = {"en": "OK", "zh": "通过"}
# What is typed into Inputs, and the levers that ask the program the same.
PLAN = "down_payment=20%,count=3,every=1m,start=7,miss=0,scope=min_days_late:30"
EDITS = [
    {"live_delay_days": 10, "live_delay_share": 0.6},
    {"live_terms_days": 60, "live_pass_through": 0.85},
    {"live_plan_share": 0.5},
    {"live_delay_days": 23, "live_delay_share": 0.35, "live_terms_days": 45, "live_pass_through": 0.7,
     "live_plan_share": 1},
]


def told_terms(folder):
    """The terms of future invoices that the live sheets tell apart; others keep theirs."""
    sheet = openpyxl.load_workbook(f"{folder}/en.xlsx", data_only=True)["Chances by day"]
    names = ((row[0], row[4]) for row in sheet.iter_rows(min_row=9, max_col=5, values_only=True))
    return sorted({int(days) for name, days in names if str(name).startswith("future invoices at ")
                   and days is not None})


def levers(edit, told):
    out = []
    if "live_delay_days" in edit:
        out.append(f"late_payment:days={edit['live_delay_days']},share={edit['live_delay_share']}")
    if "live_terms_days" in edit:
        days = edit["live_terms_days"]
        scopes = "".join(f",scope=min_terms:{t}&max_terms:{t}" for t in told if t < days)
        out.append(f"credit_terms:days={days},pass_through={edit['live_pass_through']},sales=0{scopes}")
    if "live_plan_share" in edit:
        out.append(f"instalments:share={edit['live_plan_share']},{PLAN}")
    return out


def run(program, folder, *arguments):
    subprocess.run([program, *arguments], check=True, cwd=folder, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def expected(program, folder, edit, told):
    """Expected receipts by week, summed up, of the program."""
    run(program, folder, "forecast", "company", "--engine", "expected",
        "-o", "again.json", *(part for lever in levers(edit, told) for part in ("-w", lever)))
    with open(f"{folder}/again.json", encoding="utf-8") as file:
        rows = json.load(file)["expected_cash"]
    return {row["week"]: row["expected"] for row in rows if row["scenario"] == "what-if"}


def cell_of(workbook, name):
    sheet, cell = re.fullmatch(r"'?(.*?)'?!(.*)", workbook.defined_names[name].attr_text).groups()
    return workbook[sheet][cell.replace("$", "")]


def live(recalculated, language):
    """Receipts so far by week, the state, and the verdict of all checks, as recalculated."""
    book = openpyxl.load_workbook(recalculated, data_only=True)
    sheet = book[{"en": "Calculations", "zh": "实时计算"}[language]]
    weeks = {}
    for row in sheet.iter_rows(min_row=8, values_only=True):
        if isinstance(row[0], (int, float)) and row[8] is not None:
            weeks[int(row[0])] = row[8]
    return weeks, cell_of(book, "run_state").value, cell_of(book, "master_check").value


def check(program, folder, language, edit, claims):
    # parts of plans are rounded to minor units, and JSON has 12 digits
    tolerance = 0.01 * claims if "live_plan_share" in edit else 1e-4
    written = language if edit is EDITS[-1] else "plain"
    book = openpyxl.load_workbook(f"{folder}/{written}.xlsx")
    for name, value in edit.items():
        cell_of(book, name).value = value
    book.save(f"{folder}/edited.xlsx")
    weeks, state, master = live(recalculate(folder, f"{folder}/edited.xlsx"), language)
    wanted = expected(program, folder, edit, told_terms(folder))
    failed = state != EDITED[language] or master != PASSED[language]
    if failed:
        print(f"{language} {edit}: state {state}, master check {master}")
    if sorted(weeks) != list(range(1, 14)):
        print(f"{language} {edit}: weeks {sorted(weeks)}")
        return True
    for week, value in weeks.items():
        if abs(value - wanted[week]) > tolerance + 1e-9 * abs(wanted[week]):
            print(f"{language} {edit} week {week}: {value}, the program {wanted[week]}")
            failed = True
    return failed


def stands_as_written(folder, language):
    """The board's workbook passes its own checks, and every formula recalculates to its result."""
    path = f"{folder}/{language}.xlsx"
    book = openpyxl.load_workbook(path, data_only=True)
    found = [f"{name} {cell_of(book, name).value}, not {good[language]}"
             for name, good in (("run_state", AS_RUN), ("master_check", PASSED))
             if cell_of(book, name).value != good[language]]
    others, count = differences(path, recalculate(folder, path))
    found += others
    for line in found[:20]:
        print(line)
    print(f"{language}: {count} formulas, {len(found)} differ")
    return found or count < 10000


def cash_by_week(sheet, sections):
    """Rows below the headings that begin so: (label or week, mean to P95)."""
    rows, found = list(sheet.iter_rows(values_only=True)), []
    for section in sections:
        start = next(i for i, row in enumerate(rows) if str(row[0]).startswith(section))
        below = []
        for row in rows[start + 1:]:
            if isinstance(row[2], (int, float)):
                below.append((row[0], row[2:7]))
            elif below:
                break
        found.append(below)
    return found


def choice_is_shown(folder, language):
    """The chart of the Summary is drawn from the weeks of the scenario chosen there."""
    book = openpyxl.load_workbook(f"{folder}/{language}.xlsx")
    title = {"en": "Liquidity", "zh": "流动性"}[language]
    sections = {"en": ("Cash before the line by week: ", "Cash before the line by week: all"),
                "zh": ("每周动用授信前的现金：", "每周动用授信前的现金：全部")}[language]
    chosen = {"en": "Terms of 60 days instead of 30", "zh": "账期由30天延长至60天"}[language]
    before = cash_by_week(openpyxl.load_workbook(f"{folder}/{language}.xlsx", data_only=True)[title],
                          sections)[0]
    cell_of(book, "cash_scenario").value = "terms-60"
    book.save(f"{folder}/chosen.xlsx")
    recalculated = openpyxl.load_workbook(recalculate(folder, f"{folder}/chosen.xlsx"), data_only=True)
    block, everything = cash_by_week(recalculated[title], sections)
    wanted = [figures for label, figures in everything if label == chosen]
    state = cell_of(recalculated, "run_state").value
    failed = ([figures for _, figures in block] != wanted or len(wanted) != 13 or block == before
              or state != AS_RUN[language])
    if failed:
        print(f"{language}: {chosen} chosen, state {state}: {block[:2]}, not {wanted[:2]}")
    return failed


def data_ties(folder, language):
    """Claims one by one add up to the balances of the ledger, currency by currency."""
    with open(f"{folder}/{language}.json", encoding="utf-8") as file:
        balances = {row["currency"]: row["ledger"]
                    for row in json.load(file)["ageing_now"] if row["currency"]}
    sheet = openpyxl.load_workbook(f"{folder}/{language}.xlsx", data_only=True)[
        {"en": "Data", "zh": "明细"}[language]]
    sums = {}
    for row in sheet.iter_rows(min_row=8, values_only=True):
        sums[row[5]] = sums.get(row[5], 0) + row[10]
    failed = [c for c in sums if abs(sums[c] - balances[c]) > 0.005]
    for currency in failed:
        print(f"{language} Data {currency}: {sums[currency]}, the ledger {balances[currency]}")
    return bool(failed) or len(sums) < 3


def main(program):
    folder = tempfile.mkdtemp(prefix="duecast-lives-")
    try:
        run(program, folder, "demo", "company", "--quiet")
        for language in ("en", "zh"):
            run(program, folder, "forecast", "company", "--paths", "200", "-s", "board", "--lang",
                language, "-o", f"{language}.xlsx", "-o", f"{language}.json")
        run(program, folder, "forecast", "company", "--paths", "200", "-o", "plain.xlsx")
        with open(f"{folder}/company/invoices.csv", encoding="utf-8") as file:
            claims = sum(1 for _ in file)
        checks = [("en", edit) for edit in EDITS] + [("zh", EDITS[-1])]
        failed = [check(program, folder, language, edit, claims) for language, edit in checks]
        failed += [stands_as_written(folder, language) for language in ("en", "zh")]
        failed += [choice_is_shown(folder, language) for language in ("en", "zh")]
        failed += [data_ties(folder, language) for language in ("en", "zh")]
        print(f"{len(failed)} checks, {sum(map(bool, failed))} failed")
        return 1 if any(failed) else 0
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    office.need("soffice")
    import openpyxl
    from test_workbook_recalculates import differences, recalculate

    sys.exit(main(os.path.abspath(sys.argv[1])))
