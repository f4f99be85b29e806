"""The language part: in comes an `Article`, out comes a `Reading` with every statement the article makes."""

from sayso.reader.reader import Reader

__all__ = ["Reader"]
