"""What is to be done next: tasks by host, so that a host with many, or one that is slow, holds up no other."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Iterable

from sayso.ledger.watching import Fetch, Watched
from sayso.sources.fetching.turns import PATIENCE, Turns
from sayso.sources.fetching.urls import host_named

Task = Watched | Fetch
_AT_ONCE = 2  # requests of one host under way, where there is a pause between them


class Queues:
    """Tasks by host, in memory: a few of each host, for the journal has the rest.

    What is for a host that is to be left alone for long is not kept; it stays due in the journal.

    Args:
        turns: when each host may be asked.
        connections: how many tasks there may be under way.
    """

    def __init__(self, turns: Turns, connections: int) -> None:
        self._turns = turns
        self._at_once = _AT_ONCE if turns.delay > 0 else connections
        self._waiting: OrderedDict[str, deque[Task]] = OrderedDict()
        self._held: set[tuple[type, int]] = set()
        self._under_way: Counter[str] = Counter()

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def put(self, tasks: Iterable[Task]) -> int:
        """Take tasks in that are not here yet, and whose hosts can be asked before long; tell how many."""
        taken = 0
        for task in tasks:
            key, host = _key(task), _host(task)
            if key not in self._held and self._turns.left(host) <= PATIENCE:
                self._held.add(key)
                self._waiting.setdefault(host, deque()).append(task)
                taken += 1
        return taken

    def take(self) -> Task | None:
        """Return a task whose host can be asked now, each host in its turn; None where there is none."""
        for host in list(self._waiting):
            if self._turns.left(host) > PATIENCE:  # it has asked to be left alone
                for task in self._waiting.pop(host):
                    self._held.discard(_key(task))
            elif self._under_way[host] < self._at_once and self._turns.left(host) <= 0:
                tasks = self._waiting[host]
                task = tasks.popleft()
                self._waiting.move_to_end(host)
                if not tasks:
                    del self._waiting[host]
                self._under_way[host] += 1
                return task
        return None

    def done(self, task: Task) -> None:
        """Note that a task that was taken is over."""
        self._held.discard(_key(task))
        host = _host(task)
        self._under_way[host] -= 1
        if self._under_way[host] <= 0:
            del self._under_way[host]

    def soonest(self) -> float | None:
        """Return the seconds until a host with tasks can be asked; None where that waits for what is under way."""
        free = (host for host in self._waiting if self._under_way[host] < self._at_once)
        return min((self._turns.left(host) for host in free), default=None)


def _key(task: Task) -> tuple[type, int]:
    return type(task), task.id


def _host(task: Task) -> str:
    return task.host if isinstance(task, Fetch) else host_named(task.url)
