"""Which language a text is in, and whether it is English, the one language that is read.

Clear English is told by its little words, and all else is put to py3langid, which takes half a second to load. Of pairs
of sentences in 40 languages it alone names 97 in 100 right, little words alone 74, and both together, as here, about
94: very short texts get the benefit of the doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    "the of and to in a that is for on with was as by said it he at from be are has have an not his were they "
    "which but had their who this will or after we been she her would i about more when its you than up one "
    "there out".split()
)
_FOREIGN = frozenset(
    "der die das und den dem des ein eine einen nicht ist von zu mit sich auf für im sie ich wird sagte dass "
    "le la les du et est une un que qui dans pour pas sur au aux il elle ce ne el los las del y en por con "
    "para se su lo al como os não uma em da do na no ele foi são di che per una non sono nel della alla de het "
    "een van dat hij niet zijn voor op met te zei och att är som på med av för inte till om har det han var "
    "ett og er til ikke af jeg fra nie że w z się jest po jak".split()
)
"""Little words of other languages in Latin letters, without those that English has too."""
_LEAST_SHARE = 0.12
"""Of the words of English news a third or more are on the English list."""
_CLEAR_SHARE = 0.2
_FEW = 12
_LOOKED_AT = 4000
_SURE = 0.4
"""Probability from which few words are believed to be in another language: names are in none."""
_CERTAIN = 0.9
"""Probability from which they are so although English words are among them: *on* is Finnish as well."""
_SAME = {
    "wuu": "zh",
    "yue": "zh",
    "nb": "no",
    "nn": "no",
}  # told apart by nobody who only wants to know what was left out
_ENGLISHES = frozenset(("en", "pcm", "sco"))  # the classifier takes headlines for Nigerian Pidgin or Scots


def is_english(text: str) -> bool:
    """Tell whether `text` looks like English; a few words in Latin letters get the benefit of the doubt."""
    found = language_of(text)
    return found == "en" if found is not None else text.isascii() or bool(_WORD.search(text))


def language_of(text: str) -> str | None:
    """Return the language that a text is in, as a BCP 47 code; None where so few words tell nothing."""
    words = _words(text)
    if not words:
        return None
    english, foreign = (sum(word in little for word in words) for little in (_ENGLISH, _FOREIGN))
    latin = sum(word.isascii() for word in words) >= 0.5 * len(words)
    if latin and len(words) >= _FEW and english >= _CLEAR_SHARE * len(words) and english > 2 * foreign:
        return "en"
    few = len(words) < _FEW
    code, probability = _classifier().classify(text[: 2 * _LOOKED_AT])
    likely = latin and english >= _LEAST_SHARE * len(words) and english > foreign
    if code in _ENGLISHES or (likely and not (few and probability > _CERTAIN)):
        return "en" if not few or english else None
    if latin and few and probability < _SURE:
        return None
    return _SAME.get(code, str(code))


def _words(text: str) -> Sequence[str]:
    return [match.group().lower() for match in islice(_WORD.finditer(text), _LOOKED_AT)]


@cache
def _classifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
