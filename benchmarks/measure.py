"""The measurements behind `speed.py`. Each runs in a process of its own, so that peaks of memory do not mix.

A task's name and options go in as JSON on standard input; its figures come out as the last line of standard output.
A task with `threads=1` is held to one core.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Figures = dict[str, Any]

ROUNDS = 3
"""Every figure of time is the best of so many rounds over the same texts."""
_ONE_THREAD = {
    "BLIS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


class MeasurementError(Exception):
    """A measurement failed; the message is the last line of what it said."""


class Stopwatch:
    """Charges the CPU time of the process to the innermost stage it is in."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {"rest": 0.0}
        self._stage, self._since = "rest", time.process_time()

    def watch(self, owner: Any, function: str, stage: str) -> None:
        """Put a wrapper in the place of `owner.function` that charges the time of its calls to `stage`."""
        inner = getattr(owner, function)

        def timed(*args: Any, **options: Any) -> Any:
            outer = self._enter(stage)
            try:
                return inner(*args, **options)
            finally:
                self._enter(outer)

        setattr(owner, function, timed)

    def restart(self) -> None:
        """Forget what was spent so far."""
        self.spent = {"rest": 0.0}
        self._since = time.process_time()

    def _enter(self, stage: str) -> str:
        now, left = time.process_time(), self._stage
        self.spent[left] = self.spent.get(left, 0.0) + now - self._since
        self._stage, self._since = stage, now
        return left


def fresh(task: str, **options: Any) -> Figures:
    """Run a task in a new process and return its figures.

    Raises:
        MeasurementError: the process failed.
    """
    env = {**os.environ, **(_ONE_THREAD if options.get("threads") == 1 else {})}
    job = json.dumps({"task": task, "options": options}, default=str)
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.measure"]
    done = subprocess.run(command, input=job, capture_output=True, text=True, env=env)
    if done.returncode:
        raise MeasurementError((done.stderr.strip() or f"exit code {done.returncode}").splitlines()[-1])
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def best(work: Callable[[], Figures]) -> Figures:
    """Do `work` in rounds and return what it found with the least wall and CPU seconds, and the peak of memory."""
    wall = cpu = float("inf")
    found: Figures = {}
    for _ in range(ROUNDS):
        wall_start, cpu_start = time.perf_counter(), cpu_seconds()
        found = work()
        cpu = min(cpu, cpu_seconds() - cpu_start)
        wall = min(wall, time.perf_counter() - wall_start)
    held = peak(resource.RUSAGE_SELF) + found.pop("processes", 0) * peak(resource.RUSAGE_CHILDREN)
    return {**found, "wall": wall, "cpu": cpu, "peak": held}


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def peak(who: int) -> float:
    """Return the most memory a process (or, of its children, the largest) has held, in MiB."""
    most = resource.getrusage(who).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10


def read(texts: str, threads: int | None, model: str | None) -> Figures:
    """Read all texts with `Reader.read_many`; readings are counted and let go."""
    from sayso import Article, Reader
    from sayso.reader.reader import MOST

    articles = [Article(text) for text in _texts(texts)]
    reader = Reader(Path(model) if model else None, threads=threads)
    processes = 0 if threads == 1 else min(MOST, (os.cpu_count() or 1) - 1)

    def work() -> Figures:
        found = sum(len(reading.statements) for reading in reader.read_many(articles))
        return {"found": found, "processes": processes}

    return best(work)


def load(model: str | None, threads: int = 1) -> Figures:
    """Time the imports, and the loading of the weights."""
    start = time.perf_counter(), time.process_time()
    from sayso import Article, Reader

    imported = time.perf_counter(), time.process_time()
    reader = Reader(Path(model) if model else None, threads=threads)
    loaded = time.perf_counter(), time.process_time()
    return {
        "name": reader.read(Article("He said so.")).model,
        "import_wall": imported[0] - start[0],
        "import_cpu": imported[1] - start[1],
        "wall": loaded[0] - imported[0],
        "cpu": loaded[1] - imported[1],
        "peak": peak(resource.RUSAGE_SELF),
    }


def stages(texts: str, model: str | None, threads: int = 1) -> Figures:
    """Return the CPU seconds of each stage of reading all texts."""
    import sayso.reader.decoding as decoding
    import sayso.reader.reader as reader
    from sayso import Article, Reader

    watch = Stopwatch()
    watch.watch(reader, "is_english", "tokenising")
    watch.watch(reader, "pieces_of", "tokenising")
    watch.watch(reader, "encode", "encoder")
    watch.watch(reader, "find", "decoding")
    watch.watch(decoding, "_score", "roles")
    watch.watch(reader, "drafts", "assembling")
    watch.watch(reader, "statements", "assembling")
    articles = [Article(text) for text in _texts(texts)]
    ready = Reader(Path(model) if model else None, threads=threads)
    runs = []
    for _ in range(ROUNDS):
        watch.restart()
        for _ in ready.read_many(articles):
            pass
        runs.append(watch.spent)
    return min(runs, key=lambda spent: sum(spent.values()))


def command(path: str) -> Figures:
    """Run `sayso read` on one file, each time as a new process, and return what the operating system says it used."""
    runs = []
    for _ in range(ROUNDS):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "sayso", "read", path], capture_output=True, text=True)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise MeasurementError((done.stderr.strip() or f"exit code {done.returncode}").splitlines()[-1])
        runs.append((wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    walls, cpus = zip(*runs, strict=True)
    return {"wall": min(walls), "cpu": min(cpus), "peak": peak(resource.RUSAGE_CHILDREN)}


def peer(name: str, texts: str, threads: int = 1) -> Figures:
    """Do with a peer's library what it does with the same texts."""
    from benchmarks import peers

    return best(peers.PEERS[name].prepare(list(_texts(texts))))


def _texts(path: str) -> Iterator[str]:
    with Path(path).open(encoding="utf8") as file:
        yield from map(json.loads, file)


def _hold_to_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def main() -> None:
    """Do the task that standard input asks for."""
    job = json.load(sys.stdin)
    if job["options"].get("threads") == 1:
        _hold_to_one_core()
    task: Callable[..., Figures] = {f.__name__: f for f in (read, load, stages, command, peer)}[job["task"]]
    print(json.dumps(task(**job["options"])))


if __name__ == "__main__":
    main()
