"""Date rows and key facts in the markups that a page of Forskningsrådet may use: the same facts, other elements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

Row = tuple[str, str, str]
"""Date, label, description ("" for none)."""

Pair = tuple[str, str]
"""Label and value."""


def noisy_label(text: str, number: int) -> str:
    """The label with the invisible characters that the site's editor leaves in some of them, HTML-escaped."""
    if number % 3 == 1 and len(text) > 8:
        return f"{escape(text[:7])}&shy;{escape(text[7:])}"
    return f"{escape(text)}&#8203;" if number % 3 == 2 else escape(text)


def noisy_date(text: str, number: int) -> str:
    """The date with a no-break space in every other row, HTML-escaped."""
    return escape(text).replace(" ", "&nbsp;", 1) if number % 2 else escape(text)


def _note(note: str, tag: str = "div") -> str:
    return f'<{tag} class="dates__text">{escape(note)}</{tag}>' if note else ""


def _list(rows: Sequence[Row], heading: str) -> str:
    items = (
        f'<li class="dates__item"><span class="dates__date">{noisy_date(date, n)}</span>\n'
        f'<span class="dates__label">{noisy_label(label, n)}</span>{_note(note, "span")}</li>'
        for n, (date, label, note) in enumerate(rows)
    )
    return f"<h2>{heading}</h2><ul>{''.join(items)}</ul><h2>{heading}</h2>"


def _definitions(rows: Sequence[Row], heading: str) -> str:
    items = (
        f"<dt>{noisy_date(date, n)}</dt><dd>{noisy_label(label, n)}</dd>{f'<dd>{escape(note)}</dd>' if note else ''}"
        for n, (date, label, note) in enumerate(rows)
    )
    return f"<h2>{heading}</h2><dl>{''.join(items)}</dl><h2>{heading}</h2>"


def _table(rows: Sequence[Row], heading: str) -> str:
    items = (
        f"<tr><td>{noisy_date(date, n)}</td><td>{noisy_label(label, n)}{_note(note)}</td></tr>"
        for n, (date, label, note) in enumerate(rows)
    )
    head = "<thead><tr><th>Dato</th><th>Hva</th></tr></thead>"
    return f"<h2>{heading}</h2><table>{head}<tbody>{''.join(items)}</tbody></table><h2>{heading}</h2>"


def _reversed_table(rows: Sequence[Row], heading: str) -> str:
    items = (
        f'<tr><th scope="row">{noisy_label(label, n)}</th><td>{noisy_date(date, n)}</td><td>{escape(note)}</td></tr>'
        for n, (date, label, note) in enumerate(rows)
    )
    return f"<h3>{heading}</h3><table>{''.join(items)}</table><h3>{heading}</h3>"


def _boxes(rows: Sequence[Row], heading: str) -> str:
    items = (
        f'<div class="row"><div class="col"><div>{noisy_date(date, n)}</div></div>'
        f'<div class="col"><div><strong>{noisy_label(label, n)}</strong></div>{_note(note)}</div></div>'
        for n, (date, label, note) in enumerate(rows)
    )
    return f'<section><h3>{heading}</h3><div>{"".join(items)}</div></section><div class="h3">{heading}</div>'


def _flat(rows: Sequence[Row], heading: str) -> str:
    items = (
        f"<p>{noisy_date(date, n)}</p><p>{noisy_label(label, n)}</p>{f'<p>{escape(note)}</p>' if note else ''}"
        for n, (date, label, note) in enumerate(rows)
    )
    return f"<p><b>{heading}</b></p>{''.join(items)}<p><b>{heading}</b></p>"


def _timed(rows: Sequence[Row], heading: str) -> str:
    items = (
        f"<article><time>{noisy_date(date, n)}</time><h3>{noisy_label(label, n)}</h3>{_note(note, 'p')}</article>"
        for n, (date, label, note) in enumerate(rows)
    )
    return f"<h2>{heading}</h2><div>{''.join(items)}</div><h2>{heading}</h2>"


def _glued(rows: Sequence[Row], heading: str) -> str:
    items = (
        f"<span>{noisy_date(date, n)}</span><span>{noisy_label(label, n)}</span>{_note(note)}"
        for n, (date, label, note) in enumerate(rows)
    )
    return f"<h2>{heading}</h2><div>{''.join(items)}</div><h2>{heading}</h2>"


def _lines(rows: Sequence[Row], heading: str) -> str:
    items = (
        f"<p><strong>{noisy_date(date, n)}</strong> {noisy_label(label, n)}</p>{_note(note)}"
        for n, (date, label, note) in enumerate(rows)
    )
    return f"<h2>{heading}</h2>{''.join(items)}<h2>{heading}</h2>"


def _fact_list(pairs: Sequence[Pair]) -> str:
    items = (
        f"<li><span>{noisy_label(label, n)}</span> <span>{escape(value)}</span></li>"
        for n, (label, value) in enumerate(pairs)
    )
    return f"<ul>{''.join(items)}</ul>"


def _fact_definitions(pairs: Sequence[Pair]) -> str:
    items = (
        f"<div><dt>{noisy_label(label, n)}</dt><dd>{escape(value)}</dd></div>" for n, (label, value) in enumerate(pairs)
    )
    return f"<dl>{''.join(items)}</dl>"


def _fact_table(pairs: Sequence[Pair]) -> str:
    items = (
        f"<tr><th>{noisy_label(label, n)}</th><td>{escape(value)}</td></tr>" for n, (label, value) in enumerate(pairs)
    )
    return f"<table>{''.join(items)}</table>"


def _fact_boxes(pairs: Sequence[Pair]) -> str:
    items = (
        f"<div><div><div>{noisy_label(label, n)}</div></div><div>{escape(value)}</div></div>"
        for n, (label, value) in enumerate(pairs)
    )
    return f"<div>{''.join(items)}</div>"


def _fact_flat(pairs: Sequence[Pair]) -> str:
    return "".join(f"<p>{noisy_label(label, n)}</p><p>{escape(value)}</p>" for n, (label, value) in enumerate(pairs))


def _fact_headings(pairs: Sequence[Pair]) -> str:
    return "".join(f"<h4>{noisy_label(label, n)}</h4><p>{escape(value)}</p>" for n, (label, value) in enumerate(pairs))


def _fact_glued(pairs: Sequence[Pair]) -> str:
    items = (
        f"<span>{noisy_label(label, n)}</span><span>{escape(value)}</span>" for n, (label, value) in enumerate(pairs)
    )
    return f"<div>{''.join(items)}</div>"


def _fact_lines(pairs: Sequence[Pair]) -> str:
    return "".join(
        f"<p><strong>{noisy_label(label, n)}</strong> {escape(value)}</p>" for n, (label, value) in enumerate(pairs)
    )


DATE_ROWS: Mapping[str, Callable[[Sequence[Row], str], str]] = {
    "list": _list,
    "definitions": _definitions,
    "table": _table,
    "reversed": _reversed_table,
    "boxes": _boxes,
    "flat": _flat,
    "timed": _timed,
    "glued": _glued,
    "lines": _lines,
}

KEY_FACTS: Mapping[str, Callable[[Sequence[Pair]], str]] = {
    "list": _fact_list,
    "definitions": _fact_definitions,
    "table": _fact_table,
    "reversed": _fact_definitions,
    "boxes": _fact_boxes,
    "flat": _fact_flat,
    "timed": _fact_headings,
    "glued": _fact_glued,
    "lines": _fact_lines,
}

MARKUPS = tuple(DATE_ROWS)
"""Names of the markups, each for date rows and key facts alike."""
