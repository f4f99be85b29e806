"""A reading in the terminal."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from sayso.article import Article
from sayso.cli.terminal import render
from sayso.statement import Act, Reading
from tests.exports.readings import Made, crossing, hostile, ministry


def shown(reading: Reading, width: int = 100, *, colour: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=colour, color_system="standard" if colour else None
    )
    with console.capture() as capture:
        console.print(render(reading))
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def test_the_headline_and_dateline_stand_above() -> None:
    assert shown(ministry()).startswith(
        "Ministry rejects report of a sealed harbour\nThe Corran Courier · 15 March 2031\n\n"
    )


def test_a_title_goes_before_the_first_line() -> None:
    article = Article("One two.\n\nThree.", title="A title", published=date(2031, 1, 2))
    assert shown(Reading(article, (), "m")).startswith("A title\n2 January 2031\n\nNo statements found.")


def test_statements_are_grouped_by_speaker_in_text_order() -> None:
    lines = shown(ministry()).splitlines()
    sources = [line for line in lines[3:] if line and not line.startswith(" ")]
    assert sources == [
        "Ministry",
        "The ministry of trade",
        "Ilse Marquand  spokeswoman, ministry",
        "The paper's editor",
        "Tomas Verhey",
        "(no source named)",
        "The port authority",
    ]


def test_letter_case_does_not_part_a_source() -> None:
    made = Made("THE MAYOR said yes. The mayor said no.")
    made.add(Act.ASSERT, "THE MAYOR", "said", "yes")
    made.add(Act.ASSERT, "The mayor", "said", "no", at="The mayor")
    assert "THE MAYOR\n  assert  said: yes\n  assert  said: no" in shown(made.reading())


def test_nested_statements_are_indented_under_their_outer_one_with_their_own_source() -> None:
    lines = shown(ministry(), 200).splitlines()
    outer = next(i for i, line in enumerate(lines) if "firmly rejected" in line)
    assert lines[outer].startswith("  deny")
    assert lines[outer + 1].startswith("      assert")
    assert "the Tidewater Ledger claims: " in lines[outer + 1]
    assert lines[outer + 2].startswith("          accuse")
    assert "dockers had alleged: " in lines[outer + 2]


def test_negation_distance_and_low_confidence_are_told() -> None:
    output = shown(ministry(), 200)
    assert "not deny  did not deny: two of its informants" in output
    assert "being investigated  hedged · unnamed\n" in output
    assert "storms”  0.41\n" in output
    assert "0.9" not in output


def test_the_day_of_a_statement_is_told() -> None:
    assert "sealed at night”  11 March 2031\n" in shown(ministry(), 200)


@pytest.mark.parametrize("width", [40, 60, 120])
def test_lines_fit_the_terminal(width: int) -> None:
    for reading in (ministry(), hostile(), crossing()):
        assert max(map(len, shown(reading, width).splitlines())) <= width


def test_the_act_is_a_word_and_a_colour() -> None:
    output = shown(ministry(), colour=True)
    assert "\x1b[1;35mdeny" in output


def test_hostile_text_reaches_the_terminal_tamed() -> None:
    output = shown(hostile(), colour=False)
    assert "<b>[red]" in output, "markup is not interpreted"
    assert "A�B�[31m �evil�" in output
    assert not [c for c in output if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    assert "<i>looks odd</i>" in output


def test_a_circle_of_statements_shows_each_once() -> None:
    reading = ministry()
    first, second, *_ = reading.statements
    circle = replace(reading, statements=(replace(first, within="s2"), replace(second, within="s1")))
    assert shown(circle).count("deny") == 2
