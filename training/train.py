"""Train the reader's network on PolNeAR and the stories.

Usage, from the repository's root:

    python -m training.train --corpus ../shared/corpus --base model.safetensors --out runs/a

Runs one process a core that average their gradients; bfloat16 in the encoder where the processor has it. Keeps
a moving average of the weights, writes it to OUT/average.pt at every checkpoint, and the plain state to
OUT/state.pt, from which `--resume` goes on.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
import torch.nn.functional as F
from torch import Tensor

from sayso.reader.pieces import CLS, SEP
from sayso.reader.tags import REACH
from sayso.reader.windows import cut
from training.corpus import UNKNOWN, Example, Target, load_tokenizer, news, polnear, role_tags, stories
from training.network import Cues, Inputs, Network
from training.silver import load_silver

TOKENIZER = Path("src/sayso/models/en/tokenizer.json")
CURLY = {1523: 1000, 1524: 1000, 1520: 1005, 1521: 1005}
"""Curly quotation marks and the straight ones they are swapped for, as piece ids."""
MASK = 103
POOL = 160
"""Windows drawn at once, to be batched by length."""

PieceRange = tuple[Example, int, int]


def arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--base", type=Path, help="model.safetensors of all-MiniLM-L6-v2")
    parser.add_argument("--start", type=Path, help="start from these weights of an earlier run instead")
    parser.add_argument("--silver", type=Path, help="JSON lines of readings made by `training.silver`")
    parser.add_argument("--completed", type=Path, help="PolNeAR as completed by `training.silver`, in place of it")
    parser.add_argument("--annotated", type=Path, help="our annotation of some of the unlabelled news")
    parser.add_argument("--news-share", type=float, default=0.5, help="share of annotated news, of that of stories")
    parser.add_argument("--teacher", type=Path, nargs="+", default=[], help="weights whose mean scores it also learns")
    parser.add_argument("--teacher-weight", type=float, default=1.0)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--batch", type=int, default=3072, help="pieces a process and step, with padding")
    parser.add_argument("--size", type=int, default=254, help="pieces a window")
    parser.add_argument("--rate", type=float, default=2e-4, help="learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--share", type=float, nargs=2, default=(0.15, 0.6), help="share of stories: first, last")
    parser.add_argument("--turn", type=float, default=0.5, help="part of the run after which the last share is reached")
    parser.add_argument("--silver-share", type=float, default=0.0, help="share of silver windows, of those not stories")
    parser.add_argument("--average", type=float, default=0.995, help="decay of the moving average")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", type=int, default=250, help="steps between checkpoints")
    parser.add_argument("--log", type=int, default=25, help="steps between lines of the log")
    parser.add_argument("--resume", action="store_true")
    return parser.parse_args()


class Sampler:
    """An endless stream of batches of windows, cut anew at every pass over a part of the corpus."""

    def __init__(self, parts: dict[str, list[Example]], size: int, rng: random.Random) -> None:
        self.streams = {kind: self._windows(part, size) for kind, part in parts.items() if part}
        self.rng = rng

    def batches(self, pieces: int, shares: dict[str, float]) -> list[list[PieceRange]]:
        """Draw windows, each from a kind of text with the probability in `shares`, in batches of like length.

        Args:
            pieces: most pieces a batch may hold, padding included.
        """
        kinds = self.rng.choices(list(shares), weights=list(shares.values()), k=POOL)
        drawn = sorted((next(self.streams[kind]) for kind in kinds), key=lambda w: w[2] - w[1])
        found: list[list[PieceRange]] = [[]]
        for window in drawn:
            if (len(found[-1]) + 1) * (window[2] - window[1] + 2) > pieces:
                found.append([])
            found[-1].append(window)
        self.rng.shuffle(found)
        return found

    def _windows(self, part: list[Example], size: int) -> Iterator[PieceRange]:
        while True:
            found = [
                (e, start, end)
                for e in part
                for start, end in cut(e.pieces.opens, size, self.rng.randint(size // 3, size))
            ]
            self.rng.shuffle(found)
            yield from found


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as tensors, with the targets of each head."""

    inputs: Inputs
    cue_tags: Tensor  # [windows, length]
    cues: Cues
    roles: Tensor  # [cues, length]
    content: Tensor  # [cues, length]
    act: Tensor  # [cues]
    negated: Tensor  # [cues]
    weight: Tensor  # [cues]


