"""The parts of a workbook as a strict reader wants them: XML well formed, elements of a sheet in the
order of ECMA-376 (18.3.1.99), cells ascending, numbers of styles, texts and formats that exist,
nothing volatile, no macros, no links out, no merged cells, texts of the ledger as texts.

    test_workbook_well_formed.py DUECAST
"""
import csv
import datetime
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ORDER = ["sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
         "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
         "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
         "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
         "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing"]
ODD_NAMES = ["Very " * 39 + "Long", '=HYPERLINK("http://x")', "+49 GmbH", "-minus", "@at", '<b>&amp;"q"</b>',
             "株式会社テスト " * 12, 'שלום עולם בע"מ', "شركة الاختبار", "😀 Emoji Ltd 🏭", "a" * 200, "  Blanks  "]
FORBIDDEN = re.compile(r"\b(NOW|TODAY|RAND|RANDBETWEEN|OFFSET|INDIRECT|FILTER|SORT|UNIQUE|SEQUENCE|XLOOKUP|LET|"
                       r"LAMBDA|WEBSERVICE)\(|\[\d+\]|_xlfn|_xlws")
TEXT_MOST, FORMULA_MOST, LIST_MOST, TITLE_MOST = 32767, 8192, 255, 31
CELLS_LEAST = 20000


def write_odd_ledger(path):
    chance, first = random.Random(7), datetime.date(2025, 1, 1)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["invoice", "customer", "name", "issued", "due", "amount", "paid", "currency"])
        for i in range(900):
            c = chance.randrange(len(ODD_NAMES))
            issued = first + datetime.timedelta(days=chance.randrange(480))
            paid = issued + datetime.timedelta(days=30 + chance.randrange(-5, 40))
            late = paid > first + datetime.timedelta(days=480)
            writer.writerow([f"={i}", f"C{c}", ODD_NAMES[c], issued, issued + datetime.timedelta(days=30),
                             f"{chance.lognormvariate(8, 1):.2f}", "" if late else paid, ["EUR", "USD"][c % 2]])


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def look_at_cells(place, sheet, texts, styles):
    problems, last_row, seen, shown = [], 0, 0, set()
    for row in sheet.find(MAIN + "sheetData"):
        number, last_column = int(row.get("r")), 0
        if number <= last_row:
            problems.append(f"{place}: row {number} behind row {last_row}")
        last_row = number
        for cell in row:
            letters, at = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r")).groups()
            if int(at) != number or column_number(letters) <= last_column:
                problems.append(f"{place}: cell {cell.get('r')} out of order")
            last_column = column_number(letters)
            if int(cell.get("s", "0")) >= styles:
                problems.append(f"{place}: {cell.get('r')} has style {cell.get('s')} of {styles}")
            value, formula = cell.find(MAIN + "v"), cell.find(MAIN + "f")
            kind = cell.get("t", "n")
            if kind == "s":
                text = texts[int(value.text)]
            elif kind == "inlineStr":
                text = "".join(t.text or "" for t in cell.iter(MAIN + "t"))
            else:
                text = value.text or "" if value is not None else ""
                if kind == "n" and value is not None and not abs(float(text)) < 1e300:
                    problems.append(f"{place}: {cell.get('r')} is {text}")
            shown.add(text)
            if len(text) > TEXT_MOST:
                problems.append(f"{place}: {cell.get('r')} has {len(text)} letters")
            if formula is not None and (FORBIDDEN.search(re.sub('"[^"]*"', "", formula.text)) or
                                        len(formula.text) > FORMULA_MOST):
                problems.append(f"{place}: {cell.get('r')} has ={formula.text[:80]}")
            seen += 1
    return problems, seen, shown


def look_at_sheet(place, sheet, titles, formats):
    problems = []
    names = [child.tag.replace(MAIN, "") for child in sheet]
    places = [ORDER.index(name) if name in ORDER else -1 for name in names]
    if -1 in places or places != sorted(places):
        problems.append(f"{place}: elements {names}")
    if "mergeCells" in names:
        problems.append(f"{place}: merged cells")
    for rule in sheet.iter(MAIN + "cfRule"):
        if rule.get("dxfId") is not None and int(rule.get("dxfId")) >= formats:
            problems.append(f"{place}: rule with format {rule.get('dxfId')} of {formats}")
    for link in sheet.iter(MAIN + "hyperlink"):
        title = re.fullmatch(r"'(.*)'!.*", link.get("location", ""))
        if link.get(LINK) is not None or not title or title.group(1) not in titles:
            problems.append(f"{place}: link to {link.get('location')}")
    for allowed in sheet.iter(MAIN + "formula1"):
        if len(allowed.text) > LIST_MOST + 2:
            problems.append(f"{place}: a list of {len(allowed.text)} letters")
    return problems


