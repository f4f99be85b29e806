"""Vectors of what a text is about."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sayso.errors import ModelError
from sayso.reader.meaning import Meaning, codes_of, shipped_meaning


def likeness(one: str, other: str) -> float:
    a, b = shipped_meaning().of([one, other]).astype(np.int32)
    return float(a @ b) / 127**2


def test_texts_about_the_same_are_nearer_than_others() -> None:
    assert likeness("the harbour was closed", "the port has been shut") > 0.4
    assert likeness("the harbour was closed", "the singer won a prize") < 0.3


def test_a_text_is_like_itself_and_letter_case_does_not_matter() -> None:
    assert likeness("The Harbour", "the harbour") == pytest.approx(1, abs=0.02)


def test_a_text_without_words_has_no_direction() -> None:
    assert not shipped_meaning().of(["", " "]).any()
    assert shipped_meaning().of([]).shape == (0, 256)


def test_bits_tell_who_is_near() -> None:
    texts = ["the harbour was closed", "the port has been shut", "the singer won a prize"]
    codes = codes_of(shipped_meaning().of(texts))
    near, far = (int(np.bitwise_count(codes[0] ^ codes[n]).sum()) for n in (1, 2))
    assert near < far


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        Meaning(tmp_path)
