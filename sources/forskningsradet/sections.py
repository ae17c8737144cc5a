"""Sections of a call's page: a heading and the paragraphs under it, and what some of them mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from calls.dates import split_leading_date
from calls.model import Fact, Json
from sources.blocks import Block
from sources.forskningsradet import headings
from sources.forskningsradet.chrome import is_plumbing
from sources.forskningsradet.labels import key
from sources.forskningsradet.page_head import dated
from sources.forskningsradet.report import Report
from sources.forskningsradet.values import is_date

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+47[ \u00a0]?)?\d{2}(?:[ \u00a0]?\d{2}){3}")
_LISTED = frozenset(("li", "td", "p", "div", "dd"))

_KNOWN = (
    headings.CALL_HEADINGS
    | headings.DATE_HEADINGS
    | headings.CONTACT_HEADINGS
    | headings.MESSAGE_HEADINGS
    | headings.PURPOSE_HEADINGS
)


@dataclass(slots=True)
class Section:
    heading: Block
    blocks: list[Block] = field(default_factory=list)

    @property
    def name(self) -> str:
        return key(self.heading.text)

    @property
    def lines(self) -> list[str]:
        return [block.text for block in self.blocks]


def is_heading(block: Block) -> bool:
    """Whether a section begins here: any heading below the title, or a line that is exactly a known heading."""
    if block.tag == "h1" or block.is_link:
        return False
    return block.level > 0 or (key(block.text) in _KNOWN and block.tag not in ("dt", "th"))


def split(blocks: Sequence[Block], taken: Collection[int], start: int) -> list[Section]:
    """Sections of the blocks from `start` on that are not `taken`; those without text too."""
    found: list[Section] = []
    for place in range(start, len(blocks)):
        block = blocks[place]
        if place in taken:
            continue
        if is_heading(block):
            found.append(Section(block))
        elif (found and not is_plumbing(block)) or (found and _MAIL.search(block.text)):
            found[-1].blocks.append(block)
    return found


def facts(sections: Sequence[Section], report: Report) -> list[Fact]:
    """Facts of the sections, in page order."""
    found: list[Fact] = []
    theme_level = 0
    for section in sections:
        name, heading = section.name, section.heading
        if theme_level and heading.level <= theme_level:
            theme_level = 0
        if name in headings.UPDATE_HEADINGS:
            found += _updates(section, report)
        elif name in headings.MESSAGE_HEADINGS:
            found += [dated(line, report, "notice") for line in section.lines]
        elif name in headings.CONTACT_HEADINGS:
            found += _contact(section, report)
        elif section.lines and name not in headings.DATE_HEADINGS:
            found += _plain(section, report)
        if theme_level:
            found.append(report.fact("theme", heading.text, note="\n".join(section.lines)))
        elif name in headings.THEME_HEADINGS:
            theme_level = heading.level or 6
            found += [report.fact("theme", line, label=heading.text) for line in section.lines]
    return found


def _plain(section: Section, report: Report) -> list[Fact]:
    text, label, quote = "\n".join(section.lines), section.heading.text, section.lines[0]
    found = [report.fact("section", text, label=label, quote=quote)]
    if section.name in headings.APPLICANT_HEADINGS:
        found.append(report.fact("applicants", text, label=label, quote=quote))
    if section.name in headings.PARTNER_HEADINGS:
        found.append(report.fact("partners", text, label=label, quote=quote))
    return found


def _updates(section: Section, report: Report) -> list[Fact]:
    """A date of its own, if there is one, and the text after it; several blocks of one list entry are one update."""
    found: list[Fact] = []
    date, row = "", None
    for block in section.blocks:
        first = block.runs[0].text if block.runs else ""
        if is_date(block.text):
            date, row = block.text, block.row
        elif is_date(first) and len(block.runs) > 1:
            text = block.text[len(first) :].lstrip(" :–-")
            found.append(report.fact("update", text, note=first))
            date, row = "", block.row
        elif date:
            found.append(report.fact("update", block.text, note=date))
            date = ""
        elif found and row is not None and block.row is row:
            last = found.pop()
            quote = last.quote or last.text
            found.append(report.fact("update", f"{last.text}\n{block.text}", note=last.note, quote=quote))
        else:
            pair = split_leading_date(block.text)
            note, text = pair or ("", block.text)
            found.append(report.fact("update", text, note=note))
            row = block.row
    return found


def _contact(section: Section, report: Report) -> list[Fact]:
    if not section.lines:
        return []
    text = "\n".join(section.lines)
    links = [run.href for block in section.blocks for run in block.runs if run.href.startswith("mailto:")]
    mails = _MAIL.findall(" ".join([*(link.removeprefix("mailto:") for link in links), text]))
    phone = _PHONE.search(text)
    data: Json = {"text": text, "email": mails[0] if mails else None, "phone": phone.group() if phone else None}
    return [report.fact("contact", text, label=section.heading.text, quote=section.lines[0], data=data)]
