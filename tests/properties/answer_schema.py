"""The schema of the JSON answer: docs/answer.schema.json against what the program writes.

    answer_schema.py DUECAST            every kind of answer is valid, and the schema misses no key
    answer_schema.py DUECAST --update   writes the schema from these answers

Whatever does not apply is null, so that every figure may be.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/answer.schema.json")
# Answers of every kind: with and without scenarios, bands, cash, history, in both languages.
RUNS = [
    ["company", "-s", "board", "--paths", "200"],
    ["company", "-s", "late-15+terms-60", "--paths", "200", "--no-backtest", "--lang", "zh"],
    ["company", "--engine", "expected"],
    ["company", "--no-learn", "--horizon", "13w", "--paths", "200", "--verify"],
    ["company/invoices.csv", "--paths", "200", "--horizon", "26w", "--no-backtest"],
]
TYPES = {str: "string", bool: "boolean", int: "integer", float: "number"}


def answers(program, folder):
    subprocess.run([program, "demo", "company", "--quiet"], check=True, cwd=folder)
    for arguments in RUNS:
        out = subprocess.run([program, "forecast", *arguments, "--json", "--quiet"], check=True,
                             cwd=folder, stdout=subprocess.PIPE).stdout
        yield " ".join(arguments), json.loads(out)


def note(columns, row):
    for key, value in row.items():
        seen = columns.setdefault(key, set())
        if value is not None:
            seen.add(TYPES[type(value)])


def type_of(seen):
    if not seen:
        return {}  # told in none of these answers
    if "number" in seen:
        seen = (seen - {"integer"}) | {"number"}
    return {"type": sorted(seen) + ["null"]}


def schema_of(found):
    tables = {}
    for _, answer in found:
        for name, table in answer.items():
            columns, _ = tables.setdefault(name, ({}, isinstance(table, dict)))
            for row in [table] if isinstance(table, dict) else table:
                note(columns, row)
    properties = {}
    for name, (columns, single) in tables.items():
        row = {"type": "object", "additionalProperties": False, "required": sorted(columns),
               "properties": {key: type_of(seen) for key, seen in columns.items()}}
        properties[name] = row if single else {"type": "array", "items": row}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "The answer of duecast forecast --json", "type": "object",
            "additionalProperties": False, "required": sorted(tables), "properties": properties}


def main(program, update):
    folder = tempfile.mkdtemp(prefix="duecast-schema-")
    try:
        found = list(answers(program, folder))
    finally:
        shutil.rmtree(folder)
    if update:
        with open(SCHEMA, "w", encoding="utf-8") as file:
            json.dump(schema_of(found), file, indent=1)
            file.write("\n")
        return 0
    with open(SCHEMA, encoding="utf-8") as file:
        schema = json.load(file)
    validator = jsonschema.Draft202012Validator(schema)
    failed = schema != schema_of(found)
    if failed:
        print("docs/answer.schema.json is not what the program writes: run with --update")
    for name, answer in found:
        for error in list(validator.iter_errors(answer))[:5]:
            print(f"{name}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
            failed = True
    found[0][1]["metrics"][0]["mean"] = "a text"
    if validator.is_valid(found[0][1]):
        print("a text for a figure went unnoticed")
        failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        import jsonschema
    except ImportError:
        print("skipped: jsonschema is not installed")
        sys.exit(SKIPPED)
    sys.exit(main(os.path.abspath(sys.argv[1]), "--update" in sys.argv))
