"""The command as a process: fast to start, quiet when its reader leaves, clean when it is interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.fakes import COMMAND, ROOT, sayso, start

STORY = "Oona said the harbour is open.\n"


@pytest.fixture
def wire(tmp_path: Path) -> str:
    file = tmp_path / "wire.jsonl"
    file.write_text("".join(json.dumps({"text": f"Oona said slowly {n}."}) + "\n" for n in range(60)), encoding="utf-8")
    return str(file)


@pytest.fixture
def story(tmp_path: Path) -> str:
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("args", [["--help"], ["read", "--help"], ["add", "--help"], ["--version"], []], ids=" ".join)
def test_help_needs_no_heavy_import(args: list[str]) -> None:
    code = (
        "import sys, sayso.cli.main\n"
        "heavy = {'onnxruntime', 'numpy', 'tokenizers', 'rich', 'sentencex', 'sqlalchemy'}\n"
        "try: sayso.cli.main.main()\n"
        "finally: print(*(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0
    assert "sayso" in done.stdout
    assert done.stderr.strip() == ""


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sayso", "--version"], capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.stdout.startswith("sayso, version ")


def test_an_error_is_one_sentence_without_a_traceback(story: str) -> None:
    done = sayso("read", story, environment={"FAKE_READER": "no weights"})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "sayso: the weights are missing; install sayso again\n"
    crash = sayso("read", "-", stdin="crash")
    assert (crash.returncode, crash.stderr) == (1, "sayso: the reader gave up on this text\n")


def test_a_usage_error_shows_how_to_do_it() -> None:
    done = sayso("read", "--threads", "none", "x.txt")
    assert done.returncode == 2
    assert "Usage: sayso read" in done.stderr
    assert "Traceback" not in done.stderr


def test_readings_are_written_as_they_are_made(wire: str) -> None:
    process = start("read", wire, "--json")
    assert process.stdout is not None
    began = time.monotonic()
    first = process.stdout.readline()
    assert json.loads(first)["statements"]
    assert time.monotonic() - began < 9, "sixty articles take twelve seconds"
    _end(process)


def test_a_reader_that_leaves_is_no_error_to_talk_about(wire: str) -> None:
    process = start("read", wire, "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 141


def test_an_interrupt_keeps_what_was_written_and_leaves_with_130(wire: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    process = start("read", wire, "--json", "--html", str(page))
    assert process.stdout is not None
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert all(json.loads(line) for line in [first, *rest.splitlines()])
    assert "Traceback" not in errors
    assert not page.exists()
    assert not list(tmp_path.glob(".page*"))


def test_there_is_no_colour_in_a_pipe_but_when_asked_for(story: str) -> None:
    assert "\x1b" not in sayso("read", story).stdout
    assert "\x1b[" in sayso("read", story, environment={"FORCE_COLOR": "1", "TERM": "xterm"}).stdout


def test_no_color_is_respected(story: str) -> None:
    asked = {"FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm-256color"}
    output = sayso("read", story, environment=asked).stdout
    colours = [f"\x1b[{style}{n}m" for style in ("", "1;", "2;") for n in (*range(31, 38), *range(91, 98))]
    assert not any(colour in output for colour in colours)


def test_text_that_the_output_cannot_show_does_not_stop_it(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text("Zoë said “žluťoučký” 港.\n", encoding="utf-8")
    done = sayso("read", str(file), environment={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert "Zo?" in done.stdout


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no pseudo-terminals here")
def test_a_long_reading_shows_a_bar_on_a_terminal_only(wire: str) -> None:
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.chdir(ROOT)
        os.execv(COMMAND[0], [*COMMAND, "read", wire])
    seen = b"".join(_output(terminal, until=b" a second"))
    os.kill(pid, signal.SIGINT)
    for _ in _output(terminal):
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 130
    assert b" a second" in seen
    assert b"left" in seen


def _output(terminal: int, until: bytes | None = None) -> Iterator[bytes]:
    """Yield what is written to a terminal until it closes, or until some words come."""
    last = b""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # how Linux tells the end
            return
        if not chunk:
            return
        yield chunk
        last = last[-64:] + chunk
        if until is not None and until in last:
            return


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()
