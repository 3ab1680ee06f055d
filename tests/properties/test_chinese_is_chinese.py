"""What a Chinese reader meets: workbook, page and terminal hold no English words in a row but for
names, codes, commands, titles of publications and what the user's own files say.

    test_chinese_is_chinese.py DUECAST
"""
import csv
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile

# Two words in a row of which one begins small; between them blanks or what joins words.
ENGLISH = re.compile(r"(?<![\w-])(?:[a-z]{2,}[,;:]? +[A-Za-z]{2,}|[A-Za-z]{2,}[,;:]? +[a-z]{2,})(?![\w-])")
QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
COMMAND = re.compile(r"duecast [a-z].*|--[a-z-]+( [a-z]+)?")
ENGLISH_LEAST = 300  # sentences of the English book: the search finds what there is


def words_of_files(folder):
    """Names and codes: every cell of the company's files."""
    found = set()
    for name in os.listdir(folder):
        if name.endswith(".csv"):
            with open(f"{folder}/{name}", encoding="utf-8", newline="") as file:
                for row in csv.reader(file):
                    found.update(cell for cell in row if re.search("[A-Za-z]{2}", cell))
    return found


def codes_of(duecast):
    """Levers and formats of files, as they are written; heads of tables set a blank for a dash."""
    found = set()
    for command in ("levers", "formats"):
        for line in subprocess.run([duecast, command], check=True, capture_output=True).stdout.decode().split("\n"):
            if re.match(r"[a-z_-]+  ", line.strip()):
                found.update({line.split()[0], line.split()[0].replace("_", " ")})
    return found


def english_of(text, known):
    for plain in (text, QUOTED.sub("", text)):
        if plain in known:
            return None
    plain = COMMAND.sub("", QUOTED.sub("", text))
    for name in sorted(known, key=len, reverse=True):
        if len(name) > 3:
            plain = plain.replace(name, "")
    found = ENGLISH.search(plain)
    return found.group() if found else None


def texts_of_book(path):
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                text = cell.value
                if not isinstance(text, str):
                    continue
                for part in re.findall('"([^"]*)"', text) if text.startswith("=") else [text]:
                    yield f"{sheet.title}!{cell.coordinate}", part


def texts_of_page(path):
    with open(path, encoding="utf-8") as file:
        page = re.sub(r"(?s)<style.*?</style>", "", file.read())
    for text in re.findall(r">([^<]+)<", page) + re.findall(r'(?:title|aria-label|alt)="([^"]*)"', page):
        yield os.path.basename(path), html.unescape(text)


def run(duecast, folder, language, *arguments):
    return subprocess.run([duecast, *arguments, "--lang", language], cwd=folder, check=True,
                          capture_output=True).stdout.decode()


def all_texts(duecast, folder, language):
    board = ["forecast", "co", "-s", "board", "--paths", "100", "--verify"]
    shown = run(duecast, folder, language, *board, "--detail", "all", "-o", f"{language}.xlsx")
    shown += run(duecast, folder, language, *board, "--no-backtest", "-o", f"{language}.html", "--quiet")
    for arguments in (["worklist", "co"], ["measure", "co"], ["backtest", "co"], ["check", "co"], ["learn", "co"]):
        shown += run(duecast, folder, language, *arguments)
    yield from texts_of_book(f"{folder}/{language}.xlsx")
    yield from texts_of_page(f"{folder}/{language}.html")
    for line in shown.split("\n"):
        yield "terminal", line


def main(duecast):
    folder = tempfile.mkdtemp(prefix="duecast-chinese-")
    try:
        subprocess.run([duecast, "demo", "co", "--invoices", "1500", "--quiet"], cwd=folder, check=True,
                       capture_output=True)
        known = words_of_files(f"{folder}/co") | codes_of(duecast)
        found = {language: {text: place for place, text in all_texts(duecast, folder, language)
                            if english_of(text, known)}
                 for language in ("en", "zh")}
        for text, place in found["zh"].items():
            print(f"{place}: {text[:150]} [{english_of(text, known)}]")
        print(f"{len(found['en'])} texts with English words in the English answer, {len(found['zh'])} in the Chinese")
        return 1 if found["zh"] or len(found["en"]) < ENGLISH_LEAST else 0
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    try:
        import openpyxl
    except ImportError:
        print("skipped: openpyxl is not there")
        sys.exit(77)
    sys.exit(main(os.path.abspath(sys.argv[1])))
