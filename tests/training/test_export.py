"""The network in PyTorch and the graphs the package runs compute the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("safetensors")

from sayso.reader.decoding import Cue, _geometry, _score  # noqa: E402  (after what skips the module)
from sayso.reader.encoding import encode  # noqa: E402
from sayso.reader.model import Model  # noqa: E402
from sayso.reader.pieces import CLS, SEP, Pieces, pieces_of  # noqa: E402
from sayso.reader.tags import REACH  # noqa: E402
from training.export import export  # noqa: E402
from training.graph import quantise_columns  # noqa: E402
from training.network import Cues, Inputs, Network, Shape, distance_bucket  # noqa: E402
from training.prune import keep, layers_of, prune  # noqa: E402

SHIPPED = Path(__file__).parents[2] / "src/sayso/models/en"
TEXT = "Dam opens\n\n" + "\n\n".join(
    "Odalys Venn denied it. “The dam leaks,” Crane said. It rained, and Quillon’s boat sank. They had been warned."
    for _ in range(5)
)
BLOCKS_REACH = 1 + 3 + 9
CLOSE = 1e-4


def random_network() -> Network:
    """Return a network in which every weight counts, those that begin at zero or one included."""
    torch.manual_seed(3)
    network: Network = Network().eval()
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if parameter.ndim == 1:
                parameter.add_(torch.randn_like(parameter) * 0.1)
            elif name.startswith("blocks."):
                parameter.normal_(std=0.05)
            elif name in ("encoder.case.weight", "encoder.quote.weight", "encoder.place.weight"):
                parameter.normal_(std=0.5)
    return network


def exported(network: Network, folder: Path, quantised: bool = False) -> Model:
    folder.mkdir()
    torch.save(network.state_dict(), folder / "weights.pt")
    export(folder / "weights.pt", folder, quantised)
    (folder / "weights.pt").unlink()
    shutil.copy(SHIPPED / "tokenizer.json", folder)
    shutil.copy(SHIPPED / "speakers.json", folder)
    for name in ("mentions.onnx", "made.onnx", "made.json"):
        shutil.copy(SHIPPED / name, folder)
    (folder / "model.json").write_text(json.dumps({"name": "random", "version": "0"}), "utf8")
    return Model(folder)


def kept_units() -> tuple[list[Any], list[Any]]:
    """Return heads and neurons to keep, another number in each layer."""
    generator = torch.Generator().manual_seed(5)

    def some(whole: int, count: int) -> Any:
        return torch.randperm(whole, generator=generator)[:count].sort().values

    return [some(12, n) for n in (12, 3, 7, 5, 4, 9)], [some(1536, n) for n in (384, 1536, 512, 800, 416, 1024)]


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    """Keep PyTorch from waiting for processor cores that others use."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def whole() -> Network:
    if not (SHIPPED / "tokenizer.json").exists():
        pytest.skip("the tokenizer is not here")
    return random_network()


@pytest.fixture(scope="module")
def pruned(whole: Network) -> Network:
    state = prune(whole.state_dict(), *kept_units())
    network: Network = Network(Shape.of(state)).eval()
    network.load_state_dict(state)
    return network


