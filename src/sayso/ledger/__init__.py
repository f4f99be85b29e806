"""The ledger: statements of thousands of articles in one SQLite file, to be found again and corrected.

Readings go in, what is known of them comes out; `Ledger` is the one way in.
"""

from sayso.ledger.ledger import Ledger

__all__ = ["Ledger"]
