"""Compares a workbook with the JSON of the same answer; prints each difference, exit 1 when any."""
import collections
import datetime
import json
import sys
import warnings
import zipfile

import openpyxl

warnings.simplefilter("error")  # openpyxl has nothing to say against the file
problems = []
compared = 0


def expect(what, actual, wanted):
    """Numbers to 11 digits, the rest exactly."""
    global compared
    compared += 1
    if isinstance(wanted, (int, float)) and isinstance(actual, (int, float)):
        same = abs(actual - wanted) <= 1e-11 * max(1.0, abs(wanted))
    else:
        same = actual == wanted
    if not same:
        problems.append(f"{what}: workbook {actual!r}, JSON {wanted!r}")


def rows_below(sheet, first_head):
    """Rows of the table whose heading starts with this text, as lists of values."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(i for i, row in enumerate(rows) if row[0] == first_head and row[1] is not None)
    found = []
    for row in rows[start + 2:]:
        if row[0] is None:
            break
        found.append(row)
    return found


def metric_table(answer):
    return {(m["scenario"], m["metric"], m["week"]): m for m in answer["metrics"]}


def names_by_title(answer, language):
    return {s["title_" + language]: s["scenario"] for s in answer["scenarios"]}


def compare_receipts(book, answer, names, title):
    metrics = metric_table(answer)
    expected = {(e["scenario"], e["week"]): e["expected"] for e in answer["expected_cash"]}
    over_paths = {(e["scenario"], e["week"]): e["mean_over_paths"] for e in answer["expected_cash"]}
    for row in rows_below(book[title["receipts"]], title["scenario"]):
        key = names[row[0]], row[1]
        cash = metrics[key[0], "cash_collected", key[1]]
        expect(f"receipts {key} expected", row[11], expected[key])
        expect(f"receipts {key} mean", row[12], over_paths[key])
        if row[1] == 0:
            continue
        for col, name in ((14, "p5"), (15, "p25"), (16, "p50"), (17, "p75"), (18, "p95")):
            expect(f"receipts {key} {name}", row[col], cash[name])
        expect(f"receipts {key} week", row[4],
               over_paths[key] - over_paths[key[0], key[1] - 1])


def compare_days(book, answer, names, title):
    metrics = metric_table(answer)
    for row in rows_below(book[title["dso"]], title["scenario"]):
        key = names[row[0]], row[1]
        for col, name in ((3, "dso"), (6, "dso_not_due"), (7, "dso_overdue"), (10, "receivables"),
                          (13, "overdue"), (15, "inventory"), (16, "payables"), (17, "trade_wcr")):
            expect(f"days {key} {name}", row[col], metrics[key[0], name, key[1]]["mean"])


def compare_differences(book, answer, names, title):
    labels = {t["label"]: t["metric"] for t in answer["today"]}
    wanted = {(d["scenario"], d["metric"], d["week"]): d for d in answer["differences"]}
    missing, metrics = title["missing"], collections.defaultdict(dict, metric_table(answer))
    for row in rows_below(book[title["differences"]], title["measure"]):
        if title["language"] != "en" or names[row[4]] == "baseline":
            continue
        d = wanted[names[row[4]], labels[row[0]], row[2]]
        for col, name in ((5, "difference"), (6, "range_low"), (7, "range_high"),
                          (8, "standard_error"), (9, "chance_better")):
            value = None if row[col] in (missing, "–") else row[col]
            expect(f"difference {row[0]} {row[4]} {name}", value, d[name])
        for col, name in ((21, "chance_low"), (22, "chance_high")):
            expect(f"difference {row[0]} {row[4]} {name}", row[col], d[name])
        level = metrics[names[row[4]], labels[row[0]], row[2]]
        for col, name in ((15, "p5_low"), (16, "p5_high"), (17, "p50_low"), (18, "p50_high"),
                          (19, "p95_low"), (20, "p95_high")):
            value = None if row[col] == missing else row[col]
            expect(f"level {row[0]} {row[4]} {name}", value, level[name] if level else None)


def compare_customers(book, answer, title):
    rows = rows_below(book[title["customers"]], title["customer"])
    for row, wanted in zip(rows, answer["customers"], strict=True):
        for col, name in ((0, "name"), (1, "customer"), (4, "open"), (5, "overdue"),
                          (15, "expected_4_weeks"), (22, "default_chance_12_months"),
                          (23, "expected_loss")):
            expect(f"customer {wanted['customer']} {name}", row[col], wanted[name])
        for col, name in ((18, "paid_10_by"), (19, "paid_50_by"), (20, "paid_90_by")):
            day = row[col].date().isoformat() if row[col] != title["missing"] else None
            expect(f"customer {wanted['customer']} {name}", day, wanted[name])


def check_formulas(path):
    formulas = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    if values[sheet.title][cell.coordinate].value is None:
                        problems.append(f"{sheet.title}!{cell.coordinate} has no result")
                if sheet.merged_cells.ranges:
                    problems.append(f"{sheet.title} has merged cells")
    if count < 1000:
        problems.append(f"only {count} formulas in {path}")
    for sheet in formulas:
        for cell in (c for row in sheet.iter_rows() for c in row):
            if cell.value == "=SUM(A1:A9)" and cell.data_type == "f" and "Cust" in sheet.title:
                problems.append("a customer's name became a formula")


def check_no_clock(path, as_of):
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            expect(f"{info.filename} time", info.date_time, (1980, 1, 1, 0, 0, 0))
        core = archive.read("docProps/core.xml").decode()
    for tag in ("created", "modified"):
        if f"{as_of}T00:00:00Z</dcterms:{tag}>" not in core:
            problems.append(f"{tag} is not the as-of date in {path}")
    datetime.date.fromisoformat(as_of)


TITLES = {
    "en": dict(language="en", receipts="Receipts", dso="DSO and WCR", differences="Differences",
               customers="Customers", scenario="Scenario", measure="Measure", customer="Customer",
               missing="n/a"),
    "zh": dict(language="zh", receipts="每周回款", dso="周转天数与营运资金", differences="配对差异",
               customers="客户", scenario="情景", measure="指标", customer="客户", missing="不适用"),
}


def main(folder):
    for language, title in TITLES.items():
        path = f"{folder}/{language}.xlsx"
        with open(f"{folder}/{language}.json", encoding="utf-8") as file:
            answer = json.load(file)
        book = openpyxl.load_workbook(path, data_only=True)
        names = names_by_title(answer, language)
        compare_receipts(book, answer, names, title)
        compare_days(book, answer, names, title)
        compare_differences(book, answer, names, title)
        compare_customers(book, answer, title)
        check_formulas(path)
        check_no_clock(path, answer["run"]["as_of"])
    for problem in problems[:20]:
        print(problem)
    print(f"{compared} figures compared, {len(problems)} problems")
    return 1 if problems or compared < 2000 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
