"""`sayso watch`: from feeds into a ledger."""

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
from click.testing import CliRunner, Result

from sayso.article import Article
from sayso.cli.main import cli
from sayso.errors import SourceError
from sayso.ledger import Ledger
from sayso.statement import Reading
from tests.cli.fakes import ROOT, FakeReader
from tests.serving import Answer, Site, serving
from tests.watch.conftest import rss

COMMAND = [
    sys.executable,
    "-c",
    "import tests.cli.test_watch, sayso.reader, sayso.cli.main\n"
    "sayso.reader.Reader = tests.cli.test_watch.OneByOne\n"
    "sayso.cli.main.main()",
]


class OneByOne(FakeReader):
    """Reads a single article, too."""

    def read(self, article: Article) -> Reading:
        return next(self.read_many([article]))


@pytest.fixture(autouse=True)
def _fake_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.reader.Reader", OneByOne)


def story(who: str, what: str) -> Answer:
    quiet = [f"The harbour was quiet on day {n}, and so was the town behind it." for n in range(5)]
    lines = "".join(f"<p>{line}</p>" for line in [f"{who} said {what}.", *quiet])
    head = f"<head><title>{what}</title></head>"
    return Answer(f"<html>{head}<body><article><h1>{what}</h1>{lines}</article></body></html>")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving({}) as site:
        site.routes |= {
            "/feed": Answer(rss("/dam", "/ferry")),
            "/dam": story("Oona", "the dam held"),
            "/ferry": story("Bo", "the ferry sank"),
        }
        yield site


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in args], prog_name="sayso")


def look(ledger: Path, *sources: str | Path) -> Result:
    return run("watch", ledger, *sources, "--once", "--allow-private", "--per-host-delay", "0")


def test_new_articles_are_read_into_a_ledger_once(tmp_path: Path, site: Site) -> None:
    ledger = tmp_path / "news.db"
    first = look(ledger, site.url("/feed"))
    assert first.exit_code == 0, first.output
    lines = first.stdout.splitlines()
    assert sorted(line.split(" · ")[-1] for line in lines[:2]) == [
        f"{site.url('/dam')} (1 statement)",
        f"{site.url('/ferry')} (1 statement)",
    ]
    assert lines[-1] == f"{ledger}: 2 articles added; 2 new statements."
    again = look(ledger, site.url("/feed"))
    assert (again.exit_code, again.stdout) == (0, f"{ledger}: 0 articles added; 0 new statements.\n")
    with Ledger(ledger) as opened:
        assert {reading.article.url for reading in opened.readings()} == {site.url("/dam"), site.url("/ferry")}


def test_what_failed_is_listed_at_the_end(tmp_path: Path, site: Site) -> None:
    site.routes["/ferry"] = Answer("", 500)
    result = look(tmp_path / "news.db", site.url("/feed"), site.url("/none"))
    assert result.exit_code == 1
    assert "1 article added, 2 failed" in result.stdout
    told = result.stderr.splitlines()
    assert told[0] == "sayso: 2 could not be had:"
    assert any(line.startswith(f"  {site.url('/ferry')}: the server answers 500") for line in told)
    assert all("Tried again after 20" in line for line in told[1:])


def test_a_file_that_lists_feeds_may_be_named(tmp_path: Path, site: Site) -> None:
    feeds = tmp_path / "feeds.opml"
    feeds.write_text(f'<opml><body><outline xmlUrl="{site.url("/feed")}"/></body></opml>')
    assert "2 articles added" in look(tmp_path / "news.db", feeds).stdout


def test_json_tells_of_everything(tmp_path: Path, site: Site) -> None:
    options = ("--once", "--allow-private", "--per-host-delay", "0", "--json")
    result = run("watch", tmp_path / "news.db", site.url("/feed"), *options)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert sorted(row["what"] for row in rows) == ["asked", "new", "new"]
    assert next(row for row in rows if row["what"] == "asked")["links"] == 2
    assert {row["article"] for row in rows if row["what"] == "new"} == {1, 2}
    assert "2 articles added" in result.stderr


def test_local_addresses_are_refused_by_default(tmp_path: Path, site: Site) -> None:
    result = run("watch", tmp_path / "news.db", site.url("/feed"), "--once")
    assert result.exit_code == 1
    assert "only public addresses are fetched from: give --allow-private" in result.stderr
    assert site.asked == []


