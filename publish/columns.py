"""The columns of the rows that leave the house: what readers see, and what rows are chosen by.

Page, workbooks, feeds and calendars take their values from these, in this order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from calls.fields import BY_NAME
from calls.tongue import note, say

Kind = Literal["text", "link", "rank", "score", "money", "moment"]


@dataclass(frozen=True)
class Column:
    """One column of the rows: its name, its heading in bokmål, what kind of value it has, its width in characters."""

    name: str
    label_nb: str
    kind: Kind
    width: int

    @property
    def label(self) -> str:
        """The heading in the reader's tongue."""
        return say(self.label_nb)


COLUMNS: tuple[Column, ...] = (
    Column("cluster", "Klynge", "text", 18),
    Column("profile", "Profil", "text", 20),
    Column("profile_title", "Prosjektprofil", "text", 32),
    Column("rank", "Nr.", "rank", 6),
    Column("score", "Treffgrad", "score", 10),
    Column("title", BY_NAME["title"].label_nb, "text", 50),
    Column("lang", BY_NAME["lang"].label_nb, "text", 10),
    Column("funder", BY_NAME["funder"].label_nb, "text", 22),
    Column("status", BY_NAME["status"].label_nb, "text", 10),
    Column("news", "Nytt", "text", 26),
    Column("first_seen_at", BY_NAME["first_seen_at"].label_nb, "moment", 17),
    Column("changed_date", "Sist endret", "moment", 17),
    Column("opens_at", BY_NAME["opens_at"].label_nb, "moment", 17),
    Column("deadline_at", BY_NAME["deadline_at"].label_nb, "moment", 17),
    Column("deadline", "Frist i ord", "text", 44),
    Column("deadline_distance", "Tid igjen", "text", 16),
    Column("deadline_type", BY_NAME["deadline_type"].label_nb, "text", 16),
    Column("amount", "Beløp i ord", "text", 24),
    Column("award_floor_nok", BY_NAME["award_floor_nok"].label_nb, "money", 16),
    Column("award_ceiling_nok", BY_NAME["award_ceiling_nok"].label_nb, "money", 16),
    Column("budget_nok", BY_NAME["budget_nok"].label_nb, "money", 16),
    Column("award_floor_eur", BY_NAME["award_floor_eur"].label_nb, "money", 16),
    Column("award_ceiling_eur", BY_NAME["award_ceiling_eur"].label_nb, "money", 16),
    Column("budget_eur", BY_NAME["budget_eur"].label_nb, "money", 16),
    Column("applicants", BY_NAME["applicant_types"].label_nb, "text", 36),
    Column("applicant_text", BY_NAME["applicant_text"].label_nb, "text", 50),
    Column("programme", BY_NAME["programme"].label_nb, "text", 36),
    Column("norway", BY_NAME["norway"].label_nb, "text", 14),
    Column("reason", "Type treff", "text", 22),
    Column("theme", "Tema", "text", 30),
    Column("may_apply", "Kan dere søke?", "text", 16),
    Column("because", "Begrunnelse", "text", 50),
    Column("missing", "Partner som mangler", "text", 44),
    Column("why", "Hvorfor", "text", 44),
    Column("moved", "Flyttet siden forrige natt", "text", 44),
    Column("url", BY_NAME["url"].label_nb, "link", 44),
    Column("also", "Står også", "text", 44),
    Column("source", BY_NAME["source"].label_nb, "text", 18),
    Column("source_id", BY_NAME["source_id"].label_nb, "text", 30),
    Column("stale", "Forbehold", "text", 40),
    Column("corrected", note("Rettet av dere"), "text", 40),
)
NAMES = tuple(column.name for column in COLUMNS)
SHORT = tuple(
    column
    for column in COLUMNS
    if column.name
    in {"profile_title", "rank", "title", "funder", "status", "news", "deadline_at", "deadline", "deadline_distance"}
    | {"amount", "applicants", "may_apply", "because", "missing", "why", "url", "stale"}
)
"""What a reader wants first; all of COLUMNS is for those who count and compare."""
FACTS = (
    *("kinds", "applicant_codes", "call_name", "is_hidden"),
    *("lang_code", "status_code", "may_code", "theme_name", "news_kinds", "passages"),
)
"""Columns that are chosen by and never shown: in which lists of one reason a match stands (publish.fit_words.is_of),
our codes of `applicants`, the call that stands for this one and all that are linked with it, and whether the project or
its cluster has said that it is not for them; then what `lang`, `status`, `may_apply`, `theme` and `news` say, the same
in every tongue ("" or empty where they say nothing); and the call's sentences that carry the match."""
AMOUNTS = tuple(column.name for column in COLUMNS if column.kind == "money")
