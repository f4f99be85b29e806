"""Which texts are taken for English."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sayso.reader.language import is_english, language_of


@pytest.mark.parametrize(
    "text",
    [
        "The mayor of Tarnwick denied on Tuesday that the bridge was unsafe, and said that it would stay open to all.",
        "Odalys Venn: harbour open",
        "“It is gone,” she said.",
        "1931",
        "In Tarnwick the painter Chloé Béranger said that she would sell the café and move to Orléans for a year.",
    ],
)
def test_english_and_short_texts_are_read(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der Bürgermeister hat am Dienstag bestritten, dass die Brücke unsicher sei. In der Stadt hatten so einige an "
        "der Sicherheit Zweifel. Er will die Brücke im Juni öffnen. Das war so nicht geplant, sagte ein Fischer.",
        "Le maire de Tarnwick a démenti mardi que le pont soit dangereux et a promis qu'il resterait ouvert à tous.",
        "El alcalde de Tarnwick negó el martes que el puente fuera inseguro y prometió que seguiría abierto a todos.",
        "Il sindaco di Tarnwick ha negato martedì che il ponte fosse pericoloso e ha promesso che resterà aperto.",
        "O prefeito de Tarnwick negou na terça-feira que a ponte estivesse em mau estado. A oposição quer que a ponte "
        "seja fechada, e os moradores têm medo. O conselho se reúne em junho.",
        "De burgemeester van Tarnwick ontkende dinsdag dat de brug in slechte staat was. Hij zei dat er in mei een "
        "inspectie is geweest en dat alles in orde was. De raad komt in juni bijeen.",
        "Borgmästaren i Tarnwick förnekade på tisdagen att bron är i dåligt skick. Oppositionen vill att bron stängs "
        "för all trafik, och i byn är man orolig. Rådet möts i juni.",
        "Borgmesteren i Tarnwick afviste tirsdag, at broen er i dårlig stand. Han sagde, at ingeniører har set på den "
        "i maj, og at de ikke fandt fejl. Det har vi sagt i flere år, sagde en fisker.",
        "Burmistrz Tarnwicku zaprzeczył we wtorek, że most jest niebezpieczny. Powiedział, że inżynierowie sprawdzili "
        "go w maju i nie znaleźli żadnych uszkodzeń. Rada zbierze się w piątek i ma zdecydować, co dalej.",
        "市长周二否认这座桥不安全。",
        "Мэр во вторник опроверг сообщения о том, что мост небезопасен.",
        "نفى رئيس البلدية يوم الثلاثاء أن يكون الجسر غير آمن.",
        "ראש העיר הכחיש ביום שלישי שהגשר אינו בטוח.",
        "“…”",
    ],
)
def test_other_languages_are_not(text: str) -> None:
    assert not is_english(text)


def test_very_long_texts_are_judged_like_others() -> None:
    assert is_english("The mayor said that it is safe. " * 100_000)
    assert is_english("a" * 1_000_000)
    assert not is_english("水" * 1_000_000)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor of Tarnwick denied on Tuesday that the bridge was unsafe, and said that it would stay open.", "en"),
        ("Der Bürgermeister bestritt am Dienstag, dass die Brücke unsicher ist.", "de"),
        ("Le maire a démenti mardi que le pont soit dangereux.", "fr"),
        ("El alcalde negó el martes que el puente fuera inseguro.", "es"),
        ("Il sindaco ha negato martedì che il ponte fosse pericoloso.", "it"),
        ("De burgemeester ontkende dinsdag dat de brug in slechte staat was.", "nl"),
        ("Burmistrz zaprzeczył we wtorek, że most jest niebezpieczny.", "pl"),
        ("Starosta v úterý popřel, že by most byl nebezpečný, a slíbil, že zůstane otevřený.", "cs"),
        ("Belediye başkanı salı günü köprünün güvensiz olduğunu yalanladı.", "tr"),
        ("Kaupunginjohtaja kiisti tiistaina, että silta olisi vaarallinen.", "fi"),
        ("Мэр во вторник опроверг сообщения о том, что мост небезопасен.", "ru"),
        ("Мер у вівторок спростував повідомлення про те, що міст є небезпечним.", "uk"),
        ("市长周二否认这座桥不安全。", "zh"),
        ("市長は火曜日、橋が安全でないという報道を否定した。", "ja"),
        ("시장은 화요일 다리가 위험하다는 보도를 부인했다.", "ko"),
        ("نفى رئيس البلدية يوم الثلاثاء أن يكون الجسر غير آمن.", "ar"),
        ("Ο δήμαρχος διέψευσε την Τρίτη ότι η γέφυρα δεν είναι ασφαλής.", "el"),
        ("ראש העיר הכחיש ביום שלישי שהגשר אינו בטוח.", "he"),
        ("Odalys Venn, Tarnwick", None),
        ("1931", None),
        ("", None),
    ],
)
def test_languages_are_told_apart_and_a_few_names_are_in_none(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_clear_english_is_told_without_the_classifier() -> None:
    code = (
        "import sys\nfrom sayso.reader.language import is_english\n"
        "assert is_english('The mayor said on Tuesday that it was safe, as she had been told by the council.')\n"
        "assert 'py3langid' not in sys.modules and 'onnxruntime' not in sys.modules"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
