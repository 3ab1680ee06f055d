"""Recalculates workbooks with LibreOffice and compares every formula with its cached result.

LibreOffice keeps cached values unless its profile says otherwise; so the test first shows that it
notices a cached value that is deliberately wrong.
"""
import os
import re
import sys
import zipfile

import openpyxl

import office

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculate(folder, path):
    profile = f"{folder}/profile"
    os.makedirs(f"{profile}/user", exist_ok=True)
    with open(f"{profile}/user/registrymodifications.xcu", "w", encoding="utf-8") as file:
        file.write(PROFILE)
    out = f"{folder}/recalculated"
    office.convert(profile, path, "xlsx", out)
    return f"{out}/{os.path.basename(path)}"


def same(a, b):
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) <= 1e-6 + 1e-10 * abs(b)
    return a == b


def differences(path, recalculated):
    formulas = openpyxl.load_workbook(path)
    ours = openpyxl.load_workbook(path, data_only=True)
    theirs = openpyxl.load_workbook(recalculated, data_only=True)
    found, count = [], 0
    for sheet in formulas:
        for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
            count += 1
            a = ours[sheet.title][cell.coordinate].value
            b = theirs[sheet.title][cell.coordinate].value
            if not same(a, b):
                found.append(f"{sheet.title}!{cell.coordinate} {cell.value}: {a!r}, recalculated {b!r}")
    return found, count


def spoil(path, spoilt):
    """The same workbook with one cached number made wrong."""
    done = False
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(spoilt, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if not done and info.filename.startswith("xl/worksheets/sheet"):
                text, number = re.subn(r"(<f>SUM\([^<]*</f><v>)[^<]*(</v>)", r"\g<1>123456789\2",
                                       data.decode(), count=1)
                done = number == 1
                data = text.encode()
            new.writestr(info, data)
    return done


def main(folder):
    spoilt = f"{folder}/spoilt.xlsx"
    if not spoil(f"{folder}/en.xlsx", spoilt):
        print("no formula to spoil")
        return 1
    if not any("123456789" in d for d in differences(spoilt, recalculate(folder, spoilt))[0]):
        print("a wrong cached value went unnoticed: LibreOffice did not recalculate")
        return 1
    failed = False
    for language in ("en", "zh"):
        path = f"{folder}/{language}.xlsx"
        found, count = differences(path, recalculate(folder, path))
        for line in found[:20]:
            print(line)
        print(f"{path}: {count} formulas, {len(found)} differ")
        failed = failed or bool(found) or count < 1000
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
