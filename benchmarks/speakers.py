"""Score who is who on GUM's news texts, which no weights were trained on, beside what simple rules make of it.

Usage:

    python -m benchmarks.speakers [--corpus ../shared/corpus] [--genre news]

GUM marks every mention of everything with its chain. Those of sayso's mentions count that mean a speaker and overlap
one of GUM's with the same last word; all tools are asked about the same ones. B3 (Bagga and Baldwin, 1998) says how
well they are gathered: of two mentions that one tool puts together, how often GUM does, and the other way round.
*Same words* puts those together that read the same; *last name* does so by the last word, and gives a pronoun to
whoever was named before it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.predictions import arguments, readings
from sayso import Reading, Span
from sayso.reader.speakers.lexicon import PRONOUNS

Grouping = Callable[[Reading, Sequence[Span]], list[Hashable]]


def sayso(reading: Reading, spans: Sequence[Span]) -> list[Hashable]:
    """Gather mentions by speakers."""
    speaker = {mention.span: mention.speaker for mention in reading.mentions}
    return [speaker[span] for span in spans]


def same_words(reading: Reading, spans: Sequence[Span]) -> list[Hashable]:
    """Gather mentions that read the same."""
    return [reading.words((span,)).lower() for span in spans]


def last_name(reading: Reading, spans: Sequence[Span]) -> list[Hashable]:
    """Gather mentions by their last words, and give pronouns to whoever comes before."""
    found: list[Hashable] = []
    for span in spans:
        word = last_word(reading.words((span,)))
        found.append(found[-1] if word in PRONOUNS and found else word)
    return found


def last_word(words: str) -> str:
    """Return the last word of a mention as it is compared."""
    return words.lower().removesuffix("’s").removesuffix("'s").strip(' ,.”"').split(" ")[-1]


def b_cubed(keys: Sequence[Hashable], gold: Sequence[Hashable]) -> tuple[float, float]:
    """Return precision and recall, each summed over mentions."""
    precision = recall = 0.0
    for key, chain in zip(keys, gold, strict=True):
        mine = [other for k, other in zip(keys, gold, strict=True) if k == key]
        theirs = [k for k, other in zip(keys, gold, strict=True) if other == chain]
        precision += mine.count(chain) / len(mine)
        recall += theirs.count(key) / len(theirs)
    return precision, recall


def shared(reading: Reading, article: Mapping[str, Any]) -> tuple[list[Span], list[Hashable]]:
    """Return the mentions of speakers that GUM marks too, and the chains it puts them in."""
    spans, chains = [], []
    for mention in reading.mentions:
        marked = [other for other in article["mentions"] if _agree(reading, mention.span, other)]
        if mention.speaker is not None and marked:
            spans.append(mention.span)
            best = max(marked, key=lambda other: _overlap(mention.span, other))
            chains.append(best["chain"])
    return spans, chains


def _agree(reading: Reading, span: Span, other: Mapping[str, Any]) -> bool:
    words = reading.words((Span(other["start"], other["end"]),))
    return _overlap(span, other) > 0 and last_word(words) == last_word(reading.words((span,)))


def _overlap(span: Span, other: Mapping[str, Any]) -> float:
    start, end = int(other["start"]), int(other["end"])
    return (min(span.end, end) - max(span.start, start)) / (max(span.end, end) - min(span.start, start))


def documents(path: Path, genre: str) -> Iterator[dict[str, Any]]:
    """Yield the texts of a genre."""
    for line in path.read_text("utf8").splitlines():
        document = json.loads(line)
        if document["genre"] == genre:
            yield document


def main() -> None:
    """Parse the command line, read, and print."""
    parser = arguments(__doc__)
    parser.add_argument("--genre", default="news", choices=["news", "interview", "bio", "court"])
    args = parser.parse_args()
    articles = list(documents(args.corpus / "coreference/gum.jsonl", args.genre))
    asked = [(r, *shared(r, a)) for r, a in zip(readings(articles, args.model), articles, strict=True)]
    count = sum(len(spans) for _, spans, _ in asked)
    print(f"GUM {args.genre}, {len(articles)} texts, {count} mentions of speakers")
    print(f"{'':12} {'precision':>9} {'recall':>9} {'B3 F1':>9}")
    groupings: dict[str, Grouping] = {"sayso": sayso, "same words": same_words, "last name": last_name}
    for name, grouping in groupings.items():
        sums = [b_cubed(grouping(reading, spans), chains) for reading, spans, chains in asked]
        precision, recall = (sum(values) / max(1, count) for values in zip(*sums, strict=True))
        print(f"{name:12} {precision:9.3f} {recall:9.3f} {2 * precision * recall / (precision + recall):9.3f}")


if __name__ == "__main__":
    main()
