"""Words and terms: what counts, what does not, and the way back from a term to the word as written."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import matching.stopwords
from matching.text import ANALYSER_VERSION, LONGEST_WORD, analyse, surface_forms, words

ANY_LANG = st.sampled_from(["nb", "nn", "en"])


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("nb", "Kommunene prøver velferdsteknologi i tjenestene", ["kommun", "prøv", "velferdsteknologi", "tjenest"]),
        ("nn", "Kommunane prøver ut òg frå desse tenestene", ["kommun", "prøv", "tenest"]),
        ("en", "The municipalities' services and it", ["municip", "servic"]),
        ("nb", "VR-trening", ["vr-trening", "vr", "trening"]),
        ("nb", "e-helsen i 2026 og covid-19", ["e-hels", "hels", "covid-19", "covid"]),
        ("nb", "forsknings- og helseprosjekt, sykehus–kommune", ["forskning", "helseprosjekt", "sykehus", "kommun"]),
        ("nb", "H2020 2026 10-20 5G a å", ["h2020", "5g"]),
        ("nb", "IT og to", ["it", "to"]),
        ("en", "state-of-the-art", ["state-of-the-art", "state", "art"]),
        ("nb", "tje\u00adneste\u200b sosial\u2011faglig", ["tjenest", "sosial-fag", "sosial", "fag"]),
        ("nb", "bla\u030aba\u0308r \ufb01nans", ["blåbär", "finan"]),
        ("nb", "post@etat.no https://etat.no/utlysning?x=1 www.etat.no", []),
        ("nb", "x" * (LONGEST_WORD + 1) + " y-" + "z" * LONGEST_WORD, ["z" * LONGEST_WORD]),
        ("nb", "innovasjon kompetanse tjeneste", ["innovasjon", "kompetans", "tjenest"]),
        ("nn", "innovasjon kompetanse teneste", ["innovasjon", "kompetans", "tenest"]),
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


def test_a_term_leads_back_to_the_commonest_word() -> None:
    text = "Trening, treningen og VR-trening. Treninger, treninger og sykehuset."
    assert surface_forms(text, "nb") == {
        "trening": "Trening",
        "vr-trening": "VR-trening",
        "vr": "VR-trening",
        "sykehus": "sykehuset",
    }
    assert surface_forms(text + " treninger", "nb")["trening"] == "treninger"


def test_the_version_is_raised_with_the_stop_words() -> None:
    folder = Path(matching.stopwords.__path__[0])
    lists = {name: (folder / f"{name}.txt").read_text(encoding="utf-8").split() for name in ("nb", "nn", "en")}
    assert all(found == sorted(set(found)) and all(map(str.islower, found)) for found in lists.values())
    content = "\n".join(" ".join(found) for found in lists.values())
    assert (ANALYSER_VERSION, hashlib.sha256(content.encode()).hexdigest()[:16]) == ("1", "16e2e77e580da89e")


@given(st.text(max_size=200), ANY_LANG)
def test_every_term_has_a_word_and_every_word_with_terms_is_in_the_text(text: str, lang: str) -> None:
    forms = surface_forms(text, lang)
    assert set(forms) == set(analyse(text, lang))
    assert set(forms.values()) <= set(words(text))


@given(st.lists(st.text(max_size=80), max_size=5), ANY_LANG)
def test_lines_are_analysed_apart(lines: list[str], lang: str) -> None:
    assert analyse("\n".join(lines), lang) == [term for line in lines for term in analyse(line, lang)]


def test_a_million_letters_without_a_space_are_read_in_passing() -> None:
    assert analyse("a" * 1_000_000 + "-b" * 100_000, "nb") == []