def collate(windows: Sequence[PieceRange], rng: random.Random | None = None) -> Batch:
    """Lay windows into tensors; with `rng`, vary marks and hide some pieces at random."""
    length = max(end - start for _, start, end in windows) + 2
    shape = (len(windows), length)
    names = ("ids", "case", "quote", "place", "mask", "sentence", "paragraph")
    grid = {name: np.zeros(shape, np.int64) for name in names}
    tags = np.full(shape, UNKNOWN, np.int64)
    cues: list[tuple[int, int, int]] = []
    roles, targets = [], []
    for row, (example, start, end) in enumerate(windows):
        pieces, inner = example.pieces, slice(1, end - start + 1)
        for name in ("ids", "case", "quote", "place", "sentence", "paragraph"):
            grid[name][row, inner] = getattr(pieces, name)[start:end]
        grid["ids"][row, 0], grid["ids"][row, end - start + 1] = CLS, SEP
        grid["mask"][row, : end - start + 2] = 1
        tags[row, inner] = example.cue_tags[start:end]
        if rng is not None:
            _vary(grid["ids"][row], tags[row], rng)
        for target in example.targets:
            if start <= target.cue[0] and target.cue[1] <= end:
                first, last = 1 + target.cue[0] - start, 1 + target.cue[1] - start
                tag = np.full(length, UNKNOWN, np.int64)
                tag[inner] = role_tags(target, start, end)
                tag[: max(0, first - REACH)] = UNKNOWN
                tag[last + REACH :] = UNKNOWN
                if (tag >= 3).any():
                    cues.append((row, first, last))
                    roles.append(tag)
                    targets.append(target)
    return _batch(grid, tags, cues, roles, targets, length)


def _batch(
    grid: dict[str, np.ndarray],
    tags: np.ndarray,
    cues: list[tuple[int, int, int]],
    roles: list[np.ndarray],
    targets: list[Target],
    length: int,
) -> Batch:
    marks = np.array(cues, np.int64).reshape(-1, 3)
    role = np.array(roles, np.int64).reshape(-1, length)
    content = (role >= 3).astype(np.float32)
    return Batch(
        Inputs(**{name: torch.from_numpy(values) for name, values in grid.items()}),
        torch.from_numpy(tags),
        Cues(*torch.from_numpy(marks).unbind(1)),
        torch.from_numpy(role),
        torch.from_numpy(content / content.sum(1, keepdims=True)),
        torch.tensor([t.act for t in targets], dtype=torch.long),
        torch.tensor([t.negated for t in targets], dtype=torch.float),
        torch.tensor([t.weight for t in targets], dtype=torch.float),
    )


def _vary(ids: np.ndarray, tags: np.ndarray, rng: random.Random) -> None:
    """Print a window with straight marks now and then, and hide a few pieces that are in no cue."""
    if rng.random() < 0.4:
        for curly, straight in CURLY.items():
            ids[ids == curly] = straight
    if rng.random() < 0.5:
        noise = np.random.default_rng(rng.getrandbits(32)).random(len(ids))
        ids[(noise < 0.06) & (tags <= 0) & (ids > MASK)] = MASK


@dataclass(frozen=True, slots=True)
class Scores:
    """What a network says of a batch."""

    hidden: Tensor  # [windows, length, WIDTH]
    cue: Tensor  # [windows, length, 4]
    role: Tensor | None  # [cues, length, 5]; None when the batch has no cue
    act: Tensor | None  # [cues, 14]
    negated: Tensor | None  # [cues]


def scores_of(network: Network, batch: Batch) -> Scores:
    """Run a network on a batch: encoder and role head in bfloat16."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = network.encoder(batch.inputs)
    hidden = hidden.float()
    cue = network.cue_logits(hidden)
    if not len(batch.act):
        return Scores(hidden, cue, None, None, None)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        role = network.role_logits(hidden, batch.cues, batch.inputs)
    return Scores(hidden, cue, role, *network.act_logits(hidden, batch.cues, batch.content))


def losses(scores: Scores, batch: Batch) -> dict[str, Tensor]:
    """Return the loss of each head against the annotation."""
    tags = batch.cue_tags.flatten()
    found = {"cue": F.cross_entropy(scores.cue.flatten(0, 1), tags, ignore_index=UNKNOWN)}
    if scores.role is None or scores.act is None or scores.negated is None:
        return found
    each = F.cross_entropy(scores.role.flatten(0, 1), batch.roles.flatten(), ignore_index=UNKNOWN, reduction="none")
    weight = batch.weight[:, None] * (batch.roles != UNKNOWN)
    found["role"] = (each.view_as(weight) * weight).sum() / weight.sum()
    if (batch.act != UNKNOWN).any():
        found["act"] = F.cross_entropy(scores.act, batch.act, ignore_index=UNKNOWN, label_smoothing=0.05)
        told = (batch.negated >= 0).float()
        each = F.binary_cross_entropy_with_logits(scores.negated, batch.negated.clamp(min=0), reduction="none")
        found["negated"] = (each * told).sum() / told.sum()
    return found


def ensemble(all_scores: Sequence[Scores]) -> Scores:
    """Return one set of scores for several networks': the mean of their probabilities, as log-probabilities."""
    if len(all_scores) == 1:
        return all_scores[0]

    def mean(several: Sequence[Tensor | None]) -> Tensor | None:
        told = [x.log_softmax(-1) for x in several if x is not None]
        return torch.stack(told).logsumexp(0) if told else None  # the divergence normalises

    cue = mean([s.cue for s in all_scores])
    assert cue is not None
    return Scores(
        all_scores[0].hidden, cue, mean([s.role for s in all_scores]), mean([s.act for s in all_scores]), None
    )


