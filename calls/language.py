"""Which of bokmål, nynorsk and English a text is in."""

from __future__ import annotations

import re
from functools import cache

import py3langid

from calls.fields import LANGUAGES
from calls.words import composed

_LONGEST = 20_000  # characters; more adds nothing
_FEWEST = 2  # telling words below which a text is too short to tell
_FROM_DETECTOR = {"no": "nb", "nn": "nn", "en": "en"}
_WORD = re.compile(r"[^\W\d_]+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NB = _set(
    "ikke jeg hvem hva hvor hvordan hvilke hvilken hvis fra være søke søker søkere søknad søknaden søknader "
    "søknadsfrist en et de dem deres bare noe noen mer mye sammen tilskudd utlysning utlysningen utlysninger "
    "midler midlene kommuner kreves gjøre gjennomføres kommer både eller når hver gjelder formålet prosjektene "
    "løpende bedrifter fylkeskommuner virksomhet virksomheter selv her mellom forskning forskningen hun uke flere "
    "utvikling støtte prosjekter bidra måte enn ble blir sykehus sykehusene sykehjem sykepleiere pasienter pasientene "
    "hjem hjemme tjenester tjenesten utvikler lager sømløst ansatte"
)
_NN = _set(
    "ikkje eg kven kva kvar korleis kvifor viss frå vere vera søkje søkjer søkjar søkjarar søknadar søknadane ein "
    "eit dei deira berre noko nokon nokre meir mykje saman tilskot utlysing utlysinga utlysingar midlar midlane "
    "kommunar krevst gjere gjennomførast kjem anten kvart gjeld føremålet prosjekta løpande verksemd verksemder "
    "sjølv forsking forskinga ho veke fleire desse måtar enno vart vert blei søkast opnar sjå òg skule korkje "
    "sjukehus sjukehusa sjukeheim sjukeheimar sjukepleiarar pasientar pasientane heim heime tenester tenesta utviklar "
    "saumlaust tilsette"
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
    """One of `calls.fields.LANGUAGES` for `body`; `hint` (the page's address) where the words leave a doubt.

    English against Norwegian: the telling words where they are clear, else the hint, else the detector. Bokmål against
    nynorsk: the words that only one of them has; the detector when they are as many. Without any sign: bokmål.
    """
    text = composed(body[:_LONGEST])
    words = [word.lower() for word in _WORD.findall(text)]
    english = sum(word in _EN for word in words)
    bokmal, nynorsk = sum(word in _NB for word in words), sum(word in _NN for word in words)
    norwegian = sum(word in _NORWEGIAN for word in words) + bokmal + nynorsk
    if max(english, norwegian) < _FEWEST and hint in LANGUAGES:
        return hint
    is_english = _is_english(english, norwegian)
    if is_english is None and (words or hint in LANGUAGES):
        is_english = (hint if hint in LANGUAGES else _detected(text)) == "en"
    if is_english:
        return "en"
    if bokmal != nynorsk:
        return "nn" if nynorsk > bokmal else "nb"
    # The detector takes longer than all the rest of reading a text, so it is asked last.
    detected = _detected(text) if words else None
    if detected in ("nb", "nn"):
        return detected
    return hint if hint in ("nb", "nn") else "nb"


def _is_english(english: int, norwegian: int) -> bool | None:
    """Whether the words are clear: one language has twice the other's. None when they are not."""
    if english >= 2 * norwegian and english:
        return True
    if norwegian >= 2 * english and norwegian:
        return False
    return None


def _detected(text: str) -> str:
    """What the detector takes `text` for, among our languages."""
    _restrict()
    return _FROM_DETECTOR[py3langid.classify(text)[0]]


@cache
def _restrict() -> None:
    """Once a process: the detector's model is loaded, and chooses among our languages only."""
    py3langid.set_languages(tuple(_FROM_DETECTOR))
