"""The archive that the benchmark makes: what is put in comes out, whatever site it stands on."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from benchmarks.sites import SITES, Site
from benchmarks.warc import write
from sayso.article import Article
from sayso.sources.archives.warc import Tally, read_warc
from sayso.sources.common import Facts
from sayso.sources.pages.page import read_page


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.host)
def test_a_story_comes_out_of_its_page_as_it_was_put_in(site: Site) -> None:
    chance = random.Random(site.host)
    story = site.story(1, chance)
    found = read_page(
        site.page(story, chance), "page", Facts(), url=story.url, content_type=f"text/html; charset={site.charset}"
    )
    assert isinstance(found, Article)
    assert (found.title, found.published) == (story.title, story.published)
    assert [text for text in story.paragraphs if text not in found.text] == []


@pytest.mark.parametrize("plain", [True, False], ids=["plain", "gzip"])
def test_every_article_of_the_archive_comes_out_in_its_order(tmp_path: Path, plain: bool) -> None:
    path = tmp_path / "invented.warc"
    count = write(path, 2**20, plain=plain)
    stories = (tmp_path / "invented.warc.stories.jsonl").read_text("utf-8").splitlines()
    tally = Tally()
    with path.open("rb") as stream:
        found = list(read_warc(stream, "invented.warc", Facts(), processes=0, tally=tally))
    titles = [item.title for item in found if isinstance(item, Article) and not (item.url or "").endswith("/")]
    assert titles == [json.loads(line)[1] for line in stories]
    assert count == len(stories) >= 14
    assert tally.revisits == count // 12
