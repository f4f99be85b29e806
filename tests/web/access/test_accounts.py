"""Accounts and sessions, as their file keeps them."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from sayso.errors import AccessError
from sayso.web.access.accounts import Accounts
from sayso.web.access.limits import Limits, Rate
from sayso.web.access.person import Role
from sayso.web.access.sessions import IDLE, LONGEST, TURN, Sessions

PASSWORD = "harbour-lights-42"


class Clock:
    def __init__(self) -> None:
        self.at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made = Accounts(tmp_path / "people.db")
    made.add("nele", Role.OWNER, PASSWORD)
    return made


def test_a_password_opens_its_own_account_only(accounts: Accounts) -> None:
    accounts.add("odo", Role.EDITOR, "seven-grey-geese")
    found = accounts.check("NELE", PASSWORD)
    assert found is not None
    assert (found.name, found.role) == ("nele", Role.OWNER)
    assert accounts.check("odo", PASSWORD) is None
    assert accounts.check("nobody", PASSWORD) is None
    assert accounts.check("nele", "x" * 5000) is None


def test_neither_passwords_nor_ids_of_sessions_stand_in_the_file(accounts: Accounts) -> None:
    account = accounts.check("nele", PASSWORD)
    assert account
    key = Sessions(accounts).begin(account)
    with sqlite3.connect(accounts.path) as connection:
        held = "\n".join(connection.iterdump())
    assert "$argon2id$" in held
    assert PASSWORD not in held and key not in held


def test_the_file_is_for_its_owners_eyes_only(accounts: Accounts) -> None:
    assert stat.S_IMODE(accounts.path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [
        ("nele", "another-long-one", "there is an account of 'nele' already"),
        ("Nele", "another-long-one", "there is an account of 'Nele' already"),
        ("odo", "short", "a password needs at least 12 characters"),
        ("odo-odo-odo-odo", "odo-odo-odo-odo", "too easy to guess"),
        ("odo", "aaaaaaaaaaaaaaaa", "too easy to guess"),
        ("od\no", "another-long-one", "will not do as a name"),
        ("", "another-long-one", "will not do as a name"),
        ("<b>", "another-long-one", "will not do as a name"),
    ],
)
def test_what_will_not_do_is_told(accounts: Accounts, name: str, password: str, told: str) -> None:
    with pytest.raises(AccessError, match=told):
        accounts.add(name, Role.READER, password)


def test_whoever_is_removed_or_gets_another_password_is_signed_out(accounts: Accounts) -> None:
    sessions = Sessions(accounts)
    account = accounts.check("nele", PASSWORD)
    assert account
    key = sessions.begin(account)
    accounts.set_password("nele", "other-harbour-lights")
    assert sessions.find(key) is None
    key = sessions.begin(account)
    accounts.remove("nele")
    assert sessions.find(key) is None
    for change in (accounts.remove, lambda name: accounts.set_password(name, PASSWORD)):
        with pytest.raises(AccessError, match="there is no account of 'nele'"):
            change("nele")


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE birds (name TEXT)")
    with pytest.raises(AccessError, match="no file of accounts"):
        Accounts(other)
    text = tmp_path / "text"
    text.write_text("not a database, but a text that is long enough to be one" * 40)
    with pytest.raises(AccessError):
        Accounts(text)
    with pytest.raises(AccessError, match="there is no such file"):
        Accounts(tmp_path / "none.db", must_exist=True)


def test_the_id_of_a_session_turns_and_the_former_one_holds_a_little_longer(accounts: Accounts) -> None:
    clock = Clock()
    sessions = Sessions(accounts, clock)
    account = accounts.check("nele", PASSWORD)
    assert account
    first = sessions.begin(account)
    before = sessions.find(first)
    assert before is not None and before.fresh is None
    clock.at += TURN + 1
    turned = sessions.find(first)
    assert turned is not None and turned.fresh is not None and turned.csrf == before.csrf
    clock.at += 30
    assert sessions.find(first) is not None
    assert sessions.find(turned.fresh) is not None
    clock.at += 60
    assert sessions.find(first) is None, "it was copied, so that the session ends"
    assert sessions.find(turned.fresh) is None


def test_a_session_ends_when_nothing_is_done_and_at_last_in_any_case(accounts: Accounts) -> None:
    clock = Clock()
    sessions = Sessions(accounts, clock)
    account = accounts.check("nele", PASSWORD)
    assert account
    idle = sessions.begin(account)
    clock.at += IDLE + 1
    assert sessions.find(idle) is None
    key = sessions.begin(account)
    ended = clock.at + LONGEST
    while clock.at < ended:
        found = sessions.find(key)
        assert found is not None
        key = found.fresh or key
        clock.at += IDLE / 2
    clock.at += 1
    assert sessions.find(key) is None


def test_tokens_run_out_and_come_back() -> None:
    clock = Clock()
    limits, rate = Limits(clock), Rate(2, 0.5)
    assert [limits.wait("odo", rate) for _ in range(3)] == [0, 0, 2]
    assert limits.wait("ria", rate) == 0
    clock.at += 2
    assert limits.wait("odo", rate) == 0
    assert limits.wait("odo", rate) == 2
    limits.forget("odo", rate)
    assert limits.wait("odo", rate) == 0
