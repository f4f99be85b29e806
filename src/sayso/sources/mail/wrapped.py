"""Plain text whose lines were broken to fit a width, as mail has it: its paragraphs are made whole again."""

from __future__ import annotations

import re

_WIDEST = 100  # characters; lines that were not broken are longer in any but the shortest text
_NARROWEST = 50
_STANDS_ALONE = re.compile(r"\s*(?:[-*•·–—]\s|[0-9]{1,2}[.)]\s|>|#|\|)|\s{3,}")
_SIGNATURE = "-- "


def flowed(text: str, *, delete_space: bool = False) -> str:
    """Join the lines of a text in the form that RFC 3676 calls `format=flowed`; each paragraph becomes one line.

    Args:
        text: the text, with whatever line ends.
        delete_space: whether the space at the end of a line that goes on is no part of the text (`delsp=yes`).
    """
    lines: list[list[str]] = []  # each in pieces: adding to a string copies it
    goes_on, depth = False, 0
    for raw in text.splitlines():
        body = raw.lstrip(">")
        level = len(raw) - len(body)
        line = body.removeprefix(" ")
        is_signature = line == _SIGNATURE
        if goes_on and level == depth and not is_signature:
            lines[-1].append(line)
        else:
            lines.append([">" * level + (" " if level else "") + line])
        goes_on, depth = line.endswith(" ") and not is_signature, level
        if goes_on and delete_space:
            lines[-1][-1] = lines[-1][-1][:-1]
    joined = map("".join, lines)
    return "\n".join(line if line == _SIGNATURE else line.rstrip() for line in joined)


def unwrapped(text: str) -> str:
    """Join the lines that a program broke because the next word did not fit; a text without such stays as it is.

    Lists, quoted lines, indented lines and lines that ended early on purpose stay apart.
    """
    lines = [line.rstrip() for line in text.splitlines()]
    widest = max(map(len, lines), default=0)
    if not _NARROWEST <= widest <= _WIDEST:
        return "\n".join(lines)
    return "\n".join(_joined(lines, widest))


def without_signature(text: str) -> str:
    """Leave out what stands below the line that mail programs put above a signature."""
    kept, mark, _ = f"\n{text}".partition(f"\n{_SIGNATURE}\n")
    return kept[1:] if mark and kept.strip() else text


def _joined(lines: list[str], widest: int) -> list[str]:
    joined: list[list[str]] = []
    before = ""
    for line in lines:
        if before and line and not _STANDS_ALONE.match(line) and _goes_on(before, line, widest):
            joined[-1].append(line.lstrip())
        else:
            joined.append([line])
        before = line
    return [" ".join(parts) for parts in joined]


def _goes_on(line: str, following: str, widest: int) -> bool:
    """Tell whether the first word of the following line did not fit into this one, or cannot begin a paragraph."""
    word = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(word) > widest - 3 or (word[0].islower() and len(line) >= _NARROWEST // 2)
