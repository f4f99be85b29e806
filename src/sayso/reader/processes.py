"""Reading in processes of their own, once there is much to read.

Python runs one thread at a time, and of a reading it runs a good part: threads alone keep fewer than two cores busy. A
process takes a second to get ready and its own copy of the weights, so a handful of articles is read without.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import Any

from sayso.article import Article
from sayso.statement import Reading

_CODE = "import sys; sys.path[:] = {path!r}; from sayso.reader.processes import serve; serve()"


class Process:
    """One process that reads; it gets ready while others go on.

    Args:
        model: the folder of other weights than those that come with the package.

    Raises:
        OSError: it cannot be begun.
    """

    def __init__(self, model: Path | None) -> None:
        command = [sys.executable, "-c", _CODE.format(path=sys.path)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        self._send(model)

    def wait(self) -> None:
        """Wait until it is ready.

        Raises:
            EOFError: it ended instead.
        """
        self._receive()

    def read(self, articles: Sequence[Article]) -> list[Reading]:
        """Return the readings of articles, in their order.

        Raises:
            OSError, EOFError: it ended meanwhile.
        """
        self._send(articles)
        readings: list[Reading] = self._receive()
        return readings

    def end(self) -> None:
        """End it, whatever it is doing; it keeps nothing that could be lost."""
        self._process.kill()
        self._process.wait()

    def _send(self, value: object) -> None:
        assert self._process.stdin is not None
        pickle.dump(value, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()

    def _receive(self) -> Any:
        assert self._process.stdout is not None
        return pickle.load(self._process.stdout)


class Crew:
    """Some processes that read for whoever asks; until one is ready, and where none can be had, it is done here.

    Args:
        model: the folder of other weights than those that come with the package.
    """

    def __init__(self, model: Path | None) -> None:
        self._model = model
        self._all: list[Process] = []
        self._idle: deque[Process] = deque()
        self._ended = False

    def begin(self, count: int) -> None:
        """Begin so many processes, and return at once."""
        if not sys.executable or getattr(sys, "frozen", False):
            return  # there is no Python that could be started
        for _ in range(count):
            try:
                process = Process(self._model)
            except OSError:
                return
            self._all.append(process)
            Thread(target=self._welcome, args=(process,), daemon=True).start()

    def read(self, articles: list[Article], here: Callable[[list[Article]], list[Reading]]) -> list[Reading]:
        """Return the readings of articles.

        Args:
            here: what reads them in this process.
        """
        try:
            process = self._idle.popleft()
        except IndexError:
            return here(articles)
        try:
            readings = process.read(articles)
        except (OSError, EOFError, pickle.UnpicklingError):
            return [] if self._ended else here(articles)  # whatever was wrong with the articles shows here
        self._idle.append(process)
        return readings

    def end(self) -> None:
        """End all processes."""
        self._ended = True
        for process in self._all:
            process.end()

    def _welcome(self, process: Process) -> None:
        try:
            process.wait()
        except (OSError, EOFError, pickle.UnpicklingError):
            return
        self._idle.append(process)


def serve() -> None:
    """Read what comes on standard input until it ends: what a process of a crew does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed must not come between the answers
    from sayso.reader.reader import Reader

    given = sys.stdin.buffer
    reader = Reader(pickle.load(given), threads=1)
    pickle.dump(None, answers)
    answers.flush()
    while True:
        try:
            articles = pickle.load(given)
        except EOFError:
            return
        pickle.dump(list(reader.read_many(articles)), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
