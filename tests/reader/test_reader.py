"""The reader with the weights that come with the package: what is plainly said is found, and nothing breaks it."""

from __future__ import annotations

import dataclasses
import json
import random
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sayso
from sayso import Act, Article, Distance, Quote, Reader, Reading, Span, Statement, TextError
from sayso.errors import ModelError

SENTENCES = """\
The ferry will sail again on Monday, harbourmaster Odalys Venn said.
“The bridge is safe,” said Marta Quillon, the mayor of Tarnwick.
The mayor of Tarnwick denied that the council had said the bridge was unsafe.
The prosecutor accused Bram Teller of stealing the council's funds.
According to the Tarnwick Gazette, the bakery will close in June.
The union urged the company to reopen the mill.
Governor Ilsabet Crane promised to rebuild the school by spring.
Marta Quillon told reporters that the council would meet on Friday.
The doctor warned that the fever could spread to neighbouring villages.
Odalys Venn believes that the harbour will be profitable within a year.
The trade minister said on Monday that the Gazette had claimed that he was corrupt.
“We are not afraid,” Venn said. “We will come back.”
Bram Teller allegedly stole two million crowns from the pension fund.
The judge asked whether the witness had seen the car.
It rained for most of the week, and the river rose above the old quay.
The road to the lighthouse was closed at noon.""".splitlines()

FILLER = """\
The international competition between engineering universities continued throughout September, and the considerable \
construction problems remained. Agricultural production increased slightly in the mountains; the pharmaceutical \
manufacturing of Tarnwick decreased. Infrastructure was under construction in the northern territories."""


def story(seed: int, sentences: int) -> str:
    """Return an invented article of some paragraphs."""
    chosen = random.Random(seed).choices(SENTENCES, k=sentences)
    return "News from Tarnwick\n\n" + "\n\n".join(" ".join(chosen[i : i + 2]) for i in range(0, sentences, 2))


def words(reading: Reading, statement: Statement) -> tuple[str, str, str]:
    return reading.words(statement.source), reading.words(statement.cue), reading.words(statement.content)


def one(reading: Reading, cue: str) -> Statement:
    """Return the one statement whose cue holds the word `cue`."""
    (found,) = [s for s in reading.statements if cue in reading.words(s.cue).lower()]
    return found


def faults(reading: Reading) -> Iterator[str]:
    """Yield what is wrong with the form of a reading, whatever it says."""
    text, statements = reading.article.text, reading.statements
    if [s.id for s in statements] != [f"s{n}" for n in range(1, len(statements) + 1)]:
        yield "ids are not s1, s2, ..."
    by_id = {s.id: s for s in statements}
    places = [(s.cue or s.content)[0].start for s in statements]
    if places != sorted(places):
        yield "statements are not in text order"
    for statement in statements:
        if not statement.content:
            yield f"{statement.id} has no content"
        for spans in (statement.source, statement.cue, statement.content):
            if not all(0 <= s.start < s.end <= len(text) and text[s.start : s.end].strip() for s in spans):
                yield f"{statement.id} has a span outside the text, or empty"
            if list(spans) != sorted(spans) or any(a.end > b.start for a, b in pairwise(spans)):
                yield f"{statement.id} has pieces out of order, or over one another"
        if not 0 <= statement.confidence <= 1:
            yield f"{statement.id} has no probability for a confidence"
        above, at = {statement.id}, statement.within
        while at is not None:
            if at in above or at not in by_id:
                yield f"{statement.id} stands within itself, or within what is not there"
                break
            above.add(at)
            at = by_id[at].within


@pytest.fixture(scope="module")
def stories() -> list[Article]:
    return [Article(story(seed, 1 + seed % 13), id=f"n{seed}") for seed in range(24)]


