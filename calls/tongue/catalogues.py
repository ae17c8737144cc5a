"""The translations, read from the .po files beside this one when a tongue is first spoken, and then kept."""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def path(tongue: str) -> Path:
    """Where the translations into a tongue stand."""
    return FOLDER / f"{tongue}.po"


@cache
def catalogue(tongue: str) -> GNUTranslations:
    """Sentences of bokmål in that tongue. One that is not there comes back as it is."""
    # Only whoever leaves bokmål pays for reading: a command must not.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path(tongue).open("rb") as file:
        read = read_po(file, locale=tongue, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return GNUTranslations(compiled)
