"""Innovasjon Norge's content API on one of the bundled nights, as bundle/content/services has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ruamel.yaml import YAML

from bundle.services import Service, services_json
from calls.model import Request
from sources.base import Source
from sources.innovasjonnorge import SOURCE

SERVICES = Path(__file__).parent / "content" / "services"
SHARED = "shared.yaml"
DATASET = "/v2023-01-01/data/query/inno-prod"
HOST = "loal7n8w.apicdn.sanity.io"


def load_services(folder: Path = SERVICES) -> list[Service]:
    """Every service of the content folder, in the order of the file names."""
    yaml = YAML(typ="safe")
    return [yaml.load(path) for path in sorted(folder.glob("*.yaml")) if path.name != SHARED]


def load_shared(folder: Path = SERVICES) -> dict[str, Any]:
    """The texts that services share, by the name that their sharedTexts use."""
    found: dict[str, Any] = YAML(typ="safe").load(folder / SHARED)
    return found


@dataclass(frozen=True)
class InnovasjonNorge:
    """The API on one of the nights. A `bundle.build.Site`."""

    services: list[Service]
    number: int  # 1 or 2
    shared: Mapping[str, Any] = field(default_factory=load_shared)

    @property
    def source(self) -> Source:
        return SOURCE

    @property
    def robots(self) -> str:
        return f"https://{HOST}/robots.txt"

    def answer(self, request: Request, printed_at: datetime) -> tuple[int, str, bytes]:  # noqa: ARG002
        """Status, content type and body; 404 for any other address than the query's, robots.txt among them.

        Whether the host has a robots.txt is not known; the demonstration has none.
        """
        kind, parts = "application/json; charset=utf-8", urlsplit(request.url)
        if (parts.hostname, parts.path) != (HOST, DATASET):
            return 404, kind, b'{"statusCode":404,"error":"Not Found","message":"Not Found"}'
        query = parse_qs(parts.query)["query"][0]
        return 200, kind, services_json(self.services, query, self.number, self.shared)
