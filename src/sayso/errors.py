"""Everything that sayso raises.

SaysoError
├── TextError       the text is empty, binary, not decodable, or no text at all
├── SourceError     a file or record cannot be taken as an article
├── SchemaError     JSON does not hold a reading of a known schema version
├── ExportError     a format cannot be written
├── LedgerError     a file is no ledger, of a newer schema, or cannot be read or written
└── ModelError      the weights are missing, damaged, or of another version
"""

from __future__ import annotations


class SaysoError(Exception):
    """Base of all errors that sayso raises; its text is one sentence that a person can act on."""


class TextError(SaysoError):
    """The text is empty, binary, not decodable, or no text at all."""


class SourceError(SaysoError):
    """A file or a record cannot be taken as an article."""


class SchemaError(SaysoError):
    """JSON does not hold a reading of a schema version this package knows."""


class ExportError(SaysoError):
    """A format cannot be written, as where the library that it needs is missing."""


class LedgerError(SaysoError):
    """A file is no ledger, is of a newer schema, or cannot be read or written."""


class ModelError(SaysoError):
    """The weights are missing, damaged, or of a version this package does not run."""
