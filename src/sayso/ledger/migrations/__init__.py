"""The steps by which a ledger's schema came to be, numbered; `opening.py` runs those that a file lacks."""
