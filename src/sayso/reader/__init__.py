"""The language part: in comes an `Article`, out comes a `Reading` with every statement the article makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.reader.reader import Reader

__all__ = ["Reader"]


def __getattr__(name: str) -> Any:
    """Load the reader only when it is asked for: who only tells languages apart needs no ONNX Runtime."""
    if name == "Reader":
        from sayso.reader.reader import Reader

        return Reader
    raise AttributeError(f"module 'sayso.reader' has no attribute {name!r}")
