"""The façade: the names it shows, how lightly it loads, and one root for all its errors."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

import sayso
from sayso import errors

HEAVY = (
    "onnxruntime", "numpy", "tokenizers", "sentencex", "sqlalchemy", "alembic", "py3langid",
    "trafilatura", "lxml", "urllib3", "pyarrow", "pypdf", "feedparser", "fastwarc", "fsspec",
)  # fmt: skip
ERRORS = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, BaseException)]


def test_the_package_shows_these_names_and_no_others() -> None:
    assert sayso.__all__ == [
        "AccessError",
        "Act",
        "Article",
        "Columns",
        "Distance",
        "ExportError",
        "Failure",
        "FetchError",
        "Ledger",
        "LedgerError",
        "ModelError",
        "Quote",
        "Reader",
        "Reading",
        "SaysoError",
        "SchemaError",
        "SourceError",
        "Span",
        "Statement",
        "TextError",
        "open",
        "read",
    ]
    assert all(hasattr(sayso, name) for name in sayso.__all__)


def test_a_name_that_is_not_there_is_told() -> None:
    with pytest.raises(AttributeError, match="'sayso' has no attribute 'listen'"):
        _ = sayso.listen


@pytest.mark.parametrize(
    "code",
    ["import sayso", "from sayso import Article, Reading, read", "from sayso import open", "import sayso.sources"],
)
def test_importing_the_package_loads_nothing_heavy(code: str) -> None:
    assert loaded_by(code) == []


def test_asking_for_help_loads_nothing_heavy() -> None:
    assert loaded_by("from sayso.cli.main import main\nsys.argv = ['sayso', '--help']\nmain()") == []


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_is_a_sayso_error_that_crosses_process_borders(error: type[BaseException]) -> None:
    assert issubclass(error, sayso.SaysoError)
    assert error.__name__ in sayso.__all__
    copy = pickle.loads(pickle.dumps(error("the article has no text")))
    assert type(copy) is error
    assert str(copy) == "the article has no text"


def test_the_docstring_of_errors_draws_every_error() -> None:
    assert errors.__doc__ is not None
    assert all(error.__name__ in errors.__doc__ for error in ERRORS)


def loaded_by(code: str) -> list[str]:
    """Return the heavy modules that a fresh interpreter holds after running `code`."""
    watched = (
        "import sys\n"
        f"try:\n    exec({code!r})\n"
        "except SystemExit:\n    pass\n"
        f"print('loaded', *[name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", watched], capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].split()[1:]