@pytest.fixture
def sure(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the confidence show every difference in the scores behind it, whatever the weights' calibration."""
    calibration = {"bias": 0.3, "cue": 0.3, "content": 0.5, "source": 0.5, "edge": 0.3}
    monkeypatch.setitem(reader._model.card, "calibration", calibration)


def test_something_said_has_its_source_cue_and_content(reader: Reader) -> None:
    reading = reader.read(Article("The ferry will sail again on Monday, harbourmaster Odalys Venn said."))
    (said,) = reading.statements
    source, cue, content = words(reading, said)
    assert source == "harbourmaster Odalys Venn"
    assert cue == "said"
    assert content.rstrip(",") == "The ferry will sail again on Monday"
    assert (said.negated, said.quote, said.within) == (False, Quote.INDIRECT, None)


@pytest.mark.parametrize("marks", ["“”", '""', "‘’"])
def test_a_direct_quotation_is_given_to_its_speaker(reader: Reader, marks: str) -> None:
    reading = reader.read(
        Article(f"{marks[0]}The bridge is safe,{marks[-1]} said Marta Quillon, the mayor of Tarnwick.")
    )
    said = one(reading, "said")
    source, _, content = words(reading, said)
    assert source.startswith("Marta Quillon")
    assert "The bridge is safe" in content
    assert said.quote is Quote.DIRECT


def test_a_quotation_that_its_speaker_interrupts_is_one_statement(reader: Reader) -> None:
    reading = reader.read(Article("“We are not afraid,” Venn said. “We will come back.”"))
    (said,) = reading.statements
    assert "We are not afraid" in reading.words(said.content)
    assert "We will come back" in reading.words(said.content)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "act"),
    [
        ("The mayor of Tarnwick denied that the bridge was unsafe.", "mayor", "denied", "bridge was unsafe", Act.DENY),
        (
            "The prosecutor accused Bram Teller of stealing the council's funds.",
            "The prosecutor",
            "accused",
            "stealing the council's funds",
            Act.ACCUSE,
        ),
        (
            "According to the Tarnwick Gazette, the bakery will close in June.",
            "the Tarnwick Gazette",
            "according",
            "the bakery will close in June",
            Act.ASSERT,
        ),
        ("The union urged the company to reopen the mill.", "The union", "urged", "reopen the mill", Act.DEMAND),
        (
            "Governor Ilsabet Crane promised to rebuild the school by spring.",
            "Ilsabet Crane",
            "promised",
            "rebuild the school",
            Act.PROMISE,
        ),
        (
            "The doctor warned that the fever could spread to neighbouring villages.",
            "The doctor",
            "warned",
            "the fever could spread",
            Act.WARN,
        ),
        (
            "Odalys Venn believes that the harbour will be profitable within a year.",
            "Odalys Venn",
            "believes",
            "the harbour will be profitable",
            Act.BELIEVE,
        ),
    ],
    ids=lambda value: value.value if isinstance(value, Act) else "",
)
def test_each_plain_act_is_told(reader: Reader, text: str, source: str, cue: str, content: str, act: Act) -> None:
    reading = reader.read(Article(text))
    found = one(reading, cue)
    assert source in reading.words(found.source)
    assert content in reading.words(found.content)
    assert found.act is act
    assert not found.negated


def test_not_denying_is_negated(reader: Reader) -> None:
    found = one(reader.read(Article("He did not deny that the money was missing.")), "deny")
    assert found.negated


def test_what_a_denial_denies_stands_within_it(reader: Reader) -> None:
    text = "The mayor of Tarnwick denied that the council had said the bridge was unsafe."
    reading = reader.read(Article(text))
    denied, said = one(reading, "denied"), one(reading, "said")
    assert said.within == denied.id
    assert denied.within is None
    assert "council" in reading.words(said.source)
    assert "the bridge was unsafe" in reading.words(said.content)


def test_a_statement_inside_a_statement_stands_within_it(reader: Reader) -> None:
    reading = reader.read(Article(SENTENCES[10]))
    outer, inner = one(reading, "said"), one(reading, "claimed")
    assert inner.within == outer.id
    assert "minister" in reading.words(outer.source)
    assert "Gazette" in reading.words(inner.source)


def test_something_alleged_is_kept_at_a_distance(reader: Reader) -> None:
    found = one(reader.read(Article(SENTENCES[12])), "allegedly")
    assert Distance.HEDGED in found.distance
    assert Distance.UNNAMED in found.distance
    assert found.source == ()


@pytest.mark.parametrize("text", SENTENCES[-2:])
def test_plain_narration_hands_nothing_over(reader: Reader, text: str) -> None:
    assert reader.read(Article(text)).statements == ()


def test_reading_without_a_reader_is_the_same(reader: Reader) -> None:
    text = story(3, 6)
    assert sayso.read(text) == reader.read(Article(text))


@pytest.mark.usefixtures("reader")
def test_the_facts_of_the_article_stay_with_the_reading() -> None:
    reading = sayso.read("Venn said that it is safe.", outlet="The Gull", title="Safe")
    assert (reading.article.outlet, reading.article.title) == ("The Gull", "Safe")


def test_a_reading_names_the_weights_that_made_it(reader: Reader) -> None:
    assert reader.read(Article("Venn left.")).model == f"{reader._model.card['name']}/{reader._model.card['version']}"


def test_weights_that_are_not_there_are_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        Reader(tmp_path)


@pytest.mark.usefixtures("sure")
def test_a_second_reading_is_the_same(reader: Reader, stories: list[Article]) -> None:
    assert [reader.read(a) for a in stories[:6]] == [reader.read(a) for a in stories[:6]]


