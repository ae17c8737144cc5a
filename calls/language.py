"""Which of bokmål, nynorsk and English a text is in."""

from __future__ import annotations

import re

import pycld2

from calls.fields import LANGUAGES
from calls.words import composed

_LONGEST = 20_000  # characters; more adds nothing
_FEWEST = 2  # telling words below which a text is too short to tell
_FROM_DETECTOR = {"no": "nb", "nb": "nb", "nn": "nn", "en": "en"}
_WORD = re.compile(r"[^\W\d_]+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NB = _set(
    "ikke jeg hvem hva hvor hvordan hvilke hvilken hvis fra være søke søker søkere søknad søknaden søknader "
    "søknadsfrist en et de dem deres bare noe noen mer mye sammen tilskudd utlysning utlysningen utlysninger "
    "midler midlene kommuner kreves gjøre gjennomføres kommer både eller når hver gjelder formålet prosjektene "
    "løpende bedrifter fylkeskommuner virksomhet virksomheter selv her mellom forskning forskningen hun uke flere "
    "utvikling støtte prosjekter bidra måte enn ble blir"
)
_NN = _set(
    "ikkje eg kven kva kvar korleis kvifor viss frå vere vera søkje søkjer søkjar søkjarar søknadar søknadane ein "
    "eit dei deira berre noko nokon nokre meir mykje saman tilskot utlysing utlysinga utlysingar midlar midlane "
    "kommunar krevst gjere gjennomførast kjem anten kvart gjeld føremålet prosjekta løpande verksemd verksemder "
    "sjølv forsking forskinga ho veke fleire desse måtar enno vart vert blei søkast opnar sjå òg skule korkje"
)
_NORWEGIAN = _set(
    "og i på til som med av den det er for å har kan skal må vi du man om at ved etter innen alle denne dette men "
    "også sin sine"
)
_EN = _set(
    "the of and to in for is are be with that this will from by on as an who what how may can must shall not or "
    "which their your our call calls proposals applications application research funding projects project apply "
    "applicants deadline"
)


def language_of(body: str, hint: str = "") -> str:
    """One of `calls.fields.LANGUAGES` for `body`; `hint` (the page's address) only when it is too short to tell.

    English against Norwegian: the telling words where they are clear, else the detector (CLD2). Bokmål against nynorsk:
    the words that only one of them has; the detector when they are as many. Without any sign: the hint, else bokmål.
    """
    text = composed(body[:_LONGEST])
    words = [word.lower() for word in _WORD.findall(text)]
    english = sum(word in _EN for word in words)
    bokmal, nynorsk = sum(word in _NB for word in words), sum(word in _NN for word in words)
    norwegian = sum(word in _NORWEGIAN for word in words) + bokmal + nynorsk
    if max(english, norwegian) < _FEWEST and hint in LANGUAGES:
        return hint
    detected = _detected(text)
    if _is_english(english, norwegian, detected):
        return "en"
    if bokmal != nynorsk:
        return "nn" if nynorsk > bokmal else "nb"
    if detected in ("nb", "nn"):
        return detected
    return hint if hint in ("nb", "nn") else "nb"


def _is_english(english: int, norwegian: int, detected: str | None) -> bool:
    if english >= 2 * norwegian and english:
        return True
    if norwegian >= 2 * english and norwegian:
        return False
    return detected == "en"


def _detected(text: str) -> str | None:
    """What CLD2 makes of `text`, if that is one of our languages."""
    letters = "".join(char if char.isprintable() else " " for char in text)
    try:
        _, _, guesses = pycld2.detect(letters.encode("utf-8", "ignore"), bestEffort=True)
    except pycld2.error:  # it refuses input that it takes for broken UTF-8
        return None
    return _FROM_DETECTOR.get(guesses[0][1])
