"""A general dictionary for dictd as rows of the glossary: what counts, what does not, and damaged files."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from night_samples import run

from calls.home import Home
from matching.dictionary import DictionaryError, read_dictionary
from matching.glossary import SHIPPED, glossary_folders, load_glossary, usable_glossary
from matching.text import words

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
ENTRIES = {
    "00databaseinfo": "00databaseinfo\nEngelsk-norsk ordbok. Lisens: CC BY-SA 3.0\n",
    "gramophone": "gramophone /ˈɡræməfəʊn/ <n>\n1. platespiller, grammofon\n2. strøm\n",
    "phonograph": "phonograph <n>\nplatespiller\n",
    "to gallop": "to gallop <v>\n å galoppere (om hest); ri fort\n",
    "dementia": "dementia <n>\nsløvsinn\n",  # the glossary has the word
    "the": "the\nden, det\n",
    "=cmd": "=cmd\nformel\n",
    "empty": "empty\n",
}


def base64(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 64)
        digits = DIGITS[rest] + digits
        if not number:
            return digits


def installed(folder: Path, entries: dict[str, str] = ENTRIES, packed: bool = True) -> Path:
    """A dictionary as dictd has it: an index of places, and one text."""
    lines, text = [], b""
    for head, entry in entries.items():
        raw = entry.encode()
        lines.append(f"{head}\t{base64(len(text))}\t{base64(len(raw))}")
        text += raw
    folder.mkdir(parents=True, exist_ok=True)
    index = folder / "eng-nor.index"
    index.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / ("eng-nor.dict.dz" if packed else "eng-nor.dict")).write_bytes(gzip.compress(text) if packed else text)
    return index


@pytest.mark.parametrize("packed", [True, False])
def test_first_translations_that_the_glossary_lacks(tmp_path: Path, packed: bool) -> None:
    found = read_dictionary(installed(tmp_path, packed=packed), load_glossary([SHIPPED]))
    assert found.rows == [("galoppere", ["gallop"]), ("platespiller", ["gramophone", "phonograph"])]
    assert "CC BY-SA 3.0" in found.about


def test_it_is_taken_in_apart_below_our_rows_and_the_users(tmp_path: Path) -> None:
    home = tmp_path / "home"
    index = installed(tmp_path / "dictd")
    done = run(home, "glossary", "dictionary", str(index))
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("2 begreper fra eng-nor ligger i ")
    own = Home.at(home).glossary
    assert "CC BY-SA 3.0" in (own / "ordbok" / "KILDE.txt").read_text(encoding="utf-8")
    glossary, problems = usable_glossary(glossary_folders(own))
    assert problems == []
    for text, lang in (("Fare for platespiller", "nb"), ("Gramophone records", "en")):
        assert "platespiller" in {hit.concept for hit in glossary.find(words(text), lang)}
    check = run(home, "glossary", "check")
    assert (check.exit_code, "nye begreper 2" in check.stdout) == (0, True)
    (own / "egne.csv").write_text("nb;nn;en;note\ngrammofon|platespiller;;turntable;\n", encoding="utf-8")
    glossary, _ = usable_glossary(glossary_folders(own))
    assert {hit.concept for hit in glossary.find(words("Fare for platespiller"), "nb")} == {"grammofon"}


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / "eng-nor.dict.dz").unlink(), "finnes ikke ved siden av indeksen"),
        (lambda folder: (folder / "eng-nor.dict.dz").write_bytes(b"no gzip"), "kan ikke leses"),
        (lambda folder: (folder / "eng-nor.index").write_text("a\tb\n"), "indeks for dictd"),
        (lambda folder: (folder / "eng-nor.index").write_text("a\t?\t?\n"), "indeks for dictd"),
        (lambda folder: (folder / "eng-nor.index").write_text("00databaseinfo\tA\tB\n"), "fant ingen ord"),
    ],
)
def test_a_damaged_dictionary_is_told_and_nothing_is_written(tmp_path: Path, damage: object, said: str) -> None:
    index = installed(tmp_path)
    damage(tmp_path)  # type: ignore[operator]
    with pytest.raises(DictionaryError, match=said):
        read_dictionary(index, load_glossary([SHIPPED]))
    assert run(tmp_path / "home", "glossary", "dictionary", str(index)).exit_code == 1
    assert not Home.at(tmp_path / "home").glossary.exists()
