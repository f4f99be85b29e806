"""Settle each mention on the entity it means, in the order of the text, by a log-linear model over features."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from sayso.reader.model import Floats
from sayso.reader.speakers.context_features import context_features, new_context_features
from sayso.reader.speakers.contexts import Chances, Context
from sayso.reader.speakers.entities import Entity, Name, Place
from sayso.reader.speakers.features import Question, features, fits, new_features
from sayso.reader.speakers.mentions import Kind, Mention, owner
from sayso.reader.speakers.nominal_features import Features

REACH = 60
"""Entities, by when they were mentioned last, that a description or a pronoun may mean."""
_LIKELY = 0.02
"""The least chance of a mention's meaning an entity that is kept."""
_LIKE_NAMED = 40
"""Entities with a name like a given one that it may mean."""


def score(found: Features, weights: Mapping[str, float]) -> float:
    """Return the weighted sum of features."""
    return sum(weights.get(name, 0.0) * value for name, value in found.items())


class Linker:
    """Entities as they are met, and what is needed to score the next mention."""

    def __init__(self, weights: Mapping[str, float], contexts: Sequence[Context], nearness: Floats) -> None:
        """Begin an article.

        Args:
            contexts: of its mentions in the order in which they will be settled; empty where they are not known.
        """
        self.weights = weights
        self.entities: list[Entity] = []
        self.recent: list[Entity] = []  # by last mention as a source, the latest first
        self.outer: dict[int, Entity] = {}
        self.chances: list[dict[int, float]] = []  # of each mention settled, that it means each likely entity
        self._contexts = contexts
        self._chances = Chances(contexts, nearness) if contexts else None
        self._settled = 0
        self._next: list[float] = []
        self._lately: dict[int, Entity] = {}  # by last mention, the latest last
        self._by_word: dict[str, dict[int, Entity]] = {}  # by each form in which a name may come back

    def options(self, mention: Mention, place: Place) -> list[tuple[Entity | None, Features]]:
        """Return every entity that the next mention may mean, None for a new one, with its features."""
        asked = Question.of(mention, place, self.recent[:REACH], self.outer)
        found: list[tuple[Entity | None, Features]] = [
            (entity, features(asked, entity)) for entity in self._open_to(asked)
        ]
        found.append((None, new_features(asked)))
        if self._chances is not None:
            context = self._contexts[self._settled]
            chances = self._weighed()
            for entity, said in found:
                said |= (
                    new_context_features(mention, context, chances[-1])
                    if entity is None
                    else context_features(mention, context, entity, chances[entity.number])
                )
        return found

    def choose(self, mention: Mention, place: Place) -> Entity | None:
        """Return the best option; a name by which one entity alone has gone is not weighed again."""
        if mention.kind is Kind.NAME:
            whole = Name.of(mention.name).whole
            same = [e for e in self._by_word.get(whole, {}).values() if whole in e.names]
            if len(same) == 1:
                return same[0]
        return max(self.options(mention, place), key=lambda option: score(option[1], self.weights))[0]

    def owner_of(self, mention: Mention, place: Place) -> Entity | None:
        """Return whom the "its" or "her" at the head of a description means; None where there is no such word."""
        pronoun = owner(mention)
        return None if pronoun is None else self._best(pronoun, place)[0]

    def whom(self, mention: Mention, place: Place) -> Entity | None:
        """Return whom words mean that are not among the mentions to be settled, None for nobody met so far."""
        best, scored = self._best(mention, place)
        asked = Question.of(mention, place, self.recent[:REACH], self.outer)
        return best if scored > score(new_features(asked), self.weights) else None

    def _best(self, mention: Mention, place: Place) -> tuple[Entity | None, float]:
        """Return the likeliest of the entities met lately, going by words and places alone."""
        asked = Question.of(mention, place, self.recent[:REACH], self.outer)
        lately = [e for e in islice(reversed(self._lately.values()), REACH) if fits(mention, e)]
        scored = [(score(features(asked, entity), self.weights), -n) for n, entity in enumerate(lately)]
        best, n = max(scored, default=(float("-inf"), 0))
        return (lately[-n], best) if lately else (None, best)

    def take(self, entity: Entity | None, mention: Mention, place: Place) -> Entity:
        """Settle the next mention on an entity, or on a new one."""
        if entity is None:
            entity = Entity(len(self.entities))
            self.entities.append(entity)
        entity.add(mention, place, self._contexts[self._settled].types if self._contexts else None)
        entity.numbers.append(self._settled)
        if self._chances is not None:
            self._weighed()
            self._chances.settle(self._settled, entity.number)
        self._settled += 1
        self._lately.pop(entity.number, None)
        self._lately[entity.number] = entity
        for form in _forms_of(mention):
            self._by_word.setdefault(form, {})[entity.number] = entity
        if place.statement is not None:
            self.outer[place.statement] = entity
            if entity in self.recent:
                self.recent.remove(entity)
            self.recent.insert(0, entity)
            del self.recent[2 * REACH :]
        return entity

    def _weighed(self) -> list[float]:
        """Return the chances of the next mention's meaning each entity, weighed once."""
        if len(self.chances) == self._settled and self._chances is not None:
            self._next = self._chances.of(self._settled).tolist()
            self.chances.append({n: chance for n, chance in enumerate(self._next[:-1]) if chance >= _LIKELY})
        return self._next

    def _open_to(self, asked: Question) -> Iterable[Entity]:
        lately = list(islice(reversed(self._lately.values()), REACH))
        if asked.mention.kind is not Kind.NAME:
            return lately
        like: dict[int, Entity] = {entity.number: entity for entity in lately if not entity.names}
        for form in _asked_forms(asked.name):
            like |= dict(islice(reversed(self._by_word.get(form, {}).items()), _LIKE_NAMED))
        return like.values()


def _forms_of(mention: Mention) -> list[str]:
    """Return the forms under which an entity is found again that a mention has settled on."""
    if mention.kind is Kind.PRONOUN:
        return []
    forms = ["of " + Name.of(mention.of).whole] if mention.of else []
    if mention.name:
        name = Name.of(mention.name)
        forms += [*name.words, name.whole, "initials " + name.initials, "letters " + name.letters]
    return forms


def _asked_forms(name: Name) -> list[str]:
    """Return the forms under which entities are looked for that a name may mean; see `Name.shortens`."""
    forms = [*name.words, name.whole, "of " + name.whole]
    if name.letters:
        forms.append("initials " + name.letters)
    if name.initials:
        forms.append("letters " + name.initials)
    return forms
