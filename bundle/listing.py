"""The lists of Forskningsrådet in the site's structure, made from cards: the search interface's answer and the page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any


def _groups(cards: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for card in cards:
        groups.setdefault(card["group"], []).append(card)
    return [
        (f"{name} ({len(found)} utlysning{'er' if len(found) != 1 else ''})", found) for name, found in groups.items()
    ]


def listing_json(cards: Sequence[Mapping[str, Any]]) -> bytes:
    """The search interface's answer, UTF-8.

    cards: id, title, url, group, and if wanted text, dateLabel, date, year, metadata ({label: text}), status, tags.
    """
    groups = [{"title": heading, "proposals": [_proposal(card) for card in found]} for heading, found in _groups(cards)]
    return json.dumps({"groups": groups}, ensure_ascii=False).encode()


def _proposal(card: Mapping[str, Any]) -> dict[str, Any]:
    metadata = [{"label": label, "text": text} for label, text in (card.get("metadata") or {}).items()]
    proposal = {name: card.get(name) for name in ("id", "title", "text", "url", "dateLabel", "date", "year")}
    status = {"text": card["status"]} if card.get("status") else None
    return {
        **proposal,
        "metadata": {"items": metadata},
        "status": status,
        "tags": {"list": list(card.get("tags") or [])},
    }


_MODIFIERS = {"Se Resultat": "result-is-published", "Gjennomført": "is-completed", "Planlagt": "is-planned"}


def listing_html(cards: Sequence[Mapping[str, Any]]) -> str:
    """The list as a page, from the same cards as listing_json."""
    groups = "".join(
        f'<div class="proposal-group"><div class="proposal-group--header">{escape(heading)}</div>'
        f"{''.join(_card(card) for card in found)}</div>"
        for heading, found in _groups(cards)
    )
    return (
        '<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8"><title>Utlysninger - Forskningsrådet</title></head>'
        '<body><nav><a href="/utlysninger/">Utlysninger</a></nav><main><h1>Utlysninger</h1>'
        f'<form class="proposal-list-page">'
        f"{groups}</form></main></body></html>"
    )


def _card(card: Mapping[str, Any]) -> str:
    status = card.get("status") or ""
    pairs = [(card.get("dateLabel"), " ".join(str(part) for part in (card.get("date"), card.get("year")) if part))]
    pairs += list((card.get("metadata") or {}).items())
    pairs.append(("Formål", card.get("text") or ""))
    text = " ".join(f"{escape(str(label))} {escape(value)}" for label, value in pairs if label and value)
    modifier = _MODIFIERS.get(status, "is-active")
    badge = f'<div class="status status--{modifier}">{escape(status)}</div>' if status else ""
    return (
        f'<div class="proposal">{badge}<div class="proposal--right">'
        f'<a class="proposal--link" href="{escape(card["url"])}">{escape(card["title"])}</a></div> {text}</div>'
    )