@pytest.mark.usefixtures("sure")
def test_a_reading_does_not_depend_on_neighbours_order_or_threads(reader: Reader, stories: list[Article]) -> None:
    alone = {a.id: reader.read(a) for a in stories}
    assert list(Reader(threads=3).read_many(stories)) == list(alone.values())
    shuffled = random.Random(5).sample(stories, len(stories))
    assert list(reader.read_many(iter(shuffled))) == [alone[a.id] for a in shuffled]


def test_readings_come_in_the_order_of_the_articles_whatever_the_language(reader: Reader) -> None:
    texts = ["Venn said that it is safe.", "市长周二否认这座桥不安全。", "\u200b", "Crane said so."] * 3
    articles = [Article(text, id=str(n)) for n, text in enumerate(texts)]
    assert [r.article for r in Reader(threads=2).read_many(articles)] == articles


def test_articles_are_taken_only_as_fast_as_readings(reader: Reader) -> None:
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        while True:
            taken += 1
            yield Article("Venn said so.")

    readings = reader.read_many(endless())
    next(readings)
    assert taken < 500


def test_an_error_among_the_articles_reaches_the_caller(reader: Reader) -> None:
    def broken() -> Iterator[Article]:
        yield Article("Venn said so.")
        raise TextError("the second is no text")

    with pytest.raises(TextError, match="second"):
        list(Reader(threads=2).read_many(broken()))


@pytest.fixture(scope="module")
def long(reader: Reader) -> tuple[Reading, str, list[int]]:
    """The reading of some 300 kB, the paragraphs repeated in it, and where each repetition begins."""
    run = "\n\n".join(SENTENCES)
    parts: list[str] = ["News from Tarnwick"]
    starts, size = [], len(parts[0])
    for n in range(14):
        filler = [FILLER] * (60 + n)
        parts += [*filler, run]
        size += sum(len(part) + 2 for part in filler) + 2
        starts.append(size)
        size += len(run)
    return reader.read(Article("\n\n".join(parts))), run, starts


def test_a_very_long_article_is_read_as_well_as_a_short_one(
    reader: Reader, long: tuple[Reading, str, list[int]]
) -> None:
    reading, run, starts = long
    assert len(reading.article.text) > 280_000
    alone = reader.read(Article(f"{FILLER}\n\n{FILLER}\n\n{run}"))
    offset = alone.article.text.index(run)
    expected = [s for s in alone.statements if s.content[0].start >= offset]
    assert len(expected) >= 14
    by_cue = {s.cue: s for s in reading.statements}
    for start in starts:
        assert reading.article.text.startswith(run, start)
        same = sum(alike(s, by_cue.get(moved(s.cue, start - offset)), start - offset) for s in expected)
        assert same >= 0.9 * len(expected), f"at {start}"


def test_a_very_long_article_has_each_statement_once(long: tuple[Reading, str, list[int]]) -> None:
    reading, _, _ = long
    assert list(faults(reading)) == []
    assert max(Counter(s.cue for s in reading.statements if s.cue).values()) == 1


def moved(spans: tuple[Span, ...], by: int) -> tuple[Span, ...]:
    return tuple(Span(s.start + by, s.end + by) for s in spans)


def alike(one: Statement, other: Statement | None, by: int) -> bool:
    """Tell whether `other` has the source and most of the content of `one`, so many characters further on."""

    def share(a: tuple[Span, ...], b: tuple[Span, ...]) -> float:
        mine, theirs = ({at for s in spans for at in range(*s)} for spans in (moved(a, by), b))
        return len(mine & theirs) / len(mine | theirs) if mine | theirs else 1.0

    return other is not None and min(share(one.source, other.source), share(one.content, other.content)) >= 0.5


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("text", ["", " ", "\r\n\t\n", "\u3000\u2029"], ids=ascii)
def test_a_text_without_a_character_is_refused(text: str) -> None:
    with pytest.raises(TextError):
        sayso.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "市长周二否认这座桥不安全。“这座桥是安全的，”他说。",
        "市長は火曜日、橋が危険だという報道を否定した。",
        "نفى رئيس البلدية يوم الثلاثاء أن يكون الجسر غير آمن.",
        "ראש העיר הכחיש ביום שלישי שהגשר אינו בטוח.",
        "Мэр во вторник опроверг сообщения о том, что мост небезопасен.",
    ],
)
def test_another_language_is_told_and_not_read(reader: Reader, text: str) -> None:
    reading = reader.read(Article(text))
    assert reading.language not in ("en", "")
    assert reading.statements == ()
    assert len(reading.warnings) == 1
    assert "English" in reading.warnings[0]