def distillation(student: Scores, teachers: Sequence[Scores], batch: Batch) -> dict[str, Tensor]:
    """Return how far a student's scores are from its teachers' (Hinton et al., 2015), and its hidden states from
    those of a single teacher: several have no common space.
    """
    real = batch.inputs.mask.bool()
    teacher = ensemble(teachers)
    found = {"t-cue": _divergence(student.cue[real], teacher.cue[real])}
    if len(teachers) == 1:
        found["t-hidden"] = F.mse_loss(student.hidden[real], teacher.hidden[real])
    if student.role is not None and teacher.role is not None and student.act is not None and teacher.act is not None:
        known = batch.roles != UNKNOWN
        found["t-role"] = _divergence(student.role[known], teacher.role[known])
        found["t-act"] = _divergence(student.act, teacher.act)
    return found


def _divergence(student: Tensor, teacher: Tensor) -> Tensor:
    return F.kl_div(student.log_softmax(-1), teacher.log_softmax(-1), reduction="batchmean", log_target=True)


WEIGHTS = {"cue": 1.0, "role": 3.0, "act": 0.5, "negated": 0.2}
TEACHER_WEIGHTS = {"t-hidden": 1.0, "t-cue": 1.0, "t-role": 3.0, "t-act": 0.5}
"""What each loss counts for in the whole."""


def shares_at(progress: float, args: argparse.Namespace, kinds: Sequence[str]) -> dict[str, float]:
    """Return the share of each kind of text at a point of the run, 0 to 1."""
    first, last = args.share
    story = first + (last - first) * min(1.0, progress / args.turn)
    silver = (1 - story) * args.silver_share if "silver" in kinds else 0.0
    news = story * args.news_share if "news" in kinds else 0.0
    shares = {"story": story - news, "news": news, "silver": silver, "polnear": 1 - story - silver}
    return {kind: share for kind, share in shares.items() if kind in kinds and share > 0}


def averaged_gradients(parameters: list[Tensor], processes: int) -> None:
    """Replace each process's gradients by their mean over all processes."""
    parts = [(p.grad if p.grad is not None else torch.zeros_like(p)).reshape(-1) for p in parameters]
    flat = torch.cat(parts)
    dist.all_reduce(flat)
    flat /= processes
    for parameter, part in zip(parameters, flat.split([p.numel() for p in parameters]), strict=True):
        parameter.grad = part.view_as(parameter)


