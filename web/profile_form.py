"""A project profile as a form, and back: what is asked for, what is typed, and what is wrong with it.

Writing the file is matching.profile_files; what the project would match is matching.preview.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from calls.fields import APPLICANT_TYPES, LANGUAGES, word_nb
from calls.language import language_of
from calls.terms import COUNTY_NAMES
from calls.tongue import say
from matching.field_changes import PROFILE_LABELS
from matching.file_checks import FieldProblem
from matching.profiles import Cluster, Profile
from web.sent import Sent

_APART = re.compile(r"[,;\n]")
_DIGITS = re.compile(r"[0-9]{1,12}")

Option = tuple[str, str, bool]
"""What is sent, in words, whether it is chosen."""


@dataclass(frozen=True)
class ProfileForm:
    """`form` of profile_form.html. key: "" for a new project. made_from: the version it was filled in from.

    texts: of the plain fields, by the names of matching.projects.Profile; lists are one thing a line.
    """

    key: str
    made_from: str
    texts: Mapping[str, str]
    options: Mapping[str, Sequence[Option]]
    problems: Sequence[FieldProblem] = field(default_factory=tuple)

    def of(self, name: str) -> list[FieldProblem]:
        """What is wrong with one field."""
        return [one for one in self.problems if one.field == name or one.field.startswith(f"{name}.")]

    @property
    def others(self) -> list[FieldProblem]:
        """What is wrong with no field that the form shows."""
        return [one for one in self.problems if one.field.partition(".")[0] not in PROFILE_LABELS]


def label(name: str) -> str:
    """What a field is called."""
    return say(PROFILE_LABELS[name])


def profile_form(
    cluster: Cluster, profile: Profile, problems: Sequence[FieldProblem] = (), made_from: str | None = None
) -> ProfileForm:
    """The form of a profile as it stands, or as it was typed. made_from: else the profile's own version."""
    texts = {
        **{name: getattr(profile, name) for name in ("title", "description", "start", "end", "owner_role")},
        "keywords": "\n".join(profile.keywords),
        "avoid": "\n".join(profile.avoid),
        "amount_min_nok": _amount_text(profile.amount_min_nok),
        "amount_max_nok": _amount_text(profile.amount_max_nok),
    }
    version = (profile.version if profile.key else "") if made_from is None else made_from
    return ProfileForm(profile.key, version, texts, _options(cluster, profile), tuple(problems))


def _amount_text(nok: int | None) -> str:
    return "" if nok is None else f"{nok:,}".replace(",", " ")


def _options(cluster: Cluster, profile: Profile) -> dict[str, list[Option]]:
    regions = {"": say("Ikke oppgitt"), **COUNTY_NAMES}
    if profile.region and profile.region not in regions:
        regions[profile.region] = profile.region
    langs = {"": say("Les det av teksten"), **{code: word_nb(code) for code in LANGUAGES}}
    return {
        "lang": [(code, words, code == profile.lang) for code, words in langs.items()],
        "region": [(code, words, code == profile.region) for code, words in regions.items()],
        "partner_types": [(code, word_nb(code), code in profile.partner_types) for code in APPLICANT_TYPES],
        "members": [(one.key, one.name, one.key in profile.members) for one in cluster.members],
    }


def empty_profile(cluster: Cluster) -> Profile:
    """A project nobody has written yet."""
    return Profile(key="", title="", description="", keywords=(), lang="", region=cluster.region)


def typed_profile(sent: Sent, key: str) -> tuple[Profile, list[FieldProblem]]:
    """The profile that a form says, and what of it cannot be understood at all. Whether it holds is not looked at."""
    problems: list[FieldProblem] = []

    def amount(name: str) -> int | None:
        digits = "".join(sent.one(name).split())
        if digits and not _DIGITS.fullmatch(digits):
            problems.append(
                FieldProblem(name, say("«{label}» må være et helt antall kroner, som 1 500 000.", label=label(name)))
            )
        return int(digits) if _DIGITS.fullmatch(digits) else None

    content: dict[str, Any] = {
        **{name: " ".join(sent.one(name).split()) for name in ("title", "description", "start", "end", "owner_role")},
        **{name: several(sent.one(name)) for name in ("keywords", "avoid")},
        **{name: tuple(sent.every(name)) for name in ("partner_types", "members")},
        **{name: sent.one(name) for name in ("lang", "region")},
        **{name: amount(name) for name in ("amount_min_nok", "amount_max_nok")},
    }
    if not content["lang"]:
        content["lang"] = language_of(f"{content['title']}\n{content['description']}")
    return Profile(key=key, **content), problems


def several(text: str) -> tuple[str, ...]:
    """What stands between commas, semicolons and ends of line; each once."""
    return tuple(dict.fromkeys(" ".join(part.split()) for part in _APART.split(text) if part.strip()))