SAID = "The mayor of Tarnwick denied on Tuesday that the bridge was unsafe."
AROUND = {
    "NULs": ("\0\0\0", "\0\0"),
    "lone surrogates": ("\ud800 ", " \udfff"),
    "Arabic": ("قال رئيس البلدية. ", " قال رئيس البلدية."),
    "CJK": ("市长说。", "市长说。"),
    "emoji": ("👩‍🚒 ", " 🌉🌉"),
    "zero-width characters": ("\u200b\ufeff\u200d", "\u200b\u200b"),
    "directions": ("\u202e", "\u202c"),
    "combining characters": ("Z\u0301\u0327\u0335 ", " e\u0301"),
    "windows line ends": ("Bridge open\r\n\r\n", "\r\nThe town slept.\r\n"),
    "old line ends": ("Bridge open\r\r", "\rThe town slept.\r"),
    "an unclosed quotation mark": ("“", " The town slept."),
    "unclosed straight marks": ('"', " 'The town slept."),
    "many short lines": ("On the quay\n" * 100, "\nOn the quay" * 100),
    "markup": ("<p class='x'>", "</p><!-- [SEP] -->"),
}


@pytest.mark.parametrize("name", AROUND)
def test_a_plain_statement_is_found_among_odd_characters(reader: Reader, name: str) -> None:
    before, behind = AROUND[name]
    reading = reader.read(Article(before + SAID + behind))
    assert list(faults(reading)) == []
    denied = one(reading, "denied")
    assert "The mayor of Tarnwick" in reading.words(denied.source)
    assert "the bridge was unsafe" in reading.words(denied.content)


def test_combining_and_zero_width_characters_inside_words_keep_the_places(reader: Reader) -> None:
    text = "The mayor Rene\u0301e Va\u200bnn said that the cafe\u0301 is safe."
    reading = reader.read(Article(text))
    assert list(faults(reading)) == []
    said = one(reading, "said")
    assert "Rene\u0301e" in reading.words(said.source)
    assert "cafe\u0301" in reading.words(said.content)


def test_what_looks_binary_breaks_nothing(reader: Reader) -> None:
    noise = random.Random(0).randbytes(3_000)
    for text in (noise.decode("latin-1"), noise.decode("utf-8", "replace"), noise.decode("utf-8", "surrogateescape")):
        assert list(faults(reader.read(Article(text)))) == []


def test_windows_line_ends_change_no_statement(reader: Reader) -> None:
    text = story(11, 10)
    unix, windows = reader.read(Article(text)), reader.read(Article(text.replace("\n", "\r\n")))
    assert [words(unix, s) for s in unix.statements] == [words(windows, s) for s in windows.statements]


@pytest.mark.parametrize(
    "text",
    [
        SAID + " " + "a" * 100_000,
        SAID + " " + "the international " * 5_600,
        SAID + " " + '"' * 10_000,
        SAID + " " + "“" * 5_000 + "‘" * 5_000,
        "The workers’ " * 1_000 + SAID,
        SAID + "\n" + "Venn\n" * 2_000,
        SAID + "\n" + " " * 10_000 + "\n" + SAID,
        "The mayor said that it is safe. " + "said-" * 2_000 + "said that it is safe.",
        SAID + " e" + "\u0301" * 100_000,
    ],
    ids=[
        "one long word",
        "one long line",
        "straight marks",
        "opening marks",
        "apostrophes",
        "short lines",
        "white space",
        "cues in one word",
        "combining",
    ],
)
def test_odd_long_texts_are_read_without_a_fault(reader: Reader, text: str) -> None:
    assert list(faults(reader.read(Article(text)))) == []


fragments = st.sampled_from(
    [*SENTENCES, "Venn said", "denied that", "“", "”", '"', "'", "‘", "’s ", "\n", "\r\n", "\n\n", " ", "\0", "\u200b"]
)
texts = st.one_of(
    st.text(max_size=100),
    st.lists(st.one_of(fragments, fragments, st.text(max_size=8)), max_size=12).map("".join),
)


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_any_text_is_refused_or_read_without_a_fault(reader: Reader, text: str) -> None:
    try:
        reading = sayso.read(text)
    except TextError:
        assert not text.strip()
        return
    assert reading.article.text == text
    assert list(faults(reading)) == []
    assert json.loads(json.dumps([dataclasses.asdict(s) for s in reading.statements]))[:1] == [
        json.loads(json.dumps(dataclasses.asdict(s))) for s in reading.statements[:1]
    ]


def test_the_language_that_was_not_read_is_named(reader: Reader) -> None:
    text = "Der Bürgermeister hat am Dienstag bestritten, dass die Brücke unsicher sei. Er will sie im Juni öffnen."
    assert reader.read(Article(text)).language == "de"


def test_what_its_source_warned_of_is_among_the_warnings(reader: Reader) -> None:
    warned = Article("The mayor denied it.", warning="much was left out")
    assert reader.read(warned).warnings == ("much was left out",)
    assert reader.read(Article("市长周二否认这座桥不安全。", warning="much was left out")).warnings[1:] == (
        "much was left out",
    )
