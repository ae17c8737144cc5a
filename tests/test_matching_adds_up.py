"""What holds for the list of any night: summands that are the score, and the same bytes on any run and any threads.

Words, languages made comparable, themes, general instruments and meaning all have a part in every night here. That
every pair of the bundled nights adds up as well is in test_matching_bundled.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from meaning_samples import LettersAsMeaning
from threadpoolctl import threadpool_limits

from calls.fields import NAMES
from matching import semantic
from matching.explain import GENERAL, LANGUAGE, MEANING, THEME
from matching.index import build_index
from matching.meaning import Meaning
from matching.profiles import Cluster, Profile
from matching.rank import RankedNight, rank

NIGHT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)
NB = ("eldre", "velferdsteknologi", "demens", "kommunene", "sykehus", "hjemmetjenester", "VR-trening", "folkehelse")
EN = ("older people", "assistive technology", "dementia", "municipalities", "hospitals", "home care", "public health")
SCHEMES = (
    "Offentlig sektor-ph.d.",
    "Pilot Helse",
    "Forskerprosjekt for fornyelse",
    "Innovasjonsprosjekt i offentlig sektor",
    "EIC Transition Open",
)
KINDS = ("kommune", "helseforetak", "uh_institusjon", "bedrift_smb")


def call(source_id: str, title: str, **more: Any) -> dict[str, Any]:
    absent: dict[str, Any] = dict.fromkeys(NAMES)
    row = {"source": "fr", "source_id": source_id, "title": title, "lang": "nb", "content_hash": source_id, "url": ""}
    return {**absent, **row, "status": "open", "deadlines": [], "deadline_type": "fixed", "is_listed": True, **more}


def theme(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "amount_nok": None, "target_group": None, "text": text}


def background() -> list[dict[str, Any]]:
    """As many calls in two languages as it takes to make these comparable, a call of two themes, and schemes."""
    found = [call(f"s{number}", title) for number, title in enumerate(SCHEMES)]
    themes = [
        theme("Eldre hjemme", "Velferdsteknologi og demens."),
        theme("Havbruk", "Laks og taredyrking i fjordene."),
    ]
    found.append(call("t", "Stor utlysning", full_text="Havbruk, energi, landbruk og transport. " * 9, themes=themes))
    for lang, words in (("nb", NB), ("en", EN)):
        for number in range(24):
            title, about = words[number % len(words)], words[(3 * number + 1) % len(words)]
            found.append(call(f"{lang}{number:02}", f"{number} {title}", full_text=about, lang=lang))
    return found


BACKGROUND = background()
PROSE = st.lists(st.sampled_from([*NB, *EN, "og", "hest"]), max_size=8).map(" ".join)
THEMES = st.none() | st.lists(st.builds(theme, st.sampled_from(["Helse", "Energi"]), PROSE), max_size=2)
MOMENTS = st.none() | st.sampled_from([NIGHT, NIGHT + timedelta(days=1)])


@st.composite
def corpora(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The background and a few calls of any kind."""
    return BACKGROUND + [
        call(
            f"x{number}",
            draw(PROSE | st.sampled_from(SCHEMES)),
            full_text=draw(PROSE),
            lang=draw(st.sampled_from(["nb", "nn", "en"])),
            themes=draw(THEMES),
            deadline_at=draw(MOMENTS),
            applicant_types=draw(st.lists(st.sampled_from(KINDS), max_size=2, unique=True)),
        )
        for number in range(draw(st.integers(0, 4)))
    ]


CLUSTERS = st.lists(
    st.builds(
        lambda title, text, lang, avoid, partners: Profile("", title, text, (), lang, (avoid,), partner_types=partners),
        PROSE,
        PROSE,
        st.sampled_from(["nb", "en"]),
        st.sampled_from(["", "hest", "demens"]),
        st.lists(st.sampled_from(KINDS), max_size=3, unique=True).map(tuple),
    ),
    min_size=1,
    max_size=3,
)


def ranked(calls: list[dict[str, Any]], profiles: list[Profile], meaning: Meaning | None) -> RankedNight:
    frame = pd.DataFrame(calls)
    return rank(build_index(frame), frame, [Cluster("k", "Klynge", "K", "34", (), tuple(profiles))], NIGHT, 50, meaning)


def in_bytes(night: RankedNight) -> bytes:
    return json.dumps([night.matches, night.runs, night.weights], ensure_ascii=False).encode()


def check(calls: list[dict[str, Any]], profiles: list[Profile], meaning: Meaning | None) -> None:
    """The summands of every match are its score; again, and with other threads, it is the same byte for byte."""
    night = ranked(calls, profiles, meaning)
    for match in night.matches:
        total = math.fsum(term["contribution"] for term in match["terms"])
        assert math.isclose(total, match["score"], rel_tol=0, abs_tol=1e-9), match
    first = in_bytes(night)
    for threads in (1, 4):
        with threadpool_limits(limits=threads):
            assert in_bytes(ranked(calls, profiles, meaning)) == first


AVOIDED = call("x", "Velvalgt eldst hester", full_text="Velvalgt eldst for dagtur i kommunene")
WARY = Profile("p", "Velferdsteknologi for eldre", "Dagtilbud i kommunene.", (), "nb", ("hester",))


@pytest.mark.parametrize(
    "meaning",
    [
        pytest.param(None, id="words"),
        pytest.param(LettersAsMeaning(), id="meaning"),
    ],
)
@settings(deadline=None, max_examples=15)
@given(calls=corpora(), profiles=CLUSTERS)
@example(calls=[*BACKGROUND, AVOIDED], profiles=[WARY])
def test_summands_are_the_score_and_nothing_else_moves_a_byte(
    meaning: Meaning | None, calls: list[dict[str, Any]], profiles: list[Profile]
) -> None:
    check(calls, profiles, meaning)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meaning]:
    """The real sentence model, where the extra is installed."""
    if not semantic.is_available():
        pytest.skip("the extra [semantic] is not installed, or this processor cannot run it")
    folder: Path = tmp_path_factory.mktemp("vectors")
    yield Meaning(semantic.open_cache(folder))


@settings(deadline=None, max_examples=5)
@given(calls=corpora(), profiles=CLUSTERS)
def test_the_same_holds_with_the_sentence_model(
    model: Meaning, calls: list[dict[str, Any]], profiles: list[Profile]
) -> None:
    check(calls, profiles, model)


def test_every_kind_of_summand_is_among_them() -> None:
    ours = Profile("p", "Velferdsteknologi for eldre", "Demens hjemme.", (), "nb", partner_types=KINDS[:3])
    matches = ranked(BACKGROUND, [ours], LettersAsMeaning()).matches
    terms = {term["term"] for match in matches for term in match["terms"]}
    for kind in (GENERAL, LANGUAGE, MEANING, THEME, "concept:", "alike:"):
        assert any(term.startswith(kind) for term in terms), kind
    both = [match for match in matches if match["detail"]["general"] and match["detail"]["topical"]]
    assert both, "a scheme that is near as well"
