"""Watching feeds, lists of feeds and sitemaps: what is new there is read and added to a ledger, now or for years.

`Watcher` asks politely (conditional requests, a pause between two requests to one host, robots.txt, longer and longer
pauses after failures), keeps a journal in the ledger's file, and goes on from it after whatever stopped it.
"""

from sayso.watch.happenings import Happening, What
from sayso.watch.pace import Pace
from sayso.watch.watcher import Watcher

__all__ = ["Happening", "Pace", "Watcher", "What"]
