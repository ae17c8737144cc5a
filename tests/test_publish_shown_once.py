"""A call that is linked stands once in a profile's list, with its rank, and says where else it is."""

from __future__ import annotations

from typing import Any

import pandas as pd
from store_samples import record

from calls.fields import NAMES
from calls.linking import Link
from publish.rows import NAMES as ROW_NAMES
from publish.shown_once import Also, also_notes, shown_once

NB = record("2026/thcs", title="THCS: Fellesutlysning 2026", funder="Forskningsrådet")
EN = record(
    "en/2026/thcs",
    title="THCS Joint Call 2026",
    lang="en",
    funder="Forskningsrådet",
    url="https://www.forskningsradet.no/en/call-for-proposals/2026/thcs/",
)
EU = record(
    "77COMPETITIVE_CALL", source="eu", lang="en", funder="Europakommisjonen", url="javascript:alert(1)", title="THCS"
)
ALONE = record("2026/annet", funder="Forskningsrådet")
LINKS = [
    Link("eu", "77COMPETITIVE_CALL", "forskningsradet", "2026/thcs", "same_call", "Begge gjelder «THCS»."),
    Link("forskningsradet", "2026/thcs", "forskningsradet", "en/2026/thcs", "twin", "Nettstedet sier det."),
    Link("forskningsradet", "2026/annet", "forskningsradet", "en/2026/borte", "twin", "Nettstedet sier det."),
]


def calls(*found: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(found), columns=list(NAMES), dtype=object)


def rows(*found: tuple[str, int, dict[str, Any]]) -> pd.DataFrame:
    made = [
        dict.fromkeys(ROW_NAMES, "")
        | {"call_name": (call["source"], call["source_id"])}
        | {"cluster": "c", "profile": profile, "rank": rank, "source": call["source"], "source_id": call["source_id"]}
        for profile, rank, call in found
    ]
    return pd.DataFrame(made, columns=[*ROW_NAMES, "call_name"], dtype=object)


def told(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    columns = ("profile", "rank", "source_id", "also")
    return list(zip(*(frame[name] for name in columns), strict=True))


def test_the_better_rank_stays_and_the_ranks_are_not_renumbered() -> None:
    given = rows(("a", 1, ALONE), ("a", 2, EN), ("a", 3, NB), ("a", 9, EU), ("b", 4, EU), ("b", 5, ALONE))
    assert told(shown_once(given, LINKS, calls(NB, EN, EU, ALONE))) == [
        ("a", 1, "2026/annet", ""),
        ("a", 2, "en/2026/thcs", "Finnes også på bokmål. Står også i EUs portal."),
        (
            "b",
            4,
            "77COMPETITIVE_CALL",
            "Står også hos Forskningsrådet på bokmål. Står også hos Forskningsrådet på engelsk.",
        ),
        ("b", 5, "2026/annet", ""),
    ]


def test_without_links_every_row_stands_as_it_was() -> None:
    given = rows(("a", 1, NB), ("a", 2, EN))
    shown = shown_once(given, [], calls(NB, EN))
    pd.testing.assert_frame_equal(shown, given)
    assert shown["also"].tolist() == ["", ""]
    assert shown_once(given.iloc[:0], LINKS, calls(NB)).columns.tolist() == [*ROW_NAMES, "call_name"]


def test_a_call_says_where_else_it_stands_and_links_only_to_a_web_address() -> None:
    assert also_notes(calls(ALONE, EU, NB, EN), LINKS) == {
        ("forskningsradet", "2026/thcs"): (
            Also("Finnes også på engelsk", "https://www.forskningsradet.no/en/call-for-proposals/2026/thcs/"),
            Also("Står også i EUs portal", None),
        ),
        ("forskningsradet", "en/2026/thcs"): (
            Also("Finnes også på bokmål", "https://www.forskningsradet.no/utlysninger/2026/thcs/"),
            Also("Står også i EUs portal", None),
        ),
        ("eu", "77COMPETITIVE_CALL"): (
            Also("Står også hos Forskningsrådet på bokmål", "https://www.forskningsradet.no/utlysninger/2026/thcs/"),
            Also(
                "Står også hos Forskningsrådet på engelsk",
                "https://www.forskningsradet.no/en/call-for-proposals/2026/thcs/",
            ),
        ),
    }


def test_what_is_hidden_in_one_place_is_hidden_for_that_project_alone() -> None:
    given = rows(("a", 1, EN), ("a", 2, NB), ("a", 3, ALONE), ("b", 1, EN), ("b", 2, NB))
    given["is_hidden"] = [False, True, False, False, False]
    shown = shown_once(given, LINKS, calls(NB, EN, ALONE))
    found = zip(shown["profile"], shown["source_id"], shown["is_hidden"], strict=True)
    assert list(found) == [("a", "en/2026/thcs", True), ("a", "2026/annet", False), ("b", "en/2026/thcs", False)]
