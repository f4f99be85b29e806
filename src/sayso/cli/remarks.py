"""What a person should know when all has been read: what was left out for its language, and what needs a look."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field

from sayso.exports.arrange import one_line
from sayso.statement import Reading

_SHOWN = 20  # articles that need a look, before they are only counted


@dataclass(slots=True)
class Remarks:
    """Gathers remarks on readings, and tells them on standard error."""

    languages: Counter[str] = field(default_factory=Counter)
    doubts: list[str] = field(default_factory=list)
    more: int = 0  # doubts that are only counted

    def note(self, reading: Reading) -> None:
        """Take note of a reading's language, and of what its source could not do well."""
        if reading.language != "en":
            self.languages[reading.language] += 1
        article = reading.article
        if article.warning is None:
            return
        if len(self.doubts) < _SHOWN:
            self.doubts.append(f"{one_line(article.url or article.id)}: {one_line(article.warning).rstrip('.')}")
        else:
            self.more += 1

    def tell(self) -> None:
        """Tell all of it."""
        if self.languages:
            print(f"sayso: {not_read(self.languages)}.", file=sys.stderr)
        if self.doubts:
            count = len(self.doubts) + self.more
            print(f"sayso: {count} {'need' if count > 1 else 'needs'} a look:", file=sys.stderr)
        for doubt in self.doubts:
            print(f"  {doubt}", file=sys.stderr)
        if self.more:
            print(f"  and {self.more} more", file=sys.stderr)


def not_read(languages: Counter[str]) -> str:
    """Return how many articles were not read, and in which languages they are: the commonest first."""
    count = languages.total()
    each = ", ".join(
        f"{language} {number}" for language, number in sorted(languages.items(), key=lambda item: (-item[1], item[0]))
    )
    verb = "article is not in English and was" if count == 1 else "articles are not in English and were"
    return f"{count:,} {verb} not read: {each}"
