"""Values that stand for a day, in the forms that tables and headers have them, and those that do not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.sources.tables.days import day_of

DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-04",
        " 2026-03-04T23:59:59Z ",
        "2026-03-04 01:00:00+09:00",
        "20260304",
        "2026/03/04",
        "2026.03.04 10:00",
        "Wed, 04 Mar 2026 23:30:00 -0500",
        "Wednesday, 4 March 2026",
        "March 4, 2026",
        "Mar. 4th, 2026 at 9 am",
        "04-Mar-2026",
        "1772582400",
        1772582400,
        1772582400.5,
        1772582400_000,
        1772582400_000_000,
        1772582400_000_000_000,
        20260304,
        DAY,
        datetime(2026, 3, 4, 23, 59),
    ],
)
def test_a_day_is_read_as_it_was_written(value: object) -> None:
    assert day_of(value) == DAY


@pytest.mark.parametrize(("value", "day"), [("25/12/2026", date(2026, 12, 25)), ("12-25-2026", date(2026, 12, 25)),
                                            ("05/05/2026", date(2026, 5, 5))])  # fmt: skip
def test_slashes_are_read_where_there_is_but_one_day(value: str, day: date) -> None:
    assert day_of(value) == day


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "03/04/2026", "2026", "2026-02-31", "31 June 2026", "99999999999999999999", "1e300", "0", "-",
     None, True, 7, 2026, -1, float("nan"), float("inf"), 1e300, 10**400, -(10**400), b"2026-03-04", ["2026-03-04"]],
)  # fmt: skip
def test_what_is_no_day_for_sure_is_none(value: object) -> None:
    assert day_of(value) is None


@given(st.datetimes(datetime(1974, 1, 1), datetime(2100, 1, 1)), st.sampled_from([1, 10**3, 10**6]))
def test_every_epoch_gives_its_day(moment: datetime, unit: int) -> None:
    seconds = int((moment.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(seconds=1))
    assert day_of(seconds * unit) == moment.date()
    assert day_of(str(seconds * unit)) == moment.date()


@given(
    st.dates(date(1900, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y 10:00:00 +0000"])
)
def test_every_day_is_read_in_every_form(day: date, form: str) -> None:
    assert day_of(day.strftime(form)) == day


@given(st.text(max_size=40) | st.integers() | st.floats())
def test_anything_gives_a_day_or_none(value: object) -> None:
    found = day_of(value)
    assert found is None or isinstance(found, date)
