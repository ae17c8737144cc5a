"""What money is sought for: clusters, their members and the profiles of their projects.

How people write them is read in `matching.profiles`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Member:
    """An organisation in a cluster. `types` are codes of calls.fields.APPLICANT_TYPES; "" means not stated."""

    key: str
    name: str
    types: tuple[str, ...]
    place: str = ""
    orgnr: str = ""


@dataclass(frozen=True)
class Profile:
    """A project that money is sought for. None, "" and () mean not stated.

    Amounts are NOK; `start` and `end` are YYYY or YYYY-MM; `members` are keys of the cluster's members.
    """

    key: str
    title: str
    description: str
    keywords: tuple[str, ...]
    lang: str
    avoid: tuple[str, ...] = ()
    partner_types: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    region: str = ""
    amount_min_nok: int | None = None
    amount_max_nok: int | None = None
    start: str = ""
    end: str = ""
    owner_role: str = ""

    @property
    def content(self) -> dict[str, Any]:
        """What was written, without the key: what a version is a version of. JSON-ready."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if name != "key"
        }

    @property
    def version(self) -> str:
        """The first 16 hex digits of the SHA-256 of the content as canonical JSON; line breaks do not count."""
        return _version(self.content)

    @classmethod
    def of(cls, key: str, content: Mapping[str, Any]) -> Self:
        """The profile that has that `content`."""
        given: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in content.items()}
        return cls(key=key, **given)


@dataclass(frozen=True)
class Cluster:
    """A network of organisations with its projects, by key. `region` is a county number or a place.

    feedback: whether what people say of calls moves the rankings of its projects (`matching.feedback`).
    """

    key: str
    name: str
    short_name: str
    region: str
    members: tuple[Member, ...]
    profiles: tuple[Profile, ...]
    homepage: str = ""
    about: str = ""
    feedback: bool = False

    @property
    def content(self) -> dict[str, Any]:
        """What ranking reads of a cluster besides its profiles. JSON-ready."""
        return {
            **{name: getattr(self, name) for name in ("name", "short_name", "region")},
            "members": [{**asdict(member), "types": list(member.types)} for member in self.members],
        }

    @property
    def version(self) -> str:
        """The first 16 hex digits of the SHA-256 of the content as canonical JSON."""
        return _version(self.content)

    @classmethod
    def of(cls, key: str, content: Mapping[str, Any], profiles: tuple[Profile, ...]) -> Self:
        """The cluster that has that `content` and those profiles."""
        members = tuple(Member(**{**member, "types": tuple(member["types"])}) for member in content["members"])
        return cls(key=key, **{**content, "members": members}, profiles=profiles)


def _version(content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