@pytest.fixture(scope="module", params=["whole", "pruned"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Network, Model]:
    """A network, and the same as the package runs it."""
    network = request.getfixturevalue(request.param)
    return network, exported(network, tmp_path_factory.mktemp("models") / "float")


def inputs_of(pieces: Pieces) -> Inputs:
    """Return an article as one window, as training lays it out."""
    grid = {}
    for name in ("ids", "case", "quote", "place", "sentence", "paragraph"):
        grid[name] = torch.zeros(1, len(pieces) + 2, dtype=torch.long)
        grid[name][0, 1:-1] = torch.from_numpy(getattr(pieces, name).astype(np.int64))
    grid["ids"][0, 0], grid["ids"][0, -1] = CLS, SEP
    return Inputs(**grid, mask=torch.ones_like(grid["ids"]))


def cues_at(*ranges: tuple[int, int]) -> Cues:
    """Return cues of the one window, given in pieces of the article."""
    first, last = (torch.tensor([r[i] + 1 for r in ranges]) for i in (0, 1))
    return Cues(torch.zeros(len(ranges), dtype=torch.long), first, last)


def random_window(model: Model, length: int) -> Pieces:
    """Return an article of random pieces, with random features and several sentences and paragraphs."""
    rng = np.random.default_rng(length)
    pieces = pieces_of(" ".join(["a"] * length), model.tokenizer)
    sentence = np.sort(rng.integers(0, 24, length)).astype(np.int32)
    return Pieces(
        text=pieces.text,
        quotes=pieces.quotes,
        ids=rng.integers(1000, 30522, length).astype(np.int32),
        start=pieces.start,
        end=pieces.end,
        case=rng.integers(0, 5, length).astype(np.int8),
        quote=rng.integers(0, 4, length).astype(np.int8),
        place=rng.integers(0, 3, length).astype(np.int8),
        paragraph=sentence // 4,
        sentence=sentence,
        opens=np.zeros(length, np.int8),
        word=pieces.word,
    )


@pytest.mark.parametrize("length", [1, 37, 190])
def test_cue_scores_and_features_are_the_networks(pair: tuple[Network, Model], length: int) -> None:
    network, model = pair
    pieces = random_window(model, length)
    features = model.encode(pieces, 0, length)
    with torch.no_grad():
        hidden = network.encoder(inputs_of(pieces))
        expected = {
            "cue": network.cue_logits(hidden),
            "key": network.key(hidden),
            "query": network.query(hidden),
            "counters": network.counter(hidden),
            "act_cue": network.act_cue(hidden),
            "act_content": network.act_content(hidden),
        }
    for name, values in expected.items():
        np.testing.assert_allclose(getattr(features, name), values[0, 1:-1], atol=CLOSE, err_msg=name)


def test_role_log_probabilities_are_the_networks(pair: tuple[Network, Model]) -> None:
    network, model = pair
    pieces = random_window(model, 120)
    x, cues = inputs_of(pieces), cues_at((0, 1), (7, 9), (60, 64), (119, 120))
    with torch.no_grad():
        hidden = network.encoder(x)
        expected = network.role_logits(hidden, cues, x).log_softmax(-1).numpy()
        geometry = network._geometry(hidden, cues, x).float().numpy()
        key = network.key(hidden)[cues.window].numpy()
        query = network.query(hidden)[0]
        queries = np.stack([query[a:b].mean(0) for a, b in zip(cues.first, cues.last, strict=True)])
    np.testing.assert_allclose(model.roles(queries, key, geometry), expected, atol=CLOSE)


def test_act_scores_are_the_networks(pair: tuple[Network, Model]) -> None:
    network, model = pair
    pieces = random_window(model, 50)
    x, cues = inputs_of(pieces), cues_at((10, 12))
    content = torch.zeros(1, 52)
    content[0, 1 + 20 : 1 + 30] = 0.1
    with torch.no_grad():
        acts, negated = network.act_logits(network.encoder(x), cues, content)
    features = model.encode(pieces, 0, 50)
    scores = model.acts((features.act_cue[10:12].mean(0) + features.act_content[20:30].mean(0))[None])
    np.testing.assert_allclose(scores[0, :-1], acts[0], atol=CLOSE)
    np.testing.assert_allclose(scores[0, -1], negated[0], atol=CLOSE)


def all_ranges(length: int) -> list[tuple[int, int]]:
    return [(at, min(length, at + 1 + at % 3)) for at in range(0, length, 7)]


def read_geometry(pieces: Pieces, ranges: list[tuple[int, int]], counters: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the reader's geometry of every piece of the article from every cue."""
    first, last = (np.array([r[i] for r in ranges]) for i in (0, 1))
    counted = np.pad((1 / (1 + np.exp(-counters.astype(np.float64)))).cumsum(0), ((1, 0), (0, 0)))
    rows = np.broadcast_to(np.arange(len(pieces)), (len(ranges), len(pieces)))
    return _geometry(rows, first, last, counted, pieces.sentence, pieces.paragraph)


@pytest.mark.parametrize("kind", ["text", "random"])
def test_the_readers_geometry_is_the_networks(pair: tuple[Network, Model], kind: str) -> None:
    network, model = pair
    pieces = pieces_of(TEXT, model.tokenizer) if kind == "text" else random_window(model, 150)
    assert len(set(pieces.paragraph.tolist())) >= 5
    assert len(set(pieces.sentence.tolist())) >= 10
    x, ranges = inputs_of(pieces), all_ranges(len(pieces))
    with torch.no_grad():
        hidden = network.encoder(x)
        expected = network._geometry(hidden, cues_at(*ranges), x)[:, 1:-1].float().numpy()
        counters = network.counter(hidden)[0, 1:-1].numpy()
    np.testing.assert_allclose(read_geometry(pieces, ranges, counters), expected, atol=CLOSE)


def test_distances_fall_into_buckets_that_grow() -> None:
    far = torch.arange(0, 400)
    buckets = distance_bucket(far, -far)
    assert (buckets.diff() >= 0).all()
    assert buckets[:6].tolist() == [0, 1, 2, 3, 4, 4]
    assert buckets.max() == 15
    assert (distance_bucket(-far, far)[1:] == buckets[1:] + 16).all()


def test_the_reader_scores_an_article_as_the_network_does(pair: tuple[Network, Model]) -> None:
    """Where a place is farther from an edge of what is scored than the role head's blocks reach."""
    network, model = pair
    pieces = random_window(model, 190)
    encoded = encode(model, [pieces])
    ranges = [(80, 81), (95, 98), (110, 111)]
    cues = [Cue(0, a, b, False, 1.0) for a, b in ranges]
    sigmoid = 1 / (1 + np.exp(-encoded.features.counters))
    counted = np.pad(sigmoid.cumsum(0, dtype=np.float64), ((1, 0), (0, 0)))
    low, roles = _score(model, encoded, cues, counted, pieces.sentence, pieces.paragraph)
    x = inputs_of(pieces)
    with torch.no_grad():
        expected = network.role_logits(network.encoder(x), cues_at(*ranges), x).log_softmax(-1)[:, 1:-1].numpy()
    for (first, last), start, scores, told in zip(ranges, low.tolist(), roles, expected, strict=True):
        places = slice(first - REACH + BLOCKS_REACH, last + REACH - BLOCKS_REACH)
        np.testing.assert_allclose(scores[places.start - start : places.stop - start], told[places], atol=CLOSE)


def test_a_pruned_network_is_the_whole_one_with_units_switched_off(whole: Network, pruned: Network) -> None:
    assert len({layer.heads for layer in layers_of(pruned)}) == 6
    x = inputs_of(random_window_of(60))
    heads, feed = kept_units()
    with torch.no_grad():
        for layer, some_heads, some_feed in zip(layers_of(whole), heads, feed, strict=True):
            layer.head_gate, layer.feed_gate = torch.zeros(12), torch.zeros(1536)
            layer.head_gate[some_heads] = layer.feed_gate[some_feed] = 1
        gated = whole.encoder(x)
        for layer in layers_of(whole):
            layer.head_gate = layer.feed_gate = None
        torch.testing.assert_close(pruned.encoder(x), gated, atol=CLOSE, rtol=0)


def random_window_of(length: int) -> Pieces:
    """Return a random window that needs no exported model."""
    from tokenizers import Tokenizer

    class Own:
        tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))

    return random_window(Own, length)  # type: ignore[arg-type]


