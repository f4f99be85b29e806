"""A small ledger that the tests of the pages share, and who asks for its pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fastapi.testclient import TestClient

from sayso.article import Article
from sayso.ledger import Ledger
from sayso.reader import Reader
from sayso.web.app import create_app
from sayso.web.settings import Settings

HERE = "http://127.0.0.1:8467"
BRIDGE = """Mayor denies that the bridge is closed

Port officials said on Monday that the Brackwell bridge had been closed to lorries. Mayor Lena Ost denied that the \
bridge was closed. “It is open,” she said. The harbour union accused the mayor of lying.
"""
LATER = BRIDGE.replace("closed to lorries", "closed to all traffic")
COUNCIL = """Bridge is closed, council says

The town council said that the Brackwell bridge had been closed to lorries. Mayor Lena Ost again denied that the \
bridge was closed.
"""
HOSTILE = (
    "<script>document.title = 'taken'</script> Minister speaks\n\n"
    "“<img src=x onerror=\"document.title='taken'\"> \u202eit is false,” said <b>Oda Venn</b>. She denied that "
    + "x" * 3000
    + " was true. </mark></p><style>* { display: none }</style> Oda Venn accused the mayor of lying.\n"
)


def made(folder: Path) -> Path:
    """Make the ledger, and return where it is."""
    path, reader = folder / "news.db", Reader(threads=1)
    about = {"url": "https://courier.example/bridge", "outlet": "The Courier", "published": date(2031, 3, 4)}
    given = [
        Article(BRIDGE, **about),  # type: ignore[arg-type]
        Article(LATER, **about),  # type: ignore[arg-type]
        Article(COUNCIL, outlet="The Lantern", published=date(2031, 3, 6)),
        Article(
            HOSTILE, outlet='"><script>alert(1)</script>', title="<svg onload=alert(1)>", url="javascript:alert(1)"
        ),
        Article("Nothing is said here at all."),
    ]
    with Ledger(path) as ledger:
        for article in given:
            ledger.add(reader.read(article))
        ledger.pack()
        for _ in ledger.gather():
            pass
    return path


def client_of(path: Path, base_path: str = "") -> TestClient:
    """Return somebody at the machine that serves a ledger."""
    return TestClient(create_app(Settings(path, base_path=base_path)), base_url=HERE, follow_redirects=False)
