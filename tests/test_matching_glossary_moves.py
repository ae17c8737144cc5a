"""What an edit of the glossary moves: ranks before and after, who came and went, and by which concept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from matching.explain import Match
from matching.glossary import Glossary, load_glossary
from matching.glossary_moves import Move, edited_concepts, moves
from matching.index import build_index
from matching.profiles import Cluster, Profile
from matching.rank import rank
from matching.text import words

NIGHT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
HEADER = "nb;nn;en;note\n"


def call(source_id: str, title: str, lang: str) -> dict[str, Any]:
    return {
        "source": "eu",
        "source_id": source_id,
        "url": f"https://example.org/{source_id}",
        "title": title,
        "summary": None,
        "full_text": None,
        "themes": None,
        "lang": lang,
        "status": "open",
        "status_text": None,
        "deadlines": [],
        "deadline_type": "fixed",
        "deadline_at": None,
        "is_listed": True,
        "content_hash": source_id,
    }


CALLS = pd.DataFrame(
    [
        call("a", "Velferdsteknologi", "nb"),
        call("b", "Assistive technology", "en"),
        call("c", "Petroleum, eldre brønner og nye felt", "nb"),
        call("d", "Arbeidsliv, boliger og tjenester for eldre i distriktene", "nb"),
    ]
)
PROFILES = (
    Profile("trygg", "Velferdsteknologi for eldre", "", (), "nb"),
    Profile("hav", "Havbruk og petroleum", "", (), "nb"),
)
CLUSTERS = [Cluster("helse", "Helse", "Helse", "34", (), PROFILES)]


def glossary(folder: Path, rows: str) -> Glossary:
    folder.mkdir()
    (folder / "ord.csv").write_text(HEADER + rows, encoding="utf-8")
    return load_glossary([folder])


def ranked(known: Glossary) -> Sequence[Match]:
    """A ranking in which the concepts of a text are words of it, the same in every language."""
    codes = {name: f"begrep{number}" for number, name in enumerate(known.concepts)}

    def said(text: str, lang: str) -> str:
        return " ".join([text, *(codes[hit.concept] for hit in known.find(words(text), lang))])

    calls = CALLS.assign(title=[said(row.title, row.lang) for row in CALLS.itertuples()])
    profiles = tuple(replace(one, title=said(one.title, one.lang)) for one in PROFILES)
    return rank(build_index(calls), calls, [replace(CLUSTERS[0], profiles=profiles)], NIGHT).matches


def test_a_new_bridge_brings_in_the_call_in_the_other_language_and_says_by_what(tmp_path: Path) -> None:
    old = glossary(tmp_path / "old", "demens*;demens*;dementia;\n")
    new = glossary(tmp_path / "new", "demens*;demens*;dementia;\nvelferdsteknologi;;assistive technology;\n")
    assert edited_concepts(old, new) == ["velferdsteknologi"]
    moved = moves(old, new, CALLS, CLUSTERS, ranked)
    before = {match["source_id"]: match for match in ranked(old) if match["profile"] == "trygg"}
    after = {match["source_id"]: match for match in ranked(new) if match["profile"] == "trygg"}
    ranks = {one: (before[one]["rank"] if one in before else None, after[one]["rank"]) for one in after}
    assert {move.source_id: (move.rank_before, move.rank_after) for move in moved} == {
        one: both for one, both in ranks.items() if both[0] != both[1]
    }
    first, *rest = moved
    assert first == Move(
        "helse",
        "trygg",
        "eu",
        "b",
        after["b"]["title"],
        before["b"]["rank"] if "b" in before else None,
        2,
        before["b"]["score"] if "b" in before else None,
        after["b"]["score"],
        ("velferdsteknologi",),
    )
    assert rest
    assert {move.concepts for move in rest} == {()}, "they only made room"


def test_taking_a_row_away_shows_the_same_the_other_way_round(tmp_path: Path) -> None:
    old = glossary(tmp_path / "old", "velferdsteknologi;;assistive technology;\n")
    new = glossary(tmp_path / "new", "demens*;demens*;dementia;\n")
    there, back = moves(old, new, CALLS, CLUSTERS, ranked), moves(new, old, CALLS, CLUSTERS, ranked)
    assert there
    assert [(move.rank_before, move.rank_after, move.concepts) for move in there] == [
        (move.rank_after, move.rank_before, move.concepts) for move in back
    ]


def test_an_edit_that_changes_no_term_moves_nothing_and_ranks_nothing(tmp_path: Path) -> None:
    rows = "velferdsteknologi;;assistive technology;{}\n"
    old, new = (glossary(tmp_path / note, rows.format(note)) for note in ("gammel", "ny"))

    def refuse(known: Glossary) -> Sequence[Match]:
        raise AssertionError(known)

    assert moves(old, new, CALLS, CLUSTERS, refuse) == []
