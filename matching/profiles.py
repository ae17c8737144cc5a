"""Clusters, their members and project profiles, as people write them in `clusters/<cluster>/`.

`cluster.yaml` says who the cluster is; `profiles/<profile>.yaml` is one project that it seeks money for. The names of
folder and file are the keys. Reading YAML itself is in `matching.strict_yaml`; ranking never belongs here.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from calls.fields import APPLICANT_TYPES, LANGUAGES
from calls.tongue import say
from matching.profile_values import (
    KEY_RULE,
    check_disjoint,
    is_key,
    read_address,
    read_amounts,
    read_description,
    read_months,
    read_orgnr,
    read_region,
    read_switch,
    read_words,
)
from matching.projects import Cluster, Member, Profile
from matching.strict_yaml import Notes, ProfileProblem, Sheet, Value, allowed_only, read_sheet

__all__ = ["Cluster", "Member", "Profile", "ProfileError", "ProfileProblem", "check_clusters", "load_clusters"]

CLUSTER_KEYS = {
    "name": True,
    "short_name": True,
    "region": True,
    "homepage": False,
    "about": False,
    "feedback": False,
    "members": False,
}
MEMBER_KEYS = {"key": True, "name": True, "types": True, "place": False, "orgnr": False}
PROFILE_KEYS = {
    "title": True,
    "description": True,
    "keywords": True,
    "avoid": False,
    "partner_types": False,
    "members": False,
    "region": False,
    "amount_nok": False,
    "time_frame": False,
    "owner_role": False,
    "lang": True,
}
"""Every key -> whether it must be there. What is left out is unknown, which is never the same as no."""


class ProfileError(ValueError):
    """The clusters cannot be used. `problems` are the errors, each with file and line."""

    def __init__(self, problems: tuple[ProfileProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load_clusters(folder: Path) -> list[Cluster]:
    """Every cluster of `folder`, by key. ProfileError, with all that is wrong, when one file has an error."""
    clusters, problems = _read_folder(folder)
    errors = tuple(problem for problem in problems if problem.is_error)
    if errors:
        raise ProfileError(errors)
    return clusters


def usable_clusters(folder: Path) -> tuple[list[Cluster], list[ProfileProblem]]:
    """The clusters and profiles whose files are in order, and all that is wrong with the others.

    For a night that nobody watches: one slip of the pen must not cost every project its matches. ProfileError when
    nothing is left.
    """
    clusters, problems = _read_folder(folder)
    errors = tuple(problem for problem in problems if problem.is_error)
    broken = {problem.file for problem in errors}
    sound = []
    for cluster in clusters:
        if f"{cluster.key}/cluster.yaml" not in broken:
            place = f"{cluster.key}/profiles"
            kept = tuple(one for one in cluster.profiles if f"{place}/{one.key}.yaml" not in broken)
            sound.append(replace(cluster, profiles=kept))
    left = [cluster for cluster in sound if cluster.profiles]
    if not left:
        raise ProfileError(errors)
    return left, problems


def check_clusters(folder: Path) -> list[ProfileProblem]:
    """All that is wrong in `folder`, errors and warnings, by file and line."""
    return _read_folder(folder)[1]


def _read_folder(folder: Path) -> tuple[list[Cluster], list[ProfileProblem]]:
    places = sorted(path for path in folder.iterdir() if _is_ours(path) and path.is_dir()) if folder.is_dir() else []
    problems: list[ProfileProblem] = []
    if not places:
        message = "mappen har ingen klynger." if folder.is_dir() else "mappen finnes ikke."
        problems.append(
            ProfileProblem(str(folder), 0, message, "<klynge>/cluster.yaml og <klynge>/profiles/<profil>.yaml")
        )
    clusters = [_read_cluster(place, problems) for place in places]
    return [cluster for cluster in clusters if cluster], sorted(problems)


def _is_ours(path: Path) -> bool:
    """Whether a person gave the name: not hidden, and none of Python's own."""
    return not path.name.startswith((".", "_"))


def _read_cluster(place: Path, problems: list[ProfileProblem]) -> Cluster | None:
    path = place / "cluster.yaml"
    notes = Notes(f"{place.name}/{path.name}", problems)
    _check_key(place.name, notes)
    if not path.is_file():
        notes.error(0, "filen mangler.", "hver klynge har en cluster.yaml")
    cluster = read_cluster(path, place.name, notes) if path.is_file() else None
    profiles = _read_profiles(place, cluster.members if cluster else None, problems)
    return replace(cluster, profiles=profiles) if cluster else None


