"""When each statement of an article was made, as far as the text tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sayso.article import Span
from sayso.reader.made.options import History, Option, options
from sayso.reader.made.scene import Scene
from sayso.reader.model import Model
from sayso.statement import Statement


def with_made(scene: Scene, statements: Sequence[Statement], model: Model) -> tuple[Statement, ...]:
    """Return the statements with when they were made, in the order given."""
    history = History()
    for said in sorted(scene.said, key=lambda said: said.key):
        found = options(scene, said, history)
        history.settle(said, *choose(found, model))
    return tuple(
        replace(statement, made=history.made[n][0], made_evidence=history.made[n][1])
        for n, statement in enumerate(statements)
    )


def choose(found: Sequence[Option], model: Model) -> tuple[str | None, Span | None]:
    """Return the likeliest day, and the words that tell it: options that give the same day add up."""
    scores = model.made([option.features for option in found])
    chances = np.exp(scores - scores.max())
    total: dict[str | None, float] = {}
    for option, chance in zip(found, chances.tolist(), strict=True):
        total[option.value] = total.get(option.value, 0.0) + chance
    best = max(total, key=lambda value: total[value])
    telling = [(chance, n) for n, chance in enumerate(chances.tolist()) if found[n].value == best]
    return best, found[max(telling)[1]].evidence
