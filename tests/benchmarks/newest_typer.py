"""Whether the newest Typer imports pydantic for every command, for which ours is held back.

    python tests/benchmarks/newest_typer.py

It is installed into a folder that is thrown away. When it no longer does, a warning says that the
bound in pyproject.toml can go. Seen last with 0.29.2, whose idle program took 2.4 times as long.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = """
import sys
import typer
app = typer.Typer()

@app.command()
def one(count: int = 1) -> None:
    import importlib.metadata
    print(importlib.metadata.version("typer"), "pydantic" in sys.modules)

@app.command()
def two() -> None: ...

app()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "typer"]
        fetched = subprocess.run([*install, "--target", folder], check=False, capture_output=True)
        if fetched.returncode:
            print("Couldn't fetch the newest Typer, so it isn't known what it imports.")
            return
        program = Path(folder, "program.py")
        program.write_text(PROGRAM, "utf-8")
        line = [sys.executable, "-S", str(program), "one"]
        ran = subprocess.run(line, check=True, capture_output=True, text=True)
    version, imports = ran.stdout.split()
    if imports == "True":
        print(f"Typer {version} imports pydantic for every command: the bound stays.")
    else:
        print(f"WARNING: Typer {version} needs no pydantic: lift the bound in pyproject.toml.")


if __name__ == "__main__":
    main()
