"""Words and terms: what counts, what does not, and the way back from a term to the word as written."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import matching.stopwords
from matching import compounds, nynorsk
from matching.text import ANALYSER_VERSION, LONGEST_WORD, analyse

ANY_LANG = st.sampled_from(["nb", "nn", "en"])


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("nb", "Kommunene prøver velferdsteknologi", ["kommun", "prøv", "velferdsteknologi", "velferd", "teknologi"]),
        ("nn", "Kommunane prøver ut òg frå desse tenestene", ["kommun", "prøv", "tjenest"]),
        ("nn", "Heimesjukepleia", ["hjemmesykeplei", "hjemm", "sykeplei"]),
        ("nb", "heimesjukepleia", ["heimesjukeplei"]),
        ("en", "The municipalities' services and it", ["municip", "servic"]),
        ("nb", "VR-trening", ["vr-trening", "vr", "trening"]),
        ("nb", "e-helsen i 2026 og covid-19", ["e-hels", "hels", "covid-19", "covid"]),
        ("nb", "forsknings- og helseprosjekt", ["forskning", "helseprosjekt", "hels", "prosjekt"]),
        ("nb", "sykehus–kommune", ["sykehus", "kommun"]),
        ("nb", "H2020 2026 10-20 5G a å", ["h2020", "5g"]),
        ("nb", "IT og to", ["it", "to"]),
        ("en", "state-of-the-art", ["state-of-the-art", "state", "art"]),
        ("nb", "tje\u00adneste\u200b sosial\u2011faglig", ["tjenest", "sosial-fag", "sosial", "fag"]),
        ("nb", "bla\u030aba\u0308r \ufb01nans", ["blåbär", "finan"]),
        ("nb", "post@etat.no https://etat.no/utlysning?x=1 www.etat.no", []),
        ("nb", "x" * (LONGEST_WORD + 1) + " y-" + "z" * LONGEST_WORD, ["z" * LONGEST_WORD]),
        ("nb", "innovasjon kompetanse tjeneste", ["innovasjon", "kompetans", "tjenest"]),
        ("nn", "innovasjon kompetanse teneste", ["innovasjon", "kompetans", "tjenest"]),
        ("nb", "", []),
    ],
)  # fmt: skip
def test_terms_of_a_text(lang: str, text: str, expected: list[str]) -> None:
    assert analyse(text, lang) == expected


def test_the_nynorsk_words_that_published_lists_lack_are_stopped() -> None:
    lacking = "frå berre desse dersom gjennom innan meir saman sjølv utan vert òg samt bør får"
    assert analyse(lacking, "nn") == analyse(lacking, "nb") == []


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no analysis for the language 'se'; known: nb, nn, en"):
        analyse("Ruhtadeapmi", "se")


def test_the_version_is_raised_with_the_word_lists() -> None:
    folder = Path(matching.stopwords.__path__[0])
    lists = {name: (folder / f"{name}.txt").read_text(encoding="utf-8").split() for name in ("nb", "nn", "en")}
    assert all(found == sorted(set(found)) and all(map(str.islower, found)) for found in lists.values())
    wordlists = [nynorsk.LIST.read_text(encoding="utf-8"), compounds.LIST.read_text(encoding="utf-8")]
    content = "\n".join([*(" ".join(found) for found in lists.values()), *wordlists])
    assert (ANALYSER_VERSION, hashlib.sha256(content.encode()).hexdigest()[:16]) == ("2", "a83b84609627a5ca")


@pytest.mark.parametrize(
    ("nynorsk_word", "bokmal_word"),
    [
        ("sjukeheimstenesta", "sykehjemstjenesten"),
        ("tryggleiksalarm", "trygghetsalarm"),
        ("sjukepleiarar", "sykepleiere"),
        ("hendingar", "hendelser"),
        ("moglegheiter", "muligheter"),
        ("kva", "hva"),
        ("offentleg", "offentlig"),
        ("demens", "demens"),
    ],
)
def test_nynorsk_as_bokmal(nynorsk_word: str, bokmal_word: str) -> None:
    assert nynorsk.as_bokmal(nynorsk_word) == bokmal_word


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("hjemmesykepleien", ("hjemm", "sykeplei")),
        ("legemiddelutvikling", ("legemiddel", "utvikling")),
        ("helsetjenesteforskning", ("hels", "tjenest", "forskning")),
        ("distriktsutviklingslån", ("distrikt", "utvikling", "lån")),
        ("informasjon", ()),
        ("sykehus", ()),
        ("koordinering", ()),
        ("kvantegravitasjon", ()),
    ],
)
def test_compound_parts(word: str, parts: tuple[str, ...]) -> None:
    assert compounds.compound_parts(word) == parts


@pytest.mark.parametrize("path", [nynorsk.LIST, compounds.LIST])
def test_no_line_of_a_word_list_is_there_twice(path: Path) -> None:
    lines = [line.split()[0] for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] not in "#["]
    assert len(lines) == len(set(lines))


@given(st.lists(st.text(max_size=80), max_size=5), ANY_LANG)
def test_lines_are_analysed_apart(lines: list[str], lang: str) -> None:
    assert analyse("\n".join(lines), lang) == [term for line in lines for term in analyse(line, lang)]


def test_a_million_letters_without_a_space_are_read_in_passing() -> None:
    assert analyse("a" * 1_000_000 + "-b" * 100_000, "nb") == []
