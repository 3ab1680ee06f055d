"""Prints the workbook of the board's scenarios with LibreOffice and looks at its pages; then switches
the unit of amounts on the Cover and that every amount is shown in it.

    test_workbook_pages.py DUECAST
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import office

PAGES_MOST = 80
PAPER = {
    "en": ["Cover", "Summary", "Compare", "Cash 13 weeks", "Liquidity", "Ageing", "DSO and WCR", "Bad debt"],
    "zh": ["封面", "摘要", "情景对比", "13周现金", "流动性", "逾期天数分析", "周转天数与营运资金",
           "坏账"],
}
ONE_PAGE = 2  # of those for paper: Cover and Summary
PAPER_PAGES_MOST = 30
# Sheets whose amounts stand as they are: divided already, of other currencies, or to be looked up.
EXACT = {
    "en": {"Cover", "Summary", "Metrics", "Inputs", "Calculations by day", "Chances by day",
           "Definitions", "Data", "Checks", "Log"},
    "zh": {"封面", "摘要", "指标", "输入与假设", "按日计算", "按日付款概率", "指标定义", "明细", "校验", "日志"},
}
UNITS = {"en": (1e3, 1, " k"), "zh": (1e4, 1, "万")}
WHOLE = '#,##0_);(#,##0);"–"_)'  # amounts without decimals, with any mark behind them


def pages_of(folder, path):
    office.convert(f"{folder}/profile", path, "pdf", folder)
    text = subprocess.run(["pdftotext", "-layout", f"{path[:-5]}.pdf", "-"], check=True,
                          capture_output=True).stdout.decode()
    return text.split("\f")[:-1]


def sheet_of(page, titles):
    """By the footer, the last line: program and run, sheet, page."""
    footer = page.rstrip().rsplit("\n", 1)[-1]
    return next((title for title in titles if re.search(rf"\s{re.escape(title)}\s", footer)), None)


def look_at_pages(folder, language):
    problems = []
    book = openpyxl.load_workbook(f"{folder}/{language}.xlsx")
    titles = sorted(book.sheetnames, key=len, reverse=True)
    if book.sheetnames[:len(PAPER[language])] != PAPER[language]:
        problems.append(f"those for paper do not stand first: {book.sheetnames[:9]}")
    pages = pages_of(folder, f"{folder}/{language}.xlsx")
    sheets = [sheet_of(page, titles) for page in pages]
    for number, page in enumerate(pages, 1):
        words = page.split()
        if "##" in page:
            problems.append(f"page {number}, {sheets[number - 1]}: a figure wider than its column")
        if len(words) < 15:
            problems.append(f"page {number}, {sheets[number - 1]}: empty")
    for title in set(book.sheetnames) - set(sheets):
        problems.append(f"{title} has no page")
    if len(pages) > PAGES_MOST:
        problems.append(f"{len(pages)} pages")
    on_paper = [sheets.count(title) for title in PAPER[language]]
    if any(count != 1 for count in on_paper[:ONE_PAGE]) or sum(on_paper) > PAPER_PAGES_MOST:
        problems.append(f"pages of {PAPER[language]}: {on_paper}")
    print(f"{language}: {len(pages)} pages, {sum(on_paper)} of the sheets for paper")
    return problems


def is_amount(cell):
    """A number, and one that may be shown in another unit."""
    number = isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)
    return number and re.sub('"[†*]"', "", cell.number_format) == WHOLE


def switched(sheet):
    """Coordinates of the cells that the unit of the Cover changes."""
    found = set()
    for condition in sheet.conditional_formatting:
        if any("detail_unit" in formula for rule in condition.rules for formula in rule.formula):
            found.update((row, col) for area in condition.cells.ranges
                         for row in range(area.min_row, area.max_row + 1)
                         for col in range(area.min_col, area.max_col + 1))
    return found


def check_switched(sheet, exact):
    """All amounts and no other number; returns problems and the number of amounts."""
    inside, problems, count = switched(sheet), [], 0
    for cell in (c for row in sheet.iter_rows() for c in row if isinstance(c.value, (int, float))):
        amount = is_amount(cell) and not exact
        count += amount
        if amount != ((cell.row, cell.column) in inside):
            problems.append(f"{sheet.title}!{cell.coordinate} {cell.value}: "
                            + ("not in the unit" if amount else "should stay as it is"))
    return problems, count


def in_unit(value, divisor, decimals, language):
    if value == 0:
        return "–"
    text = f"{abs(value) / divisor:{'' if language == 'zh' else ','}.{decimals}f}"
    return f"({text})" if value < 0 else text


def printed(sheet):
    """The last column and row that are printed."""
    area = sheet.print_area
    area = area[0] if isinstance(area, list) and area else area
    if not area:
        return sheet.max_column, sheet.max_row
    return openpyxl.utils.range_boundaries(area.split("!")[-1])[2:]


def check_shown(pages, sheet, titles, language):
    """The amounts of the first rows that are printed are on the pages, in the unit."""
    divisor, decimals, word = UNITS[language]
    text = " ".join(page for page in pages if sheet_of(page, titles) == sheet.title)
    words = {w.rstrip("†*") for w in text.split()}
    last_col, last_row = printed(sheet)
    problems, found = [], 0
    for row in sheet.iter_rows(max_row=min(30, last_row), max_col=last_col):
        for cell in filter(is_amount, row):
            if 0 < abs(cell.value) < 0.005:  # what is left of a sum of binary fractions
                continue
            wanted = in_unit(cell.value, divisor, decimals, language)
            halves = abs(cell.value) / divisor * 10 ** decimals % 1
            if wanted in words:
                found += 1
            elif abs(halves - 0.5) > 1e-3:
                problems.append(f"{sheet.title}!{cell.coordinate} {cell.value}: {wanted} is on no page")
    if word.strip() not in text:
        problems.append(f"{sheet.title} does not tell its unit")
    return problems, found


def look_at_units(folder, language):
    path, changed = f"{folder}/{language}.xlsx", f"{folder}/{language}_unit.xlsx"
    values = openpyxl.load_workbook(path, data_only=True)
    book = openpyxl.load_workbook(path)
    sheet, cell = book.defined_names["detail_unit"].attr_text.split("!")
    book[sheet.strip("'")][cell.replace("$", "")].value = UNITS[language][0]
    book.save(changed)
    pages = pages_of(folder, changed)
    titles = sorted(book.sheetnames, key=len, reverse=True)
    problems, amounts, seen = [], 0, 0
    for one in values:
        exact = one.title in EXACT[language]
        more, count = check_switched(one, exact)
        problems += more
        amounts += count
        if count > 0:
            more, found = check_shown(pages, one, titles, language)
            problems += more
            seen += found
    print(f"{language}: {amounts} amounts in another unit, {seen} looked at")
    return problems + ([] if amounts > 10000 and seen > 1000 else ["too few amounts"])


def main(program):
    folder = tempfile.mkdtemp(prefix="duecast-pages-")
    try:
        subprocess.run([program, "demo", "company", "--quiet"], check=True, cwd=folder)
        problems = []
        for language in ("en", "zh"):
            subprocess.run([program, "forecast", "company", "--paths", "200", "-s", "board", "--lang",
                            language, "-o", f"{language}.xlsx"], check=True, cwd=folder,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            problems += look_at_pages(folder, language) + look_at_units(folder, language)
        for problem in problems[:40]:
            print(problem)
        return 1 if problems else 0
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    office.need("soffice", "pdftotext")
    import openpyxl
    sys.exit(main(os.path.abspath(sys.argv[1])))