def optimizer_for(network: Network, args: argparse.Namespace) -> torch.optim.Optimizer:
    """Return AdamW with a lower rate for the encoder; the word table is too large for so little data and stays."""
    network.encoder.word.weight.requires_grad_(False)
    groups: dict[tuple[bool, bool], list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            fresh = not name.startswith("encoder.") or name.split(".")[1] in ("case", "quote", "place")
            groups.setdefault((fresh, parameter.ndim > 1), []).append(parameter)
    return torch.optim.AdamW(
        [
            {"params": p, "lr": args.head_rate if fresh else args.rate, "weight_decay": 0.01 if decays else 0.0}
            for (fresh, decays), p in groups.items()
        ],
        fused=True,
    )


def load_parts(args: argparse.Namespace) -> dict[str, list[Example]]:
    """Return the training examples by kind."""
    tokenizer = load_tokenizer(TOKENIZER)
    parts = {
        "story": stories(args.corpus / "stories/train", tokenizer),
        "polnear": polnear(args.corpus / "polnear/train.jsonl", tokenizer),
    }
    if args.annotated:
        parts["news"] = news(args.annotated, args.corpus / "news/unlabelled.jsonl", tokenizer)
    if args.silver:
        parts["silver"] = load_silver(args.silver, tokenizer)
    if args.completed:
        parts["polnear"] = load_silver(args.completed, tokenizer)
    return parts


def run(rank: int, args: argparse.Namespace) -> None:
    """Train in one process of several."""
    torch.set_num_threads(1)
    torch.manual_seed(args.seed * 100 + rank)
    if args.processes > 1:
        os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
        dist.init_process_group("gloo", rank=rank, world_size=args.processes)
    rng = random.Random(args.seed * 100 + rank)
    parts = load_parts(args)
    torch.manual_seed(args.seed)
    if args.start:
        network = Network.load(args.start)
    else:
        network = Network()
        network.encoder.load_base(args.base)
    torch.manual_seed(args.seed * 100 + rank)
    Trainer(network, args, rank).train(Sampler(parts, args.size, rng), rng, list(parts))


class Trainer:
    """One process's share of a run."""

    def __init__(self, network: Network, args: argparse.Namespace, rank: int) -> None:
        self.network, self.args, self.rank = network, args, rank
        self.teachers = [Network.load(path).eval() for path in args.teacher]
        self.optimizer = optimizer_for(network, args)
        self.parameters = [p for p in network.parameters() if p.requires_grad]
        self.average = {name: value.clone() for name, value in network.state_dict().items()}
        self.step = 0
        if args.resume and (args.out / "state.pt").exists():
            state = torch.load(args.out / "state.pt", weights_only=True)
            network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.average, self.step = state["average"], state["step"]
        warm = 60
        self.base_rates = [group["lr"] for group in self.optimizer.param_groups]
        self.factor = lambda step: min((step + 1) / warm, max(0.01, 1 - step / args.steps))

    def train(self, sampler: Sampler, rng: random.Random, kinds: list[str]) -> None:
        """Run to the last step, with checkpoints."""
        self.network.train()
        total: dict[str, list[float]] = {}
        clock, seen = time.time(), 0
        waiting: list[list[PieceRange]] = []
        while self.step < self.args.steps:
            if not waiting:
                shares = shares_at(self.step / self.args.steps, self.args, kinds)
                waiting = sampler.batches(self.args.batch, shares)
            batch = collate(waiting.pop(), rng)
            found = self._backward(batch)
            self._update()
            for key, value in found.items():
                total.setdefault(key, []).append(value)
            seen += int(batch.inputs.mask.sum()) * self.args.processes
            if self.step % self.args.log == 0:
                means = " ".join(f"{k} {np.mean(v):.3f}" for k, v in total.items())
                self._say(f"step {self.step}/{self.args.steps} {means} pieces/s {seen / (time.time() - clock):.0f}")
                total, clock, seen = {}, time.time(), 0
            if self.step % self.args.every == 0 or self.step == self.args.steps:
                self._save()

    def _backward(self, batch: Batch) -> dict[str, float]:
        """Leave the gradients of a batch in the network and return each loss."""
        scores = scores_of(self.network, batch)
        found = losses(scores, batch)
        loss = sum((WEIGHTS[k] * v for k, v in found.items()), torch.zeros(()))
        if self.teachers:
            with torch.no_grad():
                taught = [scores_of(teacher, batch) for teacher in self.teachers]
            extra = distillation(scores, taught, batch)
            loss = loss + self.args.teacher_weight * sum(TEACHER_WEIGHTS[k] * v for k, v in extra.items())
            found |= extra
        loss.backward()  # type: ignore[no-untyped-call]
        return {key: value.item() for key, value in found.items()}

    def _update(self) -> None:
        if self.args.processes > 1:
            averaged_gradients(self.parameters, self.args.processes)
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        for group, rate in zip(self.optimizer.param_groups, self.base_rates, strict=True):
            group["lr"] = rate * self.factor(self.step)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step += 1
        if self.rank == 0:
            decay = min(self.args.average, self.step / (self.step + 10))
            for name, value in self.network.state_dict().items():
                self.average[name].lerp_(value, 1 - decay)

    def _save(self) -> None:
        if self.rank:
            return
        self.args.out.mkdir(parents=True, exist_ok=True)
        torch.save(self.average, self.args.out / "average.pt")
        state = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict()}
        torch.save({**state, "average": self.average, "step": self.step}, self.args.out / "state.pt")

    def _say(self, line: str) -> None:
        if self.rank == 0:
            print(time.strftime("%H:%M:%S"), line, flush=True)


def main() -> None:
    """Start one process a core."""
    args = arguments()
    # Large tensors are given back to the system and asked for again at every step unless told otherwise.
    os.environ.update(MALLOC_MMAP_MAX_="0", MALLOC_TRIM_THRESHOLD_=str(1 << 34), MALLOC_TOP_PAD_=str(1 << 28))
    os.environ["THP_MEM_ALLOC_ENABLE"] = "1"
    os.environ.setdefault("MASTER_PORT", str(29500 + os.getpid() % 1000))
    if args.processes == 1:
        run(0, args)
    else:
        mp.spawn(run, (args,), nprocs=args.processes)


if __name__ == "__main__":
    main()
