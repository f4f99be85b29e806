"""The ledger: statements of thousands of articles in one SQLite file, to be found again and corrected.

Readings go in, what is known of them comes out; `Ledger` is the one way in. `Journal` keeps, in the same file, what is
watched and what became of it.
"""

from sayso.ledger.ledger import Ledger
from sayso.ledger.watching import Journal

__all__ = ["Journal", "Ledger"]
