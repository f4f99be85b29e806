"""What the README and the docs show works as they show it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest

import sayso

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
HAS_MODEL = (ROOT / "src/sayso/models/en/encoder.onnx").exists()
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")

needs_model = pytest.mark.skipif(not HAS_MODEL, reason="the trained weights are not here")


@dataclass(frozen=True)
class Command:
    """A command that a page shows, and the lines of output that it shows below."""

    page: Path
    line: str
    shown: tuple[str, ...]

    @property
    def needs_model(self) -> bool:
        return "--help" not in self.line


def blocks(page: Path, language: str) -> Iterator[tuple[int, str]]:
    """Yield each fenced block of a page: the number of its first line, and its text."""
    text = page.read_text("utf8")
    for match in _BLOCK.finditer(text):
        if match[1] == language:
            yield text.count("\n", 0, match.start()) + 2, match[2]


def commands() -> Iterator[Command]:
    for page in PAGES:
        for _, block in blocks(page, "console"):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                line, *shown = part.splitlines()
                yield Command(page, line, tuple(s.strip() for s in shown if s.strip()))


def name_of(value: Path | Command) -> str:
    return value.name if isinstance(value, Path) else f"{value.page.name}: {value.line}"


@pytest.fixture(scope="session")
def workplaces(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Return, for each page, a folder to run its commands in that has the examples; they go on from each other."""
    folders: dict[Path, Path] = {}

    def of(page: Path) -> Path:
        if page not in folders:
            folders[page] = tmp_path_factory.mktemp(page.stem)
            shutil.copytree(ROOT / "examples", folders[page] / "examples")
        return folders[page]

    return of


@needs_model
@pytest.mark.parametrize("page", [p for p in PAGES if any(blocks(p, "python"))], ids=name_of)
def test_the_python_on_a_page_runs(
    page: Path, workplaces: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workplaces(page))
    namespace: dict[str, object] = {"__name__": "__main__"}
    for line, block in blocks(page, "python"):
        code = compile("\n" * (line - 1) + block, str(page), "exec")
        exec(code, namespace)


@pytest.mark.parametrize("command", list(commands()), ids=name_of)
def test_a_command_on_a_page_runs_and_prints_what_is_shown(
    command: Command, workplaces: Callable[[Path], Path]
) -> None:
    workplace = workplaces(command.page)
    if command.needs_model and not HAS_MODEL:
        pytest.skip("the trained weights are not here")
    assert re.search(r"(^|\| )sayso ", command.line), "only sayso is run"
    sayso = workplace / "bin" / "sayso"  # this interpreter's, whatever is on the path
    sayso.parent.mkdir(exist_ok=True)
    sayso.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sayso "$@"\n')
    sayso.chmod(0o755)
    environment = os.environ | {"PATH": f"{sayso.parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}
    environment.pop("FORCE_COLOR", None)
    done = subprocess.run(
        ["sh", "-c", command.line], cwd=workplace, env=environment, capture_output=True, encoding="utf8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    for line in command.shown:
        assert line in done.stdout


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=name_of)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    missing = [link for link in _LINK.findall(page.read_text("utf8")) if not (page.parent / link).exists()]
    assert not missing


def test_every_option_of_the_command_line_is_documented() -> None:
    from sayso.cli.main import cli

    page = (ROOT / "docs/command-line.md").read_text("utf8")
    for command in cli.commands.values():
        assert f"## sayso {command.name}" in page
        options = [name for p in command.params for name in p.opts if name.startswith("--")]
        assert not [name for name in options if f"`{name}" not in page]


@pytest.mark.parametrize("kind", [sayso.Act, sayso.Quote, sayso.Distance])
@pytest.mark.parametrize("page", ["scheme.md", "json.md"])
def test_every_act_quote_and_distance_is_documented(page: str, kind: type[StrEnum]) -> None:
    text = (ROOT / "docs" / page).read_text("utf8")
    assert not [value for value in kind if f"`{value}`" not in text]


def test_every_field_of_the_json_is_documented() -> None:
    from sayso.exports.json import reading_schema

    schema = reading_schema()
    statement = next(d for d in schema["$defs"].values() if "within" in d.get("properties", {}))
    page = (ROOT / "docs/json.md").read_text("utf8")
    assert not [name for name in [*schema["properties"], *statement["properties"]] if f"| `{name}` |" not in page]


def test_every_column_of_the_ledger_is_documented() -> None:
    from sayso.ledger.schema import metadata

    page = (ROOT / "docs/ledger.md").read_text("utf8")
    for table in metadata.tables.values():
        part = page[page.index(table.name, page.index("## Tables")) :]
        assert not [column.name for column in table.columns if f"`{column.name}`" not in part], table.name
