"""What `sayso serve` was asked to do, in one value that the whole application shares."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
PORT = 8467


@dataclass(frozen=True, slots=True)
class Settings:
    """How the application runs."""

    ledger: Path
    host: str = HOST  # the address it listens on
    port: int = PORT
    accounts: Path | None = None  # the file of accounts; without one, only this machine may come in
    base_path: str = ""  # where a proxy puts it, as in "/ledger"; begins with a slash and ends without
    public_hosts: tuple[str, ...] = ()  # further names that it may be called by, as a proxy passes them on
    secure: bool = False  # it is reached over HTTPS, so that cookies are only sent there
