"""The name of a joint call in a title: the partnership that announces it, its year, and its number.

Partnerships have their calls announced by every country's funder and in the EU portal at once. Their names are the
same in every language, which is what tells that two titles in two languages are one call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from calls.words import composed

# Names that look like ordinary words, or are written in several ways: name | ways to write it (case does not count).
# The long ones are the topics of Horizon Europe that pay the partnerships, whose calls often do not name them.
_NAMED = """
eurostars | eurostars
innowwide | innowwide
eit health | eit health|eithealth|eit-health
era4health | era4health|european research area (era) for health research
thcs | thcs|transforming health and care systems
erdera | erdera|european partnership on rare diseases|european rare diseases research alliance
be ready | be ready|be-ready|european partnership for pandemic preparedness
brainhealth | brainhealth|brain health partnership|ep brainhealth|partnership for brain health|hjernehelsepartnerskapet
ohamr | oh amr|oh-amr|ohamr|one health amr|one health anti-microbial|one health antimicrobial
ep permed | ep permed|ep-permed|eppermed|permed|personalised medicine partnership|partnership on personalised medicine
jpiamr | jpiamr|jpi amr|jpi-amr
jpnd | jpnd
neuron | era-net neuron|neuron cofund
biodiversa | biodiversa+|biodiversa|partnership rescuing biodiversity
driving urban transitions | driving urban transitions|dut
blue economy | sustainable blue economy partnership|sbep|sustainable and productive blue economy
clean energy transition | clean energy transition partnership|cetpartnership|cetp
m-era.net | m-era.net|m-era net|m-eranet
quantera | quantera
futurefoods | futurefoods|partnership on sustainable food systems
water4all | water4all|water 4 all
animal health and welfare | partnership on animal health and welfare|eupahw
agroecology | european partnership agroecology|agroecology partnership
grønn plattform | grønn plattform|grøn plattform|green platform
pilot-e | pilot-e
"""
_BY_SPELLING = {
    spelling: name.strip()
    for name, _, spellings in (line.partition("|") for line in _NAMED.strip().splitlines())
    for spelling in spellings.strip().split("|")
}
UMBRELLAS = frozenset({"eit health"})
"""Names under which many calls close on one day: they say too little without the rest of the title."""

_NAMED_IN = re.compile(
    r"(?<![^\W_])(?P<name>"
    + "|".join(re.escape(one) for one in sorted(_BY_SPELLING, key=len, reverse=True))
    + r")(?![^\W_])(?:[\s-]?(?P<edition>\d)(?![\d.,]*\d))?",
    re.IGNORECASE,
)
_SHORT_NAME = 5
"""Capitals alone, up to this many letters, are as often an institution or a field as the name of a partnership."""

_WORD = re.compile(r"[^\W_]+")
_COMMON_WORDS = """
eus eøs sme smes smb smber ict ikt fou rcn nfr eic erc eit msca h2020 jtc era eranet net csa ria fstp covid ngo ngos cso
csos phd phds ipn ksp ipo usa co2 ccs iot stem kic ncc sfi fme otc pdf rtd nasa esa kpn kks gdpr dna rna mrna hiv aids
nok eur iii oc1 oc2 horizon digital cerv erasmus life call open joint transnational european partnership helse health
eureka eithealth ntnu uio uib uit nmbu nord sintef norce oslomet siva enova nhn ous hus
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Capitals that many unlike calls have in their titles."""

_JOINT = re.compile(
    r"joint\s+(?:transnational\s+)?call|transnational|\bjtc|\bera-?net\b|cofund|co-fund|partnership|partnerskap"
    r"|felles\s?utlysning|felles\s?utlysing|transnasjonal|eureka|eurostars|innowwide|\beit\b|eithealth"
    r"|grønn?\s+plattform|green\s+platform|\bpilot-e\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"(?<!\d)20[0-9]{2}\s?[-–—/]\s?(?:20)?[0-9]{2}(?!\d)")
_JTC_YEAR = re.compile(r"(?<!\d)(20[0-9]{2})(?!\d)")
_BESIDE = re.compile(
    r"forprosjekt|prosjektetablering|posisjonering|registrering|reisestøtte|søkestøtte|skrivestøtte|mobiliser"
    r"|(?:støtte|hjelp) til å (?:søke|skrive)|pre-?project|preliminary\s+project|registration|travel\s+grant|\bpes\b",
    re.IGNORECASE,
)
"""A call beside the joint one: for those who will apply to it, or have been awarded."""

_ORDINALS = {
    word: number
    for number, words in enumerate(
        ("first første fyrste", "second andre", "third tredje", "fourth fjerde", "fifth femte", "sixth sjette"), 1
    )
    for word in words.split()
}
_ROUND = r"(?:open\s+)?(?:call|utlysning|utlysing|runde|round|cut-?off|søknadsrunde)"
_MONTH = r"(?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[sc])"
_NUMBER_AFTER = re.compile(
    rf"\b{_ROUND}\s*(?:no\.?|nr\.?|number|n°|#)?\s*#?\s*(\d{{1,2}})(?![\d.]*\d|\.?\s*{_MONTH})", re.IGNORECASE
)
_NUMBER_BEFORE = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th|\.)|({'|'.join(_ORDINALS)}))\s+(?:[^\W\d_]+\s+){{0,2}}?{_ROUND}", re.IGNORECASE
)


@dataclass(frozen=True)
class JointName:
    """What a title says of the joint call it announces."""

    names: frozenset[str]  # partnerships, lower case
    years: frozenset[str] = frozenset()
    numbers: frozenset[int] = frozenset()
    editions: frozenset[str] = frozenset()  # of the partnership: the 3 of Eurostars-3
    doubtful: frozenset[str] = frozenset()  # names that may be something else: a few capitals
    is_beside: bool = False  # a call for those who will apply to the joint one

    def contradicts(self, other: JointName) -> bool:
        """Whether both give a year, a number or an edition, and none is the same; or one is a call beside the other."""
        pairs = ((self.years, other.years), (self.numbers, other.numbers), (self.editions, other.editions))
        return self.is_beside != other.is_beside or any(ours and theirs and not ours & theirs for ours, theirs in pairs)


def read_joint_name(title: str, paid_by: str = "") -> JointName:
    """The names, years and call numbers in a title.

    paid_by: what stands elsewhere of the partnership that pays; of it only names that we know count.
    """
    text = composed(title)[:500]
    found = [*_NAMED_IN.finditer(text)]
    known = {_BY_SPELLING[match["name"].casefold()] for match in (*found, *_NAMED_IN.finditer(composed(paid_by)[:500]))}
    words = [] if _is_shouted(text) else _WORD.findall(_NAMED_IN.sub(_blank, text))
    acronyms = {word for word in words if _is_acronym(word)}
    doubtful = {word.casefold() for word in acronyms if word.isupper() and len(word) <= _SHORT_NAME}
    numbers = {int(number) for number in _NUMBER_AFTER.findall(text)}
    for digits, word in _NUMBER_BEFORE.findall(text):
        numbers.add(int(digits) if digits else _ORDINALS[word.casefold()])
    return JointName(
        names=frozenset(known | {word.casefold() for word in acronyms}),
        years=frozenset(_JTC_YEAR.findall(_PERIOD.sub(_blank, text))),
        numbers=frozenset(numbers),
        editions=frozenset(match["edition"] for match in found if match["edition"]),
        doubtful=frozenset(doubtful - known),
        is_beside=_BESIDE.search(text) is not None,
    )


def as_written(name: str, title: str) -> str:
    """The name as a title writes it; "" where the title has it not."""
    text = composed(title)[:500]
    for match in _NAMED_IN.finditer(text):
        if _BY_SPELLING[match["name"].casefold()] == name:
            return match["name"]
    return next((word for word in _WORD.findall(text) if word.casefold() == name), "")


def says_joint(text: str) -> bool:
    """Whether a text says that the call is one of several countries or of a partnership."""
    return _JOINT.search(text) is not None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _is_acronym(word: str) -> bool:
    """Whether a word has the capitals of a name: THCS, ERA4Health, QuantERA."""
    capitals = sum(char.isupper() for char in word)
    return len(word) > 2 and capitals >= 2 and word.casefold() not in _COMMON and not word.startswith("JTC")


def _is_shouted(text: str) -> bool:
    """Whether most of the title is in capitals, so that capitals mean nothing."""
    letters = [char for char in text if char.isalpha()]
    return sum(char.isupper() for char in letters) > len(letters) / 2
