"""A stranger's text as headed lines: mail wrapping undone, quoting marks, mail heads, signatures and contacts left out.

What the lines mean does not belong here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from calls.words import clean
from sources.running_text import is_contact

MOST_LINES = 1_500
LONGEST_LINE = 5_000
"""More of a line is kept as text and not looked at for values: a call says what counts in fewer words."""

_QUOTING = re.compile(r"^(?:\s*>)+ ?")
_MAIL_HEAD = re.compile(
    r"^\*?(?P<name>fra|frå|from|til|to|kopi|cc|dato|date|sendt|sent|emne|subject|svar til|reply-to|vedlegg"
    r"|attachments?)\s*:\*?\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:emne|subject)", re.IGNORECASE)
_REPLY = re.compile(r"^(?:(?:sv|vs|re|fw|fwd|vedr)\s*:\s*)+", re.IGNORECASE)
_SIGNED = re.compile(
    r"^(?:--|_{5,})\s*$|^(?:med\s+)?(?:venn?lig|venleg|beste|best|hjertelig)\s+(?:hilsen|helsing|regards|wishes)\W*$"
    r"|^(?:mvh|vh|hilsen|helsing|kind\s+regards|regards|sincerely)\b\W*$|^sent from my\b|^sendt fra (?:min\s+)?\w+$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"^-{2,}\s*(?:\w+ ){0,3}(?:melding|message)\w*\s*-{2,}$", re.IGNORECASE)
_GREETING = re.compile(r"^(?:hei|hallo|god\s?dag|kjære|dear|hello|hi)\b[^.:]{0,60}[!,.]?$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[•*·▪◦–-]|\d{1,2}[.)])\s+")
_ASK_LINE = re.compile(r"^(?:kontakt(?:person(?:er|ar)?|info\w*)?|contact(?: person)?)\s*:", re.IGNORECASE)
_ENDS = re.compile(r"[.:;!?]$")
_WRAPPED_FROM, _WRAPPED_TO = 50, 80
"""Characters of a line where a mail program has cut the text: none is longer, and one that goes on is long."""


class Line(NamedTuple):
    """One block of text. level: 1-6 of a heading, 0 of anything else. heading: the one that it stands under, or ""."""

    text: str
    level: int
    heading: str


def text_lines(text: str) -> tuple[str, list[tuple[str, int]]]:
    """The subject of a pasted mail ("" where it is none), and the lines of the text with their heading levels."""
    raw = [clean(_QUOTING.sub("", line)) for line in text.replace("\0", " ").splitlines()]
    subject, body = _without_mail(raw)
    longest = max(map(len, body), default=0)
    joined = list(_unwrapped(body)) if longest <= _WRAPPED_TO else body
    return subject, list(_headed(joined))


def _without_mail(raw: Sequence[str]) -> tuple[str, list[str]]:
    """The mail's subject and the lines without heads, greeting and signature. A text that is no mail comes whole."""
    heads = [number for number, line in enumerate(raw) if _MAIL_HEAD.match(line)]
    names = {_MAIL_HEAD.match(raw[number])["name"].lower() for number in heads}  # type: ignore[index]
    # `Til:` or `Dato:` alone may be a label of the call; a mail has a sender and a subject.
    is_mail = bool(names & {"fra", "frå", "from"}) and bool(names & {"emne", "subject"})
    subject = ""
    kept: list[str] = []
    for line in raw:
        head = _MAIL_HEAD.match(line) if is_mail else None
        if head:
            if _SUBJECT.fullmatch(head["name"]):
                subject = _REPLY.sub("", head["value"])
        elif _SIGNED.match(line) and any(kept):
            break
        elif not (_FORWARDED.match(line) or (_GREETING.match(line) and not any(kept))):
            kept.append(line)
    return subject, kept


def _unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """Lines that a mail program has cut are put together again."""
    held = last = ""
    for line in lines:
        goes_on = len(last) >= _WRAPPED_FROM and not _ENDS.search(last) and line and not _BULLET.match(line)
        if goes_on:
            held = f"{held} {line}"
        else:
            yield held
            held = line
        last = line
    yield held


def _headed(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The lines that are not empty; a short one without an end, between an empty line and text, is a heading."""
    for number, line in enumerate(lines):
        if not line:
            continue
        is_apart = number == 0 or not lines[number - 1]
        goes_on = any(lines[number + 1 : number + 3])
        is_short = len(line) <= 80 and not re.search(r"[.;,!]$|:\s+\S", line) and not _BULLET.match(line)
        yield line, 2 if is_apart and goes_on and is_short and not re.search(r"\d{4}", line) else 0


def headed_lines(blocks: Iterable[tuple[str, int]]) -> list[Line]:
    """The blocks with their headings, without what stands under a heading on whom to ask."""
    kept: list[Line] = []
    heading, ask_level = "", 0
    for text, level in blocks:
        if level:
            heading = text
            if ask_level and level <= ask_level:
                ask_level = 0
            if is_contact(text) and not ask_level:
                ask_level = level
        if ask_level or _ASK_LINE.match(text):
            continue
        kept.append(Line(text, level, "" if level else heading))
        if len(kept) == MOST_LINES:
            break
    return kept


_SENTENCE = re.compile(r"(?<=[a-zæøå0-9)][.!?])\s+(?=[A-ZÆØÅ«\"])")
_ABBREVIATED = re.compile(r"(?:\bkl|\bca|\bnr|\bpr|\bf\.eks|\bbl\.a|\bmill|\binkl|\d)\.$", re.IGNORECASE)


def sentences(line: str) -> list[str]:
    """The sentences of a line, each as it stands there."""
    found: list[str] = []
    for part in _SENTENCE.split(line[:LONGEST_LINE]):
        # `15. Mars` and `kl. 12.` are no ends, while `2027. Søk` is one.
        if found and _ABBREVIATED.search(found[-1]) and not re.search(r"\d{4}\.$|\.\d{2}\.$", found[-1]):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found
