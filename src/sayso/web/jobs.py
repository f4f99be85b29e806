"""Adding in the background: one thread reads what people give, one job after another, and pages ask how far it is."""

from __future__ import annotations

import logging
import queue
import secrets
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sayso.article import Article
from sayso.errors import SaysoError
from sayso.ledger import Ledger
from sayso.ledger.adding import Outcome
from sayso.sources.common import Failure
from sayso.statement import Reading

Found = Iterator[Article | Failure]
_KEPT = 100  # jobs that are remembered
_WAITING = 20  # jobs that may wait
_TOLD = 50  # articles and failures of a job that are shown


class Full(SaysoError):
    """So many jobs wait that no more are taken."""


@dataclass(slots=True)
class Job:
    """What is being added, and what became of it so far."""

    id: str
    what: str  # as the person who gave it knows it
    by: str
    state: str = "waiting"  # waiting, reading, gathering, done
    added: list[tuple[int, str, int, str]] = field(default_factory=list)  # number, headline, statements, outcome
    failures: list[str] = field(default_factory=list)
    articles: int = 0
    statements: int = 0

    @property
    def over(self) -> bool:
        """Tell whether nothing more will come."""
        return self.state == "done"


@dataclass(slots=True)
class _Task:
    job: Job
    find: Callable[[], Found]
    folder: Path | None  # removed at the end


class Jobs:
    """The jobs of an application. Its thread begins with the first of them and ends with the process."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known: OrderedDict[str, Job] = OrderedDict()
        self._waiting: queue.Queue[_Task] = queue.Queue(_WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def give(self, what: str, by: str, find: Callable[[], Found], folder: Path | None = None) -> Job:
        """Take on a job.

        Args:
            what: as the person who gave it knows it.
            by: who gave it.
            find: yields the articles.
            folder: where files of the job lie; it is removed at the end.

        Raises:
            Full: too many jobs wait.
        """
        job = Job(secrets.token_urlsafe(9), what, by)
        try:
            self._waiting.put_nowait(_Task(job, find, folder))
        except queue.Full:
            raise Full("too much is waiting to be read: try again in some minutes") from None
        with self._lock:
            self._known[job.id] = job
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="adding", daemon=True)
                self._thread.start()
        return job

    def job(self, id: str) -> Job | None:
        """Return a job, None where it is not known any more."""
        return self._known.get(id)

    def _work(self) -> None:
        while True:
            task = self._waiting.get()
            try:
                self._do(task)
            except SaysoError as error:
                task.job.failures.append(str(error))
            except Exception:  # the thread must live on for the jobs behind this one
                logging.getLogger(__name__).exception("adding %s failed", task.job.id)
                task.job.failures.append("something went wrong while it was read; the server's log tells what")
            finally:
                task.job.state = "done"
                if task.folder is not None:
                    shutil.rmtree(task.folder, ignore_errors=True)

    def _do(self, task: _Task) -> None:
        from sayso.reader import Reader

        job = task.job
        job.state = "reading"
        reader = Reader(threads=1)
        for found in task.find():
            if isinstance(found, Failure):
                job.failures = [*job.failures, f"{Path(found.where).name}: {found.reason}"][-_TOLD:]
            else:
                self._add(job, reader.read(found))
        self._ledger.pack()
        job.state = "gathering"
        for _ in self._ledger.gather():
            pass

    def _add(self, job: Job, reading: Reading) -> None:
        from sayso.exports.arrange import headline_of

        added = self._ledger.add(reading)
        job.articles += added.outcome is not Outcome.SAME
        job.statements += added.statements
        told = added.article, headline_of(reading.article), added.statements, added.outcome.value
        job.added = [*job.added, told][-_TOLD:]
