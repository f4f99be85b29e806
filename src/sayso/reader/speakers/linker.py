"""Settle each mention on the entity it means, in the order of the text, by a log-linear model over features."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.reader.speakers.entities import Entity, Name, Place
from sayso.reader.speakers.features import Features, features, may_mean, new_features
from sayso.reader.speakers.mentions import Kind, Mention


def score(found: Features, weights: Mapping[str, float]) -> float:
    """Return the weighted sum of features."""
    return sum(weights.get(name, 0.0) * value for name, value in found.items())


class Linker:
    """Entities as they are met, and what is needed to score the next mention."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights
        self.entities: list[Entity] = []
        self.recent: list[Entity] = []  # by last mention as a source
        self.outer: dict[int, Entity] = {}

    def options(self, mention: Mention, place: Place) -> list[tuple[Entity | None, Features]]:
        """Return every entity that a mention may mean, None for a new one, with its features."""
        name = Name.of(mention.name)
        open_to_it = [e for e in self.entities if may_mean(name, e)] if mention.kind is Kind.NAME else self.entities
        found: list[tuple[Entity | None, Features]] = [
            (e, features(mention, name, place, e, self.recent, self.outer)) for e in open_to_it
        ]
        return [*found, (None, new_features(mention, place, self.recent))]

    def choose(self, mention: Mention, place: Place) -> Entity | None:
        """Return the best option."""
        return max(self.options(mention, place), key=lambda option: score(option[1], self.weights))[0]

    def take(self, entity: Entity | None, mention: Mention, place: Place) -> Entity:
        """Settle a mention on an entity, or on a new one."""
        if entity is None:
            entity = Entity()
            self.entities.append(entity)
        entity.add(mention, place)
        if place.statement is not None:
            self.outer[place.statement] = entity
            if entity in self.recent:
                self.recent.remove(entity)
            self.recent.insert(0, entity)
        return entity
