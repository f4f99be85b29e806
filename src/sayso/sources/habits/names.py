"""Whether the words of a dateline name an outlet, a wire service or a place. Short lists, no guessing beyond them."""

from __future__ import annotations

import re

# As they stand in datelines, in lower case. Short names that are also common words are left out.
_WIRES = frozenset(
    name.strip()
    for name in """
    aap|aap newswire|afp|agence france-presse|anadolu|anadolu agency|ani|ansa|anp|ap|apa|associated press|
    bbc|belga|bloomberg|bloomberg news|bns|bss|business wire|canadian press|cna|cnn|cp|dpa|efe|
    globe newswire|ians|interfax|irna|jta|kuna|kyodo|kyodo news|lusa|mena|menafn|nhk|npr|ntb|pa|
    pa media|pap|petra|press association|press trust of india|pr newswire|prnewswire|pti|qna|reuters|rns|
    saba|sana|sda|spa|stt|tass|the associated press|the canadian press|thomson reuters foundation|ukrinform|
    uni|upi|wafa|wam|xinhua|yonhap
    """.split("|")
)
# Cities that stand without a country or state in datelines, so that one of them is not taken for an outlet.
_CITIES = frozenset(
    name.strip()
    for name in """
    abuja|amsterdam|ankara|athens|atlanta|baghdad|baltimore|bangkok|beijing|beirut|berlin|bern|bonn|
    boston|brasilia|brussels|bucharest|budapest|buenos aires|cairo|canberra|caracas|chicago|cleveland|
    copenhagen|dallas|damascus|delhi|denver|detroit|dhaka|djibouti|doha|dubai|dublin|edinburgh|frankfurt|
    gaza|geneva|guatemala city|havana|helsinki|hong kong|honolulu|houston|indianapolis|islamabad|istanbul|
    jakarta|jerusalem|johannesburg|kabul|kiev|kinshasa|kuwait|kuwait city|kyiv|lagos|las vegas|lisbon|
    london|los angeles|luxembourg|macau|madrid|manila|mexico city|miami|milan|milwaukee|minneapolis|minsk|
    monaco|montreal|moscow|mumbai|munich|nairobi|new delhi|new orleans|new york|oklahoma city|oslo|ottawa|
    panama city|paris|philadelphia|phoenix|pittsburgh|prague|quebec city|riga|rio de janeiro|riyadh|rome|
    salt lake city|san antonio|san diego|san francisco|san marino|santiago|sao paulo|são paulo|seattle|seoul|
    shanghai|singapore|sofia|st. louis|stockholm|strasbourg|sydney|taipei|tallinn|tehran|tel aviv|
    the hague|tirana|tokyo|toronto|tripoli|tunis|united nations|vatican city|vienna|vilnius|warsaw|
    washington|zagreb|zurich
    """.split("|")
)
_OUTLET_WORDS = frozenset(
    """
    agency argus beacon broadcasting bulletin chronicle courant courier daily dispatch echo examiner gazette globe
    guardian herald independent journal ledger mail media mirror network news newswire observer post press radio record
    register review standard star sun telegraph television times tribune tv voice weekly wire
    """.split()
)
_SMALL = frozenset("al am and da das de del der des di die do du el en et for i il la le les of on the und y &".split())
_NO_START = frozenset(
    """
    a after an at before between born by correction corrected during every from first in it last late live next no not
    on only page photo re since sometime that then there these they this until today tomorrow
    update updated upon week when while who why with yesterday
    """.split()
)
_CALENDAR = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december morning evening
    """.split()
)
_DOMAIN = re.compile(r"[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,20}){1,3}", re.IGNORECASE)


def is_wire(words: str) -> bool:
    """Tell whether the words are a news agency's or wire service's name."""
    return words.strip().lower() in _WIRES


def is_city(words: str) -> bool:
    """Tell whether the words are a city that needs no country beside it in a dateline."""
    return words.strip().lower() in _CITIES


def is_outlet(words: str) -> bool:
    """Tell whether the words are a name with a word that outlets use, such as *Gazette*."""
    return is_name(words) and not _OUTLET_WORDS.isdisjoint(words.lower().split())


def is_name(words: str) -> bool:
    """Tell whether the words can be an outlet's name: a few, capitalised, and neither a phrase nor a day."""
    parts = words.split()
    if not 1 <= len(parts) <= 6 or len(words) > 60 or re.search(r"[,;:!?\"“”()<>\x00-\x1f]", words):
        return False
    if parts[0].lower() in _NO_START or all(part.lower() in _CALENDAR for part in parts):
        return False
    large = [part for part in parts if part[0].isupper() or _DOMAIN.fullmatch(part)]
    rest = [part for part in parts if part not in large and part.lower() not in _SMALL and not part.isdigit()]
    return bool(large) and not rest


def is_place(words: str) -> bool:
    """Tell whether the words are a place as datelines write it: in capitals, then perhaps a state or country."""
    city, *beside = (part.strip() for part in words.rstrip(", ").split(","))
    in_capitals = city == city.upper() and sum(c.isalpha() for c in city) > 1 and not re.search(r"[0-9!?:;\"“”]", city)
    return in_capitals and len(city.split()) <= 5 and len(beside) <= 2 and all(is_name(part) for part in beside)
