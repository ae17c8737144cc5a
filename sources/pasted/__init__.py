"""A call of a funder that no source here reads, as somebody pasted it or gave its address: suggestions for a form.

Nothing is guessed and nothing is stored: what is not understood stays empty, and a person decides what is right.
`fetch_page` gets a page by our usual manners; `read_page` and `read_text` never touch the network.
"""

from __future__ import annotations

from datetime import date

from calls.fetch import UnreadableText, page_text
from calls.language import language_of
from calls.model import Page
from calls.tongue import say
from sources.base import UnreadablePage
from sources.blocks import document
from sources.pasted.fetching import FETCH_LIMITS, fetch_page
from sources.pasted.lines import Line, headed_lines, text_lines
from sources.pasted.page import LONGEST_TITLE, page_of
from sources.pasted.shapes import DeadlineSuggestion, PastedError, Suggestion, Suggestions, Unread
from sources.pasted.terms import read_amounts, read_who
from sources.pasted.when import read_deadline_type, read_deadlines, read_opens

__all__ = [
    "FETCH_LIMITS",
    "DeadlineSuggestion",
    "PastedError",
    "Suggestion",
    "Suggestions",
    "Unread",
    "fetch_page",
    "read_page",
    "read_text",
]

MOST_CHARACTERS = 1_000_000
"""Of a pasted text. The longest calls have a fifth of it."""
_KEPT_CHARACTERS = 200_000
_SUMMARY = range(60, 801)
"""Characters of a first paragraph that is one."""


def read_text(text: str, *, published: date | None = None) -> Suggestions:
    """Suggestions from pasted plain text, also a mail. published: when it was written; settles a year by a weekday.

    PastedError when there are no words in it, or too many.
    """
    if len(text) > MOST_CHARACTERS:
        raise PastedError(
            say(
                "Teksten er for lang: {n} tegn, og høyst {most} kan leses. Lim inn bare det som gjelder utlysningen.",
                n=len(text),
                most=MOST_CHARACTERS,
            )
        )
    subject, blocks = text_lines(text)
    if not blocks and not subject:
        raise PastedError(say("Det er ingen tekst å lese. Lim inn teksten fra utlysningen."))
    title = Suggestion("title", subject[:LONGEST_TITLE], subject[:LONGEST_TITLE]) if subject else _first_title(blocks)
    if title and not subject:
        blocks = blocks[1:]
    return _suggestions(title, None, headed_lines(blocks), "", "", published)


def _first_title(blocks: list[tuple[str, int]]) -> Suggestion | None:
    """The first line where it is a heading, or a short line without an end that is followed by more."""
    words, level = blocks[0]
    is_title = len(blocks) > 1 and len(words) <= 150 and not words.endswith((".", ":", ";", ","))
    return Suggestion("title", words, words) if level or is_title else None


def read_page(page: Page) -> Suggestions:
    """Suggestions from the page that `fetch_page` gave, or a plain text that stood at an address. PastedError."""
    try:
        text = page_text(page)
    except UnreadableText as error:
        raise PastedError(
            say("Siden har skadede tegn og kan ikke leses. Lim inn teksten fra utlysningen i stedet.")
        ) from error
    if page.content_type == "text/plain":
        return read_text(text)
    try:
        words = page_of(document(text), page.final_url or page.url)
    except UnreadablePage as error:
        raise PastedError(
            say("Siden kan ikke leses som en nettside. Lim inn teksten fra utlysningen i stedet.")
        ) from error
    lines = headed_lines(words.blocks)
    if not lines:
        raise PastedError(
            say(
                "Siden har ingen tekst før nettleseren kjører programkoden på den. Åpne siden i nettleseren, merk "
                "teksten og lim den inn."
            )
        )
    return _suggestions(words.title, words.funder, lines, words.lead, words.lang, words.published)


def _suggestions(
    title: Suggestion | None,
    funder: Suggestion | None,
    lines: list[Line],
    lead: str,
    lang: str,
    published: date | None,
) -> Suggestions:
    full_text = "\n".join(line.text for line in lines)[:_KEPT_CHARACTERS]
    headed = [Line(title.words, 1, ""), *lines] if title else lines
    deadlines, not_when = read_deadlines(headed, published)
    opens, not_opens = read_opens(headed, published)
    amounts, not_amounts = read_amounts(lines)
    who, not_who = read_who(lines)
    return Suggestions(
        title=title,
        funder=funder,
        summary=_summary(lines, lead),
        full_text=full_text,
        lang=language_of(f"{title.words if title else ''}\n{full_text}", lang),
        deadlines=tuple(deadlines),
        deadline_type=None if deadlines else read_deadline_type(headed),
        opens=tuple(opens),
        amounts=tuple(amounts),
        applicant_types=who,
        unread=(*not_when, *not_opens, *not_amounts, *not_who),
    )


def _summary(lines: list[Line], lead: str) -> Suggestion | None:
    """The first paragraph near the top that is long enough, else what the page says of itself."""
    for line in lines[:6]:
        if not line.level and len(line.text) in _SUMMARY and line.text.endswith((".", "!", "?")):
            return Suggestion("summary", line.text, line.text)
    lead = lead[: _SUMMARY.stop - 1]
    return Suggestion("summary", lead, lead) if len(lead) >= _SUMMARY.start else None
