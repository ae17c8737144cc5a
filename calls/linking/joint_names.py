"""The name of a joint call in a title: the partnership that announces it, its year, and its number.

Partnerships have their calls announced by every country's funder and in the EU portal at once. Their names are the
same in every language, which is what tells that two titles in two languages are one call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from calls.words import composed

# Names that look like ordinary words, or are written in several ways: name | ways to write it (case does not count).
_NAMED = """
eurostars | eurostars
innowwide | innowwide
eureka | eureka
be ready | be ready|be-ready
biodiversa | biodiversa+|biodiversa
brainhealth | brainhealth|brain health partnership|ep brainhealth
driving urban transitions | driving urban transitions|dut
ohamr | oh amr|oh-amr|ohamr|one health amr|one health anti-microbial|one health antimicrobial
ep permed | ep permed|ep-permed|eppermed|permed|personalised medicine partnership
blue economy | sustainable blue economy partnership|sbep
clean energy transition | clean energy transition partnership|cetpartnership|cetp
m-era.net | m-era.net|m-era net|m-eranet
quantera | quantera
futurefoods | futurefoods
water4all | water4all|water 4 all
agroecology | european partnership agroecology|agroecology partnership
jpiamr | jpiamr|jpi amr|jpi-amr
jpnd | jpnd
"""
_BY_SPELLING = {
    spelling: name.strip()
    for name, _, spellings in (line.partition("|") for line in _NAMED.strip().splitlines())
    for spelling in spellings.strip().split("|")
}
_NAMED_IN = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(re.escape(one) for one in sorted(_BY_SPELLING, key=len, reverse=True))
    + r")(?![^\W_])",
    re.IGNORECASE,
)

_WORD = re.compile(r"[^\W_]+")
_COMMON_WORDS = """
eus eøs sme smes smb smber ict ikt fou rcn nfr eic erc eit msca h2020 jtc era eranet net csa ria fstp covid ngo ngos cso
csos phd phds ipn ksp ipo usa co2 ccs iot stem kic ncc sfi fme otc pdf rtd nasa esa kpn kks gdpr dna rna mrna hiv aids
nok eur iii oc1 oc2 horizon digital cerv erasmus life call open joint transnational european partnership helse
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Capitals that many unlike calls have in their titles."""

_JOINT = re.compile(
    r"joint\s+(?:transnational\s+)?call|transnational|\bjtc|\bera-?net\b|cofund|co-fund|partnership|partnerskap"
    r"|felles\s?utlysning|felles\s?utlysing|transnasjonal|eureka|eurostars|innowwide|\beit\b",
    re.IGNORECASE,
)
_JTC_YEAR = re.compile(r"(?<!\d)(20[0-9]{2})(?!\d)")
_ORDINALS = {
    word: number
    for number, words in enumerate(
        ("first første fyrste", "second andre", "third tredje", "fourth fjerde", "fifth femte", "sixth sjette"), 1
    )
    for word in words.split()
}
_ROUND = r"(?:open\s+)?(?:call|utlysning|utlysing|runde|round|cut-?off|søknadsrunde)"
_NUMBER_AFTER = re.compile(rf"\b{_ROUND}\s*(?:no\.?|nr\.?|number|n°|#)?\s*#?\s*(\d{{1,2}})(?![\d.]*\d)", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th|\.)|({'|'.join(_ORDINALS)}))\s+(?:[^\W\d_]+\s+){{0,2}}?{_ROUND}", re.IGNORECASE
)


@dataclass(frozen=True)
class JointName:
    """What a title says of the joint call it announces."""

    names: frozenset[str]  # partnerships, lower case
    years: frozenset[str]
    numbers: frozenset[int]

    def contradicts(self, other: JointName) -> bool:
        """Whether both give a year, or both give a number, and none is the same."""
        return any(
            ours and theirs and not ours & theirs
            for ours, theirs in ((self.years, other.years), (self.numbers, other.numbers))
        )


def read_joint_name(title: str) -> JointName:
    """The names, years and call numbers in a title."""
    text = composed(title)[:500]
    names = {_BY_SPELLING[match.group().casefold()] for match in _NAMED_IN.finditer(text)}
    if not _is_shouted(text):
        names |= {word.casefold() for word in _WORD.findall(_NAMED_IN.sub(_blank, text)) if _is_acronym(word)}
    numbers = {int(number) for number in _NUMBER_AFTER.findall(text)}
    for digits, word in _NUMBER_BEFORE.findall(text):
        numbers.add(int(digits) if digits else _ORDINALS[word.casefold()])
    return JointName(frozenset(names), frozenset(_JTC_YEAR.findall(text)), frozenset(numbers))


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
