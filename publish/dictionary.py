"""The data dictionary and the glossary, made from calls.fields so that they cannot drift from the code.

`python -m publish.dictionary` writes docs/data-dictionary.md and docs/glossary.md. A test says when they are old.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from calls.fields import APPLICANT_TYPES, CALL, DEADLINE_TYPES, INSTRUMENTS, LANGUAGES, NORWAY, STATUSES, WORDS_NB
from publish.columns import COLUMNS
from publish.match_record import MATCH

DOCS = Path(__file__).resolve().parents[1] / "docs"


class Term(NamedTuple):
    """One word of the project: in code, what it means, on the page."""

    code: str
    meaning: str
    page: str


TERMS: tuple[Term, ...] = (
    Term("call", "One round of funding that somebody may apply to.", "utlysning"),
    Term("funder", "Who decides on the applications and pays.", "finansiør"),
    Term("scheme", "The standing arrangement that a call is one round of.", "støtteordning"),
    Term("instrument", "The kind of support: money, a loan, advice and so on.", "virkemiddel"),
    Term("status", "Where in its life a call is.", "status"),
    Term("opens_at", "The first moment at which one may apply.", "åpner"),
    Term("deadline_at", "The next moment by which one must apply; the last one when all have passed.", "søknadsfrist"),
    Term("deadline_type", "How the deadlines of a call work together.", "fristtype"),
    Term("theme", "A part of a call with an amount or a target group of its own.", "tema"),
    Term("eligibility", "What the funder says on who may apply.", "hvem kan søke"),
    Term("applicant_types", "The same in our codes.", "søkertype"),
    Term("award_floor_nok, award_ceiling_nok", "Least and most that one applicant may get.", "minste og høyeste beløp"),
    Term("budget_nok", "All the money that a call has to share out.", "ramme"),
    Term("funding_rate_pct", "The greatest share of the costs that the funder covers.", "støttegrad"),
    Term("evidence", "The funder's words behind a value, and the page that they stand on.", "finansiørens ord"),
    Term("cluster", "The network that looks for money.", "klynge"),
    Term("member", "An organisation in a cluster.", "medlem"),
    Term("profile", "A project that a cluster seeks money for, in words.", "prosjektprofil"),
    Term("match", "A profile and a call, with a score and the words behind it.", "treff"),
    Term(
        "score",
        "How well a call suits a profile: near it, or open to every theme and for those who take part. Seldom over 1.",
        "treffgrad",
    ),
    Term("fit", "Alike in words and open to the applicant.", "passer"),
    Term("night", "One scheduled run, and what it saw.", "natt"),
    Term("source", "A list of calls that we read, usually one funder's.", "kilde"),
    Term("page", "One answer from a source, kept as it came.", "side"),
    Term("issue", "Something that a person should look at.", "avvik"),
    Term("version", "What a call said, from one night until another on which it says something else.", "utgave"),
    Term("event", "Something that happened to a call, with its cause.", "hendelse"),
    Term("cause", "Who did it: the funder, we ourselves by reading otherwise, or the clock.", "årsak"),
    Term("link", "Two records that are one call, and why we think so.", "samme utlysning"),
    Term("round", "One of the times that a standing call has been open.", "runde"),
)
"""The words of the project that are not columns' own labels."""

CODES: tuple[tuple[str, Sequence[str]], ...] = (
    ("status", STATUSES),
    ("deadline_type", DEADLINE_TYPES),
    ("instrument", INSTRUMENTS),
    ("applicant_types", APPLICANT_TYPES),
    ("lang", LANGUAGES),
    ("norway", NORWAY),
)


def data_dictionary() -> str:
    """Markdown: one line for each column of a call, and one for each field of a match."""
    lines = [
        [
            f"`{column.name}`",
            column.dtype + (", required" if column.required else ""),
            column.unit,
            column.label_nb,
            " ".join([column.meaning, _allowed(column.allowed)]).strip(),
            f"`{column.common_grants}`" if column.common_grants else "",
        ]
        for column in CALL
    ]
    return (
        "# Data dictionary\n\n"
        "Made by `make docs` from calls/fields.py: change it there.\n\n"
        "Every call has these columns, in the store, in `radar calls` and in Python. An absent value is null.\n"
        "Times are UTC in ISO 8601; pages and workbooks show them on a Norwegian clock. The last column names\n"
        "the counterpart in CommonGrants `OpportunityBase` 0.4.0.\n\n"
        + _table(("Column", "Type", "Unit", "På siden", "Meaning", "CommonGrants"), lines)
        + "\n## Matches\n\n"
        "Every line of `radar matches --format json` has these fields, from publish/match_record.py. Words that the\n"
        "workbook has too are the same there, in bokmål.\n\n"
        + _table(("Field", "Type", "I regnearket", "Meaning"), _match_lines())
    )


def _match_lines() -> list[list[str]]:
    labels = {column.name: column.label_nb for column in COLUMNS}
    return [[f"`{field.name}`", field.kind, labels.get(field.name, ""), field.meaning] for field in MATCH]


def glossary() -> str:
    """Markdown: the project's words, and each code list in readers' words."""
    terms = [[f"`{term.code}`", term.meaning, term.page] for term in TERMS]
    codes = [
        f"\n## `{name}`\n\n" + _table(("Code", "På siden"), [[f"`{code}`", WORDS_NB[code]] for code in listed])
        for name, listed in CODES
    ]
    return (
        "# Glossary\n\n"
        "Made by `make docs` from publish/dictionary.py and calls/fields.py: change it there.\n\n"
        + _table(("In code", "Meaning", "På siden"), terms)
        + "".join(codes)
    )


def write_docs(folder: Path) -> list[Path]:
    """Write both files into `folder`, which is made where it is missing. Answers with their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in (("data-dictionary.md", data_dictionary()), ("glossary.md", glossary())):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _allowed(codes: Sequence[str]) -> str:
    return f"Allowed: {', '.join(f'`{code}`' for code in codes)}." if codes else ""


def _table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rows = [heads, ["---"] * len(heads), *lines]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in rows)


if __name__ == "__main__":
    write_docs(DOCS)