def look_at_names(book, titles):
    problems, seen = [], set()
    for name in book.iter(MAIN + "definedName"):
        key = (name.get("name").lower(), name.get("localSheetId"))
        if key in seen or not re.fullmatch(r"(_xlnm\.)?[A-Za-z_][A-Za-z0-9_.]*", name.get("name")):
            problems.append(f"name {key}")
        seen.add(key)
        for title in re.findall(r"'([^']*)'!", name.text):
            if title not in titles:
                problems.append(f"name {key} of {title}")
    return problems


def look_at_charts(parts):
    """Charts of month ends name months: an axis of dates would call them by the first of the month."""
    problems, drawing = [], "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    for name, part in parts.items():
        of = part.find(f".//{drawing}cat//{drawing}f") if name.startswith("xl/charts/chart") else None
        if of is not None and of.text.split("!")[0].strip("'") in ("History", "历史"):
            formats = [axis.get("formatCode") for axis in part.iter(drawing + "numFmt")]
            problems += [] if "yyyy-mm" in formats else [f"{name} tells months by {formats}"]
    return problems


def look_at(path, wanted):
    problems, cells, shown = [], 0, set()
    with zipfile.ZipFile(path) as book:
        if book.testzip():
            problems.append(f"{book.testzip()} is damaged")
        parts = {name: tree.fromstring(book.read(name)) for name in book.namelist()}
    for name in parts:
        if re.search("vba|externalLink|macro", name):
            problems.append(f"part {name}")
    types = {part.get("PartName", "").lstrip("/") for part in parts["[Content_Types].xml"]}
    problems += [f"{name} has no content type" for name in parts
                 if name not in types and not name.endswith(".rels") and name != "[Content_Types].xml"]
    styles = len(parts["xl/styles.xml"].find(MAIN + "cellXfs"))
    formats = len(parts["xl/styles.xml"].find(MAIN + "dxfs"))
    texts = ["".join(t.text or "" for t in item.iter(MAIN + "t")) for item in parts["xl/sharedStrings.xml"]]
    titles = [sheet.get("name") for sheet in parts["xl/workbook.xml"].find(MAIN + "sheets")]
    if len(set(titles)) < len(titles) or max(map(len, titles)) > TITLE_MOST:
        problems.append(f"titles {titles}")
    problems += look_at_names(parts["xl/workbook.xml"], titles) + look_at_charts(parts)
    for number, title in enumerate(titles, 1):
        sheet = parts[f"xl/worksheets/sheet{number}.xml"]
        problems += look_at_sheet(title, sheet, titles, formats)
        found, count, there = look_at_cells(title, sheet, texts, styles)
        problems, cells, shown = problems + found, cells + count, shown | there
    problems += [f"'{name[:40]}' is not there as it is" for name in wanted if name not in shown]
    print(f"{os.path.basename(path)}: {len(titles)} sheets, {cells} cells, {len(problems)} problems")
    return problems + ([] if cells > CELLS_LEAST else ["hardly any cells"])


def main(duecast):
    folder = tempfile.mkdtemp(prefix="duecast-formed-")
    problems = []
    try:
        subprocess.run([duecast, "demo", "co", "--quiet"], cwd=folder, check=True, capture_output=True)
        write_odd_ledger(f"{folder}/odd.csv")
        for language in ("en", "zh"):
            usual = ["--paths", "100", "--no-backtest", "--detail", "all", "--quiet", "--lang", language]
            for book, name, more in (("co", "board", ["-s", "board"]), ("odd.csv", "odd", ["-w", "late_payment:days=9"])):
                path = f"{folder}/{name}-{language}.xlsx"
                subprocess.run([duecast, "forecast", book, *more, *usual, "-o", path], cwd=folder, check=True,
                               capture_output=True)
                problems += look_at(path, [name.strip() for name in ODD_NAMES] if book == "odd.csv" else [])
    finally:
        shutil.rmtree(folder)
    print("\n".join(problems[:40]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