def test_who_fetches_can_be_said(tmp_path: Path, site: Site) -> None:
    options = ("--once", "--allow-private", "--user-agent", "gazette/1", "--contact", "desk@gazette.example")
    run("watch", tmp_path / "news.db", site.url("/none"), *options)
    assert {headers["user-agent"] for headers in site.headers} == {"gazette/1 (+desk@gazette.example)"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--every", "soon"], "'soon' is no time: write it like 90s, 15m, 2h or 3d"),
        (["--every", "0"], "is less than 1 second"),
        (["--connections", "0"], "0 is not in the range"),
    ],
)
def test_an_option_that_cannot_be_is_told(tmp_path: Path, options: list[str], told: str) -> None:
    result = run("watch", tmp_path / "news.db", "https://h.example/", *options)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_source_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    result = run("watch", tmp_path / "news.db", tmp_path / "none.opml", "--once")
    assert result.exit_code == 1
    assert "no file that can be read" in str(result.exception)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_long_watch_stops_cleanly_when_it_is_told_to(tmp_path: Path, site: Site, number: int) -> None:
    site.routes |= {"/feed": Answer(rss("/dam", "/slow")), "/slow": site.hang}
    ledger = tmp_path / "news.db"
    options = ["--allow-private", "--per-host-delay", "0"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(
        [*COMMAND, "watch", str(ledger), site.url("/feed"), *options], cwd=ROOT, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert running.stdout is not None
    assert running.stdout.readline().startswith("new ")
    while not site.count("/slow"):
        time.sleep(0.02)
    running.send_signal(number)
    out, err = running.communicate(timeout=10)
    assert (running.returncode, err) == (0, "")
    assert out == f"{ledger}: 1 article added; 1 new statements.\n"
    with Ledger(ledger) as opened:
        assert len(list(opened.readings())) == 1


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes cannot be killed so here")
def test_a_watch_that_was_killed_goes_on_where_it_was(tmp_path: Path, site: Site) -> None:
    links = [f"/{n}" for n in range(80)]
    site.routes |= {"/feed": Answer(rss(*links))} | {link: story("Oona", f"number {link[1:]} held") for link in links}
    ledger = tmp_path / "news.db"
    command = [*COMMAND, "watch", str(ledger), site.url("/feed"), "--once", "--allow-private", "--per-host-delay", "0"]
    for _ in range(2):
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        for _ in range(20):
            running.stdout.readline()
        running.kill()
        running.wait()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with Ledger(ledger) as opened:
        urls = [str(reading.article.url) for reading in opened.readings()]
    assert sorted(urls) == sorted(site.url(link) for link in links)


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--every", "99999999999d", "more than 31,536,000 seconds"),
        ("--look-again", "9" * 400 + "d", "more than 31,536,000 seconds"),
        ("--per-host-delay", "1h", "more than 120 seconds"),
        ("--sitemap-days", "1e300", "more than 36,500 days"),
        ("--sitemap-days", "nan", "more than 36,500 days"),
    ],
)
def test_a_time_beyond_all_calendars_is_a_usage_error(tmp_path: Path, option: str, value: str, told: str) -> None:
    result = run("watch", tmp_path / "news.db", "https://a.example/feed", "--once", option, value)
    assert (result.exit_code, told in result.stderr) == (2, True), result.output


def test_a_named_file_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.txt"
    feeds.write_text("ftp://a.example/\x1b]0;owned\x07\x9b31m\u202e\n", encoding="utf-8")
    result = run("watch", tmp_path / "news.db", feeds, "--once")
    assert isinstance(result.exception, SourceError)
    assert str(result.exception).isprintable()


def test_a_title_that_the_terminal_has_no_letters_for_ends_no_watch(tmp_path: Path, site: Site) -> None:
    site.routes |= {"/feed": Answer(rss("/dam", "/ferry")), "/dam": story("Oona", "the dam é held")}
    options = ("--once", "--allow-private", "--per-host-delay", "0")
    command = [*COMMAND, "watch", str(tmp_path / "news.db"), site.url("/feed"), *options]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, cwd=ROOT, timeout=60)
    assert (done.returncode, b"2 articles added" in done.stdout) == (0, True), done.stderr
