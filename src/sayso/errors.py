"""Everything that sayso raises.

SaysoError
├── TextError       the text is empty, binary, not decodable, or no text at all
├── SourceError     a file or record cannot be taken as an article
│   └── FetchError  a URL cannot be fetched, or must not be
├── SchemaError     JSON does not hold a reading of a known schema version
├── ExportError     a format cannot be written
├── LedgerError     a file is no ledger, of a newer schema, or cannot be read or written
├── AccessError     an account cannot be made or used, or an address must not be served
└── ModelError      the weights are missing, damaged, or of another version
"""

from __future__ import annotations


class SaysoError(Exception):
    """Base of all errors that sayso raises; its text is one sentence that a person can act on."""


class TextError(SaysoError):
    """The text is empty, binary, not decodable, or no text at all."""


class SourceError(SaysoError):
    """A file or a record cannot be taken as an article."""


class FetchError(SourceError):
    """A URL cannot be fetched, or must not be.

    Args:
        told: one sentence that goes on from the URL and tells the way out.
        status: what the server answered, where it did.
        retry_after: the seconds that it asks to wait before the next try.
        lasting: there is no use in trying again soon.
    """

    def __init__(
        self, told: str, *, status: int | None = None, retry_after: float | None = None, lasting: bool = False
    ) -> None:
        super().__init__(told)
        self.status, self.retry_after, self.lasting = status, retry_after, lasting


class SchemaError(SaysoError):
    """JSON does not hold a reading of a schema version this package knows."""


class ExportError(SaysoError):
    """A format cannot be written, as where the library that it needs is missing."""


class LedgerError(SaysoError):
    """A file is no ledger, is of a newer schema, or cannot be read or written."""


class AccessError(SaysoError):
    """An account cannot be made or used, or an address must not be served without accounts."""


class ModelError(SaysoError):
    """The weights are missing, damaged, or of a version this package does not run."""
