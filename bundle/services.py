"""Innovasjon Norge's content in the shape of its content API, made from facts: for the bundled nights and for tests.

The shape (fields of the query, Portable Text blocks) follows what is known of the API; nothing here is taken from it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

_INLINE = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|\[(?P<words>[^\]]+)\]\((?P<href>[^)\s]+)\)")
_LISTS = {"bullet": ("bullet", 1), "bullet2": ("bullet", 2), "number": ("number", 1)}
_OLDEST = "2024-01-01T00:00:00Z"

Service = Mapping[str, Any]


def services_json(
    services: Sequence[Service], query: str, number: int, shared: Mapping[str, Any] | None = None
) -> bytes:
    """The API's answer to `query` on night `number` (1 or 2), UTF-8; records in the order of their ids.

    services: as bundle/content/README.md describes them. Those that the night does not have are left out; on night 2
    `changes` overrule. shared: title and content of the texts that sharedTexts names. KeyError for an unknown name.
    """
    shown = sorted((one for one in services if number in one["nights"]), key=lambda one: str(one["id"]))
    result = [_record(one, number, shared or {}) for one in shown]
    stamp = hashlib.sha256(json.dumps(result, sort_keys=True).encode()).hexdigest()
    answer = {"query": query, "result": result, "syncTags": [f"s1:{stamp[:6]}"], "ms": 20 + int(stamp[:2], 16) % 60}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def on_night(service: Service, number: int) -> dict[str, Any]:
    """The service as that night has it, without the changes of the other."""
    changes = service.get("changes") or {}
    return {**service, **changes} if number == 2 else dict(service)


def _record(service: Service, number: int, shared: Mapping[str, Any]) -> dict[str, Any]:
    facts = on_night(service, number)
    updated = facts["lastPublishedAt"] or facts["publishedAt"] or _OLDEST
    if number == 2 and set(service.get("changes") or {}) - {"expect"}:
        updated = "2026-09-15T14:05:00Z"
    seed = service["id"]
    return {
        "_id": seed,
        "_updatedAt": updated,
        "publishedAt": facts["publishedAt"],
        "lastPublishedAt": facts["lastPublishedAt"],
        "title": facts["title"],
        "excerpt": facts["excerpt"],
        "path": facts["path"],
        "facts": _each(facts["facts"], lambda pair: {"title": pair[0], "text": pair[1]}),
        "serviceCategories": _each(facts["serviceCategories"], lambda name: {"title": name}),
        "themeCategories": _each(facts["themeCategories"], lambda name: {"title": name}),
        "sections": _each(facts["sections"], lambda one: {"heading": one["heading"], "content": _text(one, seed)}),
        "sharedTexts": _each(facts["sharedTexts"], lambda name: _shared(name, shared[name])),
    }


def _each(members: Sequence[Any] | None, made: Callable[[Any], Any]) -> list[Any] | None:
    """Each member made into its API form; null stays null, for the list and in it."""
    return None if members is None else [None if one is None else made(one) for one in members]


def _shared(name: str, text: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": text["title"], "content": _text({"heading": name, **text}, name)}


def _text(section: Mapping[str, Any], seed: str) -> list[Any] | None:
    """Portable Text of a section's lines; the keys depend on where they stand, so that the bytes stay the same."""
    lines = section["content"]
    if lines is None:
        return None
    return [_block(line, _key(seed, section["heading"], at)) for at, line in enumerate(lines)]


def _key(*parts: object) -> str:
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:12]


def _block(line: Any, key: str) -> dict[str, Any] | None:
    """One line of content: a string is a paragraph, a mapping of one pair says what else it is.

    bullet, bullet2 (a level down), number, h3, image (its alternative text), embed (an address). KeyError for others.
    """
    if line is None:
        return None
    kind, text = ("normal", line) if isinstance(line, str) else next(iter(line.items()))
    if kind == "image":
        asset = {"_type": "reference", "_ref": f"image-{_key(key, text) * 3}-1600x900-jpg"}
        return {"_key": key, "_type": "image", "alt": text, "asset": asset}
    if kind == "embed":
        return {"_key": key, "_type": "video", "url": text}
    block: dict[str, Any] = {"_key": key, "_type": "block", "style": "h3" if kind == "h3" else "normal"}
    if kind not in ("normal", "h3"):
        block["listItem"], block["level"] = _LISTS[kind]
    links: list[dict[str, str]] = []
    block["children"] = _spans(text, key, links)
    block["markDefs"] = links
    return block


def _spans(text: str, key: str, links: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The words between, in and after `**strong words**` and `[linked words](address)`; adds each link to `links`."""
    parts: list[tuple[str, list[str]]] = []
    end = 0
    for found in _INLINE.finditer(text):
        parts.append((text[end : found.start()], []))
        if found["strong"]:
            parts.append((found["strong"], ["strong"]))
        else:
            links.append({"_key": _key(key, found["href"]), "_type": "link", "href": found["href"]})
            parts.append((found["words"], [links[-1]["_key"]]))
        end = found.end()
    parts.append((text[end:], []))
    kept = [part for part in parts if part[0]]
    return [
        {"_key": f"{key}{at}", "_type": "span", "marks": marks, "text": words} for at, (words, marks) in enumerate(kept)
    ]
