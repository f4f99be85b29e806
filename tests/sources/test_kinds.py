"""What kind of source some bytes are: by what they begin with first, and by their name only then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.sources.kinds import Kind, extension_of, kind_of, stem_of
from sayso.sources.tables.columns import Columns

MAIL = b"Return-Path: <a@b.example>\r\nFrom: Odalys Venn <a@b.example>\r\nSubject: Harbour\r\n open\r\n\r\nIt is open."


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"The mayor spoke.", Kind.TEXT),
        (b"", Kind.TEXT),
        (b"\x00\x01", Kind.TEXT),
        (b"<!DOCTYPE html><html>", Kind.HTML),
        (b"\xef\xbb\xbf\n<!-- made by hand -->\n<HTML lang=en>", Kind.HTML),
        ("\ufeff<html>".encode("utf-16-le"), Kind.HTML),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="y">', Kind.HTML),
        (b"<div><p>Loose.</p>", Kind.HTML),
        (b"<3 they said", Kind.TEXT),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', Kind.FEED),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', Kind.FEED),
        (b'<rdf:RDF xmlns:rdf="x">', Kind.FEED),
        (b'<?xml version="1.0"?><opml version="2.0">', Kind.OPML),
        (b"<urlset xmlns='x'>", Kind.SITEMAP),
        (b"<sitemapindex xmlns='x'>", Kind.SITEMAP),
        (b"https://a.example/1\nhttps://a.example/2\n", Kind.SITEMAP),
        (b"https://a.example/1 is where it stood, said the mayor.", Kind.TEXT),
        (b"WARC/1.0\r\nWARC-Type: warcinfo", Kind.WARC),
        (b"PAR1\x15\x04", Kind.PARQUET),
        (b"%PDF-1.7\n", Kind.PDF),
        (b"From a@b.example Fri Mar 14 08:00:00 2031\r\nFrom: a@b.example", Kind.MBOX),
        (b"From the harbour at 8:00 she spoke.", Kind.TEXT),
        (MAIL, Kind.EML),
        (b"From: Odalys Venn\nIt is open, said the mayor of Ostwick.", Kind.TEXT),
        (b"Date: Friday\nPlace: Ostwick\n\nThe mayor spoke.", Kind.TEXT),
        (b'{"id": "n1", "text": "The mayor spoke."}\n', Kind.JSONL),
        (b'\n\n{"headline": "Mayor", "body": "The mayor spoke."}\n', Kind.JSONL),
        (b'{"text": "' + b"a" * 70_000, Kind.JSONL),
        (b"{brackets} open the story.", Kind.TEXT),
        (b'{"id": "n1"}', Kind.TEXT),
        (b"id,title,text\n1,Mayor,She spoke.\n", Kind.CSV),
        (b'"Title";"Full Text";"Date"\n', Kind.CSV),
        (b"url\tbody\n", Kind.CSV),
        (b"The bridge, the body, and the mayor of Ostwick who drove over it every day, are well.", Kind.TEXT),
    ],
)
def test_content_tells_without_a_name(head: bytes, kind: Kind) -> None:
    assert kind_of("", head) is kind


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("news.csv", b"<!doctype html><title>404</title>", Kind.HTML),
        ("story.txt", b"<html><body>", Kind.HTML),
        ("story.html", b'<?xml version="1.0"?><rss>', Kind.FEED),
        ("archive.txt", b"WARC/1.1\r\n", Kind.WARC),
        ("table.txt", b"title,text\n", Kind.CSV),
        ("table.csv", b"leitwort,nummer\n", Kind.CSV),
        ("news.jsonl", b"oops\n", Kind.JSONL),
        ("page.HTM", b"The mayor spoke.", Kind.HTML),
        ("letter.eml", b"X: y\n\nHello", Kind.EML),
        ("dump.warc.gz", b"\x00", Kind.WARC),
        ("broken.parquet", b"\x00\x01", Kind.PARQUET),
        ("broken.pdf", b"\x00\x01", Kind.PDF),
        ("no-extension", b"The mayor spoke.", Kind.TEXT),
    ],
)
def test_a_name_tells_where_content_does_not(name: str, head: bytes, kind: Kind) -> None:
    assert kind_of(name, head) is kind


def test_columns_that_were_named_make_a_table() -> None:
    assert kind_of("", b"nummer,leitwort\n") is Kind.TEXT
    assert kind_of("", b"nummer,leitwort\n", Columns(text="leitwort", id="nummer")) is Kind.CSV


@pytest.mark.parametrize(
    ("name", "extension", "stem"),
    [
        ("a/b.c/Story.v2.TXT", ".txt", "Story.v2"),
        ("story.html.gz", ".html", "story"),
        ("story", "", "story"),
        (".txt", ".txt", ".txt"),
        ("dump.warc.zst", ".warc", "dump"),
        ("story.gz", "", "story.gz"),
    ],
)
def test_names_are_taken_apart(name: str, extension: str, stem: str) -> None:
    assert (extension_of(name), stem_of(name)) == (extension, stem)


@given(st.text(max_size=40), st.binary(max_size=400))
def test_any_bytes_are_of_some_kind(name: str, head: bytes) -> None:
    assert isinstance(kind_of(name, head), Kind)


@pytest.mark.parametrize("piece", [b"<", b"<!--", b"http://a ", b"a,", b"From: \n", b'{"', b" ", b"<?xml "])
def test_a_long_beginning_is_told_soon(piece: bytes) -> None:
    assert isinstance(kind_of("", piece * 100_000), Kind)
