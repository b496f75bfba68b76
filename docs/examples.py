"""Runs the examples of a page: ``python -m docs.examples docs/extraction.md`` writes what they print into the page.

An example is a block ``sh`` followed by a block ``text``: the second is what the first prints to standard output. The
examples of a page run one after the other, in one empty folder.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLE = re.compile(r"```sh\n(?P<command>[^`]*?)```\n\n```text\n(?P<output>.*?)```", re.S)
TIMEOUT = 240


def fresh(page: str) -> str:
    """Return the text of a page with every example's output as it is now; raise CalledProcessError if one fails."""
    with tempfile.TemporaryDirectory(prefix="passerelle-") as folder:
        return EXAMPLE.sub(lambda found: _example(found["command"], Path(folder)), page)


def _example(command: str, folder: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command], cwd=folder, env={**kept, "PATH": path}, check=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=TIMEOUT,
    )  # fmt: skip
    lines = "\n".join(line.rstrip() for line in done.stdout.splitlines())
    return f"```sh\n{command}```\n\n```text\n{lines}\n```"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(fresh(path.read_text(encoding="utf-8")), encoding="utf-8")
