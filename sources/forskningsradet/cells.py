"""Blocks as cells: the dates, labels and values that a table, a list or glued spans would set side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from calls.words import clean
from sources.blocks import Block, Run
from sources.forskningsradet.labels import DATES, OTHER_CALLS, date_names, fact_names, key
from sources.forskningsradet.values import is_date, is_deadline

_DATE_CHARACTERS = 60
_DATE_RUNS = 6
_MOST_RUNS = 200
_LABEL_WORDS = 16
_COLUMN_NAMES = frozenset(
    ("dato", "datoar", "datoer", "date", "dates", "når", "when", "hva", "kva", "what", "hendelse", "event")
)
_FIRST_WORDS = frozenset(label.split(" ", 1)[0] for label in (*DATES, *OTHER_CALLS))


class Cell(NamedTuple):
    """A piece of text that stands on its own. `quote` is how the page shows it, `place` the number of its block."""

    text: str
    quote: str
    block: Block
    place: int
    is_link: bool = False
    is_in_sentence: bool = False  # taken from a block with bare words: less sure than a cell of its own


def is_filler(text: str) -> bool:
    """Whether the text only names the column or divides: "Dato:", or punctuation."""
    return key(text) in _COLUMN_NAMES or not any(char.isalnum() for char in text)


def cells(blocks: Iterable[tuple[int, Block]]) -> list[Cell]:
    """Cells of the numbered blocks, in reading order."""
    return [cell for place, block in blocks for cell in _split(block, place)]


def _split(block: Block, place: int) -> list[Cell]:
    runs = block.runs
    whole = Cell(block.text, block.text, block, place, block.is_link)
    if len(runs) == 1:
        return _split_words(whole)
    if not runs or len(runs) > _MOST_RUNS:
        return [whole]
    if is_date(block.text) and not any(date_names(run.text) for run in runs):
        return [whole]
    if block.has_bare_words:
        return _split_sentence(block, place) or [whole]
    if not any(_is_telling(run.text) for run in runs) and not is_date(_spaced(runs[:2])):
        return [whole]
    return _split_runs(block, place)


def _split_words(whole: Cell) -> list[Cell]:
    """Label and value where one piece of text holds both: after a colon, or a dated label and then a date."""
    head, colon, tail = whole.text.partition(":")
    if colon and tail.strip() and len(head) <= _DATE_CHARACTERS * 2:
        names = fact_names(head)
        if names and names != ("date",):
            return _pair(whole, head, tail)
    if len(whole.text) > 3 * _DATE_CHARACTERS or key(whole.text.split(" ", 1)[0]) not in _FIRST_WORDS:
        return [whole]
    words = whole.text.split(" ")
    for count in range(1, min(len(words), _LABEL_WORDS)):
        if date_names(" ".join(words[:count])) and is_date(" ".join(words[count:])):
            return _pair(whole, " ".join(words[:count]), " ".join(words[count:]))
    return [whole]


def _pair(whole: Cell, head: str, tail: str) -> list[Cell]:
    pieces = [piece.strip(" :") for piece in (head, tail)]
    return [Cell(piece, piece, whole.block, whole.place, whole.is_link, piece == pieces[1]) for piece in pieces]


def _is_telling(text: str) -> bool:
    return is_date(text) or fact_names(text) is not None or date_names(text) is not None


def _split_sentence(block: Block, place: int) -> list[Cell] | None:
    """Two cells where a block of bare words and elements begins with a date or a label, else None.

    Or with a deadline in words, where the rest is exactly the label of one.
    """
    for count in range(1, min(len(block.runs), _DATE_RUNS)):
        head = _cell(block.runs[:count], block, place)
        label = _cell(block.runs[count:], block, place)
        if date_names(label.text) == ("deadline",) and is_deadline(head.text):
            return [head, label]
        if head.text and not head.is_link and _is_telling(head.text):
            rest = _cell(block.runs[count:], block, place)
            tail = rest.text.lstrip(":–- ")
            return [head, Cell(tail, tail, block, place, rest.is_link, is_in_sentence=True)] if tail else [head]
    return None


def _split_runs(block: Block, place: int) -> list[Cell]:
    """A cell for every element, but one for the elements that make up one date together."""
    found: list[Cell] = []
    start = 0
    while start < len(block.runs):
        for end in range(min(len(block.runs), start + _DATE_RUNS), start, -1):
            cell = _cell(block.runs[start:end], block, place)
            has_label = any(date_names(run.text) for run in block.runs[start:end])
            if end == start + 1 or (is_date(cell.text) and not has_label):
                break
        found.append(cell)
        start = end
    return found


def _cell(runs: tuple[Run, ...], block: Block, place: int) -> Cell:
    shown = clean("".join(run.raw for run in runs))
    text = shown if len(runs) == 1 or is_date(shown) or not is_date(_spaced(runs)) else _spaced(runs)
    return Cell(text, shown, block, place, all(run.href for run in runs))


def _spaced(runs: tuple[Run, ...]) -> str:
    return " ".join(run.text for run in runs)
