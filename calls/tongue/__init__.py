"""The tongue that the reader is spoken to in: bokmål, which is also the source of every sentence, nynorsk, or English.

A sentence stands in the code in bokmål, and is put through `say` where it is shown. What it is in the other tongues
stands in nn.po and en.po beside this file; `make words` brings them up to date (calls.tongue.gathering). A sentence
that has no translation is said in bokmål, and a test fails.

Not said here: log lines, the command line, mail to operators, and whatever the night writes into the store. Those are
bokmål for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal, get_args

from markupsafe import Markup, escape

from calls.tongue.catalogues import catalogue

Tongue = Literal["nb", "nn", "en"]

SOURCE: Tongue = "nb"
"""The tongue that sentences are written in, and that is spoken where nobody has chosen."""

TONGUES: dict[Tongue, str] = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
"""Every tongue, in the order in which they are offered, each by its own name."""

LONGEST_WISH = 400
"""Characters of a browser's wish for languages that are read; what follows is no wish of a person's."""

_SPOKEN: ContextVar[Tongue] = ContextVar("tongue", default=SOURCE)
_WISHED: dict[str, Tongue] = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}
_THOUSANDS: dict[Tongue, str] = {"nb": "\N{NO-BREAK SPACE}", "nn": "\N{NO-BREAK SPACE}", "en": ","}
_POINT: dict[Tongue, str] = {"nb": ",", "nn": ",", "en": "."}


def tongue() -> Tongue:
    """The tongue that is spoken here: of this request or task, and of nobody else's."""
    return _SPOKEN.get()


@contextmanager
def speaking(tongue: Tongue) -> Iterator[None]:
    """Speaks that tongue within the block. ValueError for one that is none of TONGUES."""
    if tongue not in TONGUES:
        raise ValueError(f"no such tongue: {tongue!r}; known: {', '.join(TONGUES)}")
    token = _SPOKEN.set(tongue)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def say(text: str, /, **values: Any) -> str:
    """A sentence in the reader's tongue. text: it in bokmål, with `{name}` where each of `values` comes in.

    Without values the text is left as it is, so that one with braces of its own can be said.
    """
    told = _told(text)
    return told.format(**values) if values else told


def say_html(text: str, /, **values: Any) -> Markup:
    """The same as markup: the sentence is escaped, and so is every value that is not Markup already."""
    return escape(_told(text)).format(**values)


def say_count(one: str, many: str, n: int, /, **values: Any) -> str:
    """A sentence that agrees with a number; `{n}` in it is the number as the tongue writes it: 1 234 or 1,234."""
    if (spoken := _SPOKEN.get()) == SOURCE:
        told = one if n == 1 else many
    else:
        told = catalogue(spoken).ngettext(one, many, n)
    return told.format(n=number(n), **values)


def note(text: str) -> str:
    """Marks a text in a table for translation, and gives it back as it is: it is put through `say` when shown."""
    return text


def note_count(one: str, many: str) -> tuple[str, str]:
    """The same for a pair that agrees with a number."""
    return one, many


def number(value: int) -> str:
    """A whole number as the tongue groups it: 750 000 with no-break spaces, or 750,000."""
    return f"{value:,}".replace(",", _THOUSANDS[_SPOKEN.get()])


def decimal(value: float, places: int) -> str:
    """A number with that many decimals: 0,42 or 0.42."""
    return f"{value:.{places}f}".replace(".", point())


def point() -> str:
    """What stands before decimals."""
    return _POINT[_SPOKEN.get()]


def best(accept_language: str) -> Tongue:
    """The tongue of ours that a browser's Accept-Language header (RFC 9110) wants most; bokmål where it names none."""
    found: list[tuple[float, Tongue]] = []
    for wish in accept_language[:LONGEST_WISH].split(","):
        name, *parameters = (part.strip().lower() for part in wish.split(";"))
        known, weight = _WISHED.get(name.partition("-")[0]), _weight(parameters)
        if known and weight > 0:
            found.append((weight, known))
    # Of equals the first: `max` keeps it.
    return max(found, key=lambda pair: pair[0], default=(0.0, SOURCE))[1]


def known(text: str | None) -> Tongue | None:
    """That tongue where `text` is the code of one, else None: for what comes in with a cookie or an address."""
    return next((code for code in get_args(Tongue) if code == text), None)


def _told(text: str) -> str:
    spoken = _SPOKEN.get()
    return text if spoken == SOURCE or not text else catalogue(spoken).gettext(text)


def _weight(parameters: list[str]) -> float:
    """The q of a wish, 1 where it has none; 0, which is never, where it is no number from 0 to 1."""
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0