def read_cluster(path: Path, key: str, notes: Notes) -> Cluster | None:
    """The cluster of a cluster.yaml, without its profiles; None, with the reason noted, when it cannot be read."""
    sheet = read_sheet(path, CLUSTER_KEYS, notes)
    if sheet is None:
        return None
    return Cluster(
        key=key,
        name=sheet.text("name"),
        short_name=sheet.text("short_name"),
        region=read_region(sheet),
        members=_read_members(sheet),
        profiles=(),
        homepage=read_address(sheet, "homepage"),
        about=sheet.text("about"),
        feedback=read_switch(sheet, "feedback"),
    )


def _read_members(sheet: Sheet) -> tuple[Member, ...]:
    members: dict[str, Member] = {}
    for item in sheet.sheets("members", MEMBER_KEYS):
        key = item.text("key")
        if key in members:
            item.error("key", say("to medlemmer heter «{key}».", key=key), say("hver nøkkel én gang"))
        elif key and not is_key(key):
            item.error("key", say("«{key}» kan ikke være nøkkel.", key=key), say(KEY_RULE))
        members[key] = Member(
            key=key,
            name=item.text("name"),
            types=allowed_only(item.texts("types"), "types", APPLICANT_TYPES, sheet.notes, f"{item.under}types"),
            place=item.text("place"),
            orgnr=read_orgnr(item),
        )
    return tuple(members.values())


def _read_profiles(
    place: Path, members: tuple[Member, ...] | None, problems: list[ProfileProblem]
) -> tuple[Profile, ...]:
    """Profiles of one cluster, by key. `members` is None when the cluster's own file could not be read."""
    folder = place / "profiles"
    paths = sorted(path for path in folder.iterdir() if _is_ours(path)) if folder.is_dir() else []
    profiles: list[Profile | None] = []
    for path in paths:
        notes = Notes(f"{place.name}/profiles/{path.name}", problems)
        if path.suffix == ".yaml" and path.is_file():
            _check_key(path.stem, notes)
            profiles.append(read_profile(path, path.stem, members, notes))
        else:
            notes.warning(0, "leses ikke.", "profiler i filer som heter <profil>.yaml")
    if not profiles:
        Notes(f"{place.name}/profiles", problems).error(0, "klyngen har ingen profiler.", "minst én <profil>.yaml")
    return tuple(profile for profile in profiles if profile)


def read_profile(path: Path, key: str, members: tuple[Member, ...] | None, notes: Notes) -> Profile | None:
    """The profile of a file; None, with the reason noted, when it cannot be read.

    members: of its cluster, None when nobody knows them. What is wrong with single values is noted too.
    """
    sheet = read_sheet(path, PROFILE_KEYS, notes)
    if sheet is None:
        return None
    keywords, avoid, chosen = read_words(sheet, "keywords"), read_words(sheet, "avoid"), sheet.texts("members")
    check_disjoint(keywords, avoid, notes)
    known = [value.text for value in chosen] if members is None else [member.key for member in members]
    least, most = read_amounts(sheet)
    start, end = read_months(sheet)
    return Profile(
        key=key,
        title=sheet.text("title"),
        description=read_description(sheet),
        keywords=tuple(value.text for value in keywords),
        lang=_read_lang(sheet),
        avoid=tuple(value.text for value in avoid),
        partner_types=allowed_only(sheet.texts("partner_types"), "partner_types", APPLICANT_TYPES, notes),
        members=allowed_only(chosen, "members", known, notes),
        region=read_region(sheet),
        amount_min_nok=least,
        amount_max_nok=most,
        start=start,
        end=end,
        owner_role=sheet.text("owner_role"),
    )


def _read_lang(sheet: Sheet) -> str:
    text = sheet.text("lang")
    given = [Value(text, sheet.line_of("lang"))] if text else []
    return next(iter(allowed_only(given, "lang", LANGUAGES, sheet.notes)), "")


def _check_key(name: str, notes: Notes) -> None:
    if not is_key(name):
        notes.error(0, say("navnet «{name}» kan ikke brukes i en adresse.", name=name), say(KEY_RULE))
