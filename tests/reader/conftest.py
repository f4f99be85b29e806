"""What the tests of the reader share: the shipped tokenizer and the shipped weights, where they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer

from sayso import Reader

MODEL = Path(__file__).parents[2] / "src/sayso/models/en"


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    path = MODEL / "tokenizer.json"
    if not path.exists():
        pytest.skip("the tokenizer is not here")
    return Tokenizer.from_file(str(path))


@pytest.fixture(scope="session")
def reader() -> Reader:
    if not (MODEL / "encoder.onnx").exists():
        pytest.skip("the trained weights are not here")
    return Reader(threads=1)