def test_pruning_keeps_the_worthiest_units_and_a_quarter_of_every_layer() -> None:
    values = [torch.arange(1.0, 13.0), torch.cat([torch.full((11,), 0.001), torch.tensor([100.0])])]
    first, second = keep(values, 0.5, 1)
    assert 11 in first.tolist()
    assert 11 in second.tolist()
    assert len(second) == 3
    assert [len(k) % 4 for k in keep([torch.rand(64), torch.rand(64)], 0.4, 4)] == [0, 0]


def test_integers_are_off_by_half_a_step_at_most() -> None:
    weight = np.random.default_rng(0).normal(size=(64, 8)).astype(np.float32)
    weight[:, 3] = 0
    values, scale = quantise_columns(weight)
    assert values.dtype == np.int8
    assert np.abs(values * scale - weight).max() <= scale.max() / 2 + 1e-6
    assert not values[:, 3].any()


def test_integer_weights_give_nearly_the_same_cue_scores(whole: Network, tmp_path: Path) -> None:
    model = exported(whole, tmp_path / "small")
    small = exported(whole, tmp_path / "quantised", quantised=True)
    pieces = random_window(model, 100)
    exact, rough = (m.encode(pieces, 0, 100).cue for m in (model, small))
    assert np.corrcoef(exact.ravel(), rough.ravel())[0, 1] > 0.98
