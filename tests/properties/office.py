"""LibreOffice without a screen, for tests that look at workbooks."""
import importlib.util
import shutil
import subprocess
import sys

SKIPPED = 77


def need(*tools):
    """Ends the test as skipped where openpyxl or a tool is missing."""
    if importlib.util.find_spec("openpyxl") is None:
        print("skipped: openpyxl is not installed")
        sys.exit(SKIPPED)
    for tool in tools:
        if not shutil.which(tool):
            print(f"skipped: {tool} is not installed")
            sys.exit(SKIPPED)


def convert(profile, path, kind, out):
    subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless",
                    "--convert-to", kind, "--outdir", out, path],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
