"""Draw the picture in the README: what `sayso read` prints for an article, as an SVG.

Usage, from the repository's root:

    python docs/picture.py [--article examples/grain.txt] [--lines 40] [--out docs/images/read.svg]

Runs the command as a person would, in colour, and hands what it prints to rich.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 100
_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def printed(article: Path) -> str:
    """Return what `sayso read` prints for `article` in a colour terminal of `WIDTH` columns."""
    terminal = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": str(WIDTH)}
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | terminal
    command = [sys.executable, "-m", "sayso", "read", str(article)]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf8", check=True).stdout


def picture(output: str, title: str, lines: int) -> str:
    """Return the first `lines` lines of `output` as an SVG that asks for no font from elsewhere."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    shown = output.rstrip().splitlines()
    console.print(Text.from_ansi("\n".join(shown[:lines])), soft_wrap=False)
    if len(shown) > lines:
        console.print(Text("…", style="dim"))
    svg = _FONT_FACE.sub("", console.export_svg(title=title, unique_id="sayso"))
    return svg.replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")


def main() -> None:
    """Parse the command line and write the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--article", type=Path, default=Path("examples/grain.txt"))
    parser.add_argument("--lines", type=int, default=40, help="lines of output to show")
    parser.add_argument("--out", type=Path, default=Path("docs/images/read.svg"))
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    svg = picture(printed(args.article), f"sayso read {args.article}", args.lines)
    args.out.write_text(svg, encoding="utf8")
    print(args.out)


if __name__ == "__main__":
    main()
