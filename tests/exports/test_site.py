"""Disputes as a folder of pages that need no server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso.claims.relation import Relation
from sayso.cli.main import cli
from sayso.errors import ExportError
from sayso.exports.site import write_site
from sayso.ledger import Ledger
from sayso.statement import Act
from tests.exports.readings import HOSTILE
from tests.ledger.test_claims import AUTHOR, COURIER, LANTERN, POST, report

_LINK = re.compile(r'href="([^"#]+)(?:#([^"]+))?"')
_EVIL = HOSTILE.replace("\n", " ").replace("\r", "").replace("\ud800", "")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "news.db"
    evil = report("gull", "The <b>Gull</b>", 4, (_EVIL, "person", Act.DENY, f"“{_EVIL}”", None))
    with Ledger(file) as ledger:
        for reading in (POST, COURIER, LANTERN, evil):
            ledger.add(reading)
        pairs = ((1, 3, Relation.SAME), (2, 3, Relation.OPPOSITE), (1, 5, Relation.SAME), (2, 6, Relation.SAME))
        for one, other, relation in pairs:
            ledger.relate(one, other, relation, author=AUTHOR)
    return file


def run(*args: str) -> str:
    result = CliRunner().invoke(cli, args, prog_name="sayso")
    assert result.exit_code == 0, result.output
    return result.output


def test_a_dispute_becomes_pages_whose_links_lead_somewhere(file: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert run("export", "site", str(file), "--claim", "1", "--out", str(site)) == f"{site}: 6 pages for 1 claim.\n"
    pages = {page: page.read_text("utf8") for page in site.rglob("*.html")}
    assert len(pages) == 6
    for page, text in pages.items():
        for there, anchor in _LINK.findall(text):
            target = (page.parent / there).resolve()
            assert target in pages, there
            assert not anchor or f'id="{anchor}"' in pages[target], anchor


def test_both_sides_the_days_and_the_trace_are_on_the_page(file: Path, tmp_path: Path) -> None:
    run("export", "site", str(file), "--about", "envoys", "--out", str(tmp_path / "site"))
    text = (tmp_path / "site/claims/1.html").read_text("utf8")
    assert text.count('<section class="side') == 2
    assert "Who changed sides" in text
    assert "On whose word" in text
    assert "two officials" in text


def test_no_word_of_an_article_acts_on_a_page(file: Path, tmp_path: Path) -> None:
    run("export", "site", str(file), "--claim", "1", "--out", str(tmp_path / "site"))
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text("utf8")
        assert "<script" not in text
        assert "<img" not in text
        assert "<b>" not in text
        assert "default-src 'none'" in text


def test_a_quotation_with_other_words_is_shown(tmp_path: Path) -> None:
    with Ledger(tmp_path / "news.db") as ledger:
        for n, words in enumerate(("“we will never seal the old harbour”", "“we will not seal the old harbour”")):
            ledger.add(report(f"{n}", f"Paper {n}", n + 1, ("Tessa Vane", "person", Act.DENY, words, None)))
        ledger.relate(1, 2, Relation.SAME, author=AUTHOR)
        (claim,) = ledger.disputes(one_sided=True)
        write_site(ledger, [claim.id], tmp_path / "site")
    text = (tmp_path / f"site/claims/{claim.id}.html").read_text("utf8")
    assert "<del><bdi>never</bdi></del> became <ins><bdi>not</bdi></ins>" in text


def test_a_folder_that_cannot_be_made_is_told(file: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with Ledger(file) as ledger, pytest.raises(ExportError):
        write_site(ledger, [1], tmp_path / "taken" / "site")


def test_a_ledger_is_exported_as_before(file: Path) -> None:
    assert len(run("export", str(file), "--format", "jsonl").splitlines()) == 4
    assert "--claim" in run("export", "site", "--help")
    assert "--format" in run("export", "--help")
