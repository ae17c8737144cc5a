"""Profiles written where `matching.profiles` reads them: checked by the same reader first, and never half written.

What was before is kept in `matching.file_history`. Clusters themselves are written in `matching.cluster_files`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from calls.tongue import say
from calls.words import composed
from matching.field_changes import PROFILE_LABELS
from matching.file_checks import (
    LONGEST_KEY,
    ChangedMeanwhileError,
    FieldProblem,
    NotWrittenError,
    in_form_words,
    tidied,
    too_long,
)
from matching.file_history import FOLDER, Version, add_version, beside, keep_found, one_at_a_time, versions
from matching.profile_values import KEY_RULE, is_key
from matching.profiles import read_cluster, read_profile
from matching.projects import Member, Profile
from matching.strict_yaml import Notes, ProfileProblem
from matching.yaml_text import Plain, yaml_text

LONGEST_NAME = 100
"""Letters of who wrote."""


class Deleted(NamedTuple):
    """A profile that is gone, and that its history can bring back."""

    key: str
    title: str
    at: datetime | None
    by: str


def write_profile(folder: Path, cluster: str, profile: Profile, at: datetime, by: str, made_from: str = "") -> Profile:
    """Writes one profile of a cluster in a folder of clusters; the profile as it now reads.

    What nobody sees in typed texts is left out. made_from: the `Profile.version` that the form was made from, "" for a
    profile that is new. NotWrittenError with what is wrong by field; ChangedMeanwhileError when the file has changed
    since, or a new profile's key is taken. at: now, with a time zone. by: who writes.
    """
    place = _place(folder, cluster, profile.key)
    wanted = Profile.of(profile.key, {name: tidied(value) for name, value in profile.content.items()})
    if problems := too_long(wanted.content):
        raise NotWrittenError(problems)
    with one_at_a_time(folder):
        before = _standing(place)
        text = yaml_text(profile_content(wanted), before.text)
        if _read(place, text).profile != wanted:  # comments are kept where they can be, never at the cost of the words
            text = yaml_text(profile_content(wanted))
        if before.content == wanted.content:
            text = before.text  # as it was, to the letter
        read = _read(place, text)
        if problems := in_form_words(read.problems, PROFILE_LABELS):
            raise NotWrittenError(problems)
        if before.version != made_from:
            raise ChangedMeanwhileError(text, before.text, before.version)
        if read.profile is None or read.profile != wanted:
            raise RuntimeError(f"the profile {profile.key!r} reads otherwise than it was written")
        if before.text:
            keep_found(place.history, before.text, before.content)
        if text != before.text:
            place.path.parent.mkdir(parents=True, exist_ok=True)
            with beside(place.path, text) as written:
                written.replace(place.path)
            add_version(place.history, at, composed(by)[:LONGEST_NAME], "written", text, read.profile.content)
        return read.profile


def delete_profile(folder: Path, cluster: str, key: str, at: datetime, by: str, made_from: str) -> None:
    """Takes a profile away; its history stays. made_from: the version that one saw.

    NotWrittenError when it is the cluster's last one, which the reader would not accept; ChangedMeanwhileError.
    """
    place = _place(folder, cluster, key)
    with one_at_a_time(folder):
        before = _standing(place)
        if before.version != made_from:
            raise ChangedMeanwhileError("", before.text, before.version)
        if not any(path.stem != key for path in place.path.parent.glob("[!._]*.yaml")):
            message = say("Dette er klyngens eneste prosjekt. Lag et nytt før du sletter det.")
            raise NotWrittenError([FieldProblem("", message)])
        keep_found(place.history, before.text, before.content)
        add_version(place.history, at, composed(by)[:LONGEST_NAME], "deleted", "", None)
        place.path.unlink()


def history(folder: Path, cluster: str, key: str) -> list[Version]:
    """Every version of a profile that is known, oldest first, with what each changed. HistoryError."""
    return versions(_history_file(_home(folder, cluster, key), key))


def restore_version(
    folder: Path, cluster: str, key: str, number: int, at: datetime, by: str, made_from: str
) -> Profile:
    """Writes an earlier version of a profile again, as a new version. made_from: the version that stands now, "" where
    the profile is deleted. NotWrittenError when there is no such version or it no longer fits the cluster;
    ChangedMeanwhileError."""
    found = next((one for one in history(folder, cluster, key) if one.number == number), None)
    if found is None or found.content is None:
        raise NotWrittenError([FieldProblem("", say("Den versjonen finnes ikke, eller den kan ikke leses."))])
    return write_profile(folder, cluster, Profile.of(key, found.content), at, by, made_from)


def deleted_profiles(folder: Path, cluster: str) -> list[Deleted]:
    """The profiles of a cluster that were deleted and are not there again, by key. HistoryError."""
    found = []
    for path in sorted((folder / cluster / FOLDER / "profiles").glob("*.jsonl")):
        if not (folder / cluster / "profiles" / f"{path.stem}.yaml").exists():
            known = versions(path)
            titles = [one.content["title"] for one in known if one.content]
            found.append(Deleted(path.stem, titles[-1] if titles else path.stem, known[-1].at, known[-1].by))
    return found


def profile_content(profile: Profile) -> dict[str, Plain]:
    """A profile as its file says it: what is not stated is left out."""
    amounts = {"min": profile.amount_min_nok, "max": profile.amount_max_nok}
    months = {"start": profile.start, "end": profile.end}
    content: dict[str, Any] = {
        **{name: getattr(profile, name) for name in ("title", "description")},
        **{name: list(getattr(profile, name)) for name in ("keywords", "avoid", "partner_types", "members")},
        "region": profile.region,
        "amount_nok": {name: value for name, value in amounts.items() if value is not None},
        "time_frame": {name: value for name, value in months.items() if value},
        "owner_role": profile.owner_role,
        "lang": profile.lang,
    }
    return {name: value for name, value in content.items() if value}


class _Place(NamedTuple):
    """Where a profile is, and the members of its cluster, None when its own file cannot be read."""

    key: str
    path: Path
    history: Path
    members: tuple[Member, ...] | None


class _Standing(NamedTuple):
    """What stands in a file now; empty where there is none."""

    text: str
    version: str
    content: Mapping[str, Any] | None


class _Read(NamedTuple):
    profile: Profile | None
    problems: list[ProfileProblem]


def _place(folder: Path, cluster: str, key: str) -> _Place:
    """NotWrittenError as of `_home`."""
    home = _home(folder, cluster, key)
    read = read_cluster(home / "cluster.yaml", cluster, Notes("", []))
    members = read.members if read else None
    return _Place(key, home / "profiles" / f"{key}.yaml", _history_file(home, key), members)


def _history_file(home: Path, key: str) -> Path:
    return home / FOLDER / "profiles" / f"{key}.jsonl"


def _home(folder: Path, cluster: str, key: str) -> Path:
    """The folder of a cluster. NotWrittenError when there is no such cluster, or the key cannot be a file's name."""
    if not is_key(key) or len(key) > LONGEST_KEY:
        message = say("«{key}» kan ikke være nøkkel for et prosjekt.", key=composed(key)[:LONGEST_KEY])
        raise NotWrittenError([FieldProblem("key", message, say("{rule}, høyst {n} tegn", rule=say(KEY_RULE), n=80))])
    home = folder / cluster
    if not is_key(cluster) or not (home / "cluster.yaml").is_file():
        message = say("Klyngen «{key}» finnes ikke.", key=composed(cluster)[:LONGEST_KEY])
        raise NotWrittenError([FieldProblem("", message)])
    return home


def _standing(place: _Place) -> _Standing:
    """A file that cannot be read has a version too, by its bytes: it is not written over unseen."""
    if not place.path.exists():
        return _Standing("", "", None)
    raw = place.path.read_bytes()
    problems: list[ProfileProblem] = []
    profile = read_profile(place.path, place.key, place.members, Notes("", problems))
    text = raw.decode("utf-8-sig", "replace")
    if profile is None or any(problem.is_error for problem in problems):
        return _Standing(text, hashlib.sha256(raw).hexdigest()[:16], None)
    return _Standing(text, profile.version, profile.content)


def _read(place: _Place, text: str) -> _Read:
    """What the reader makes of a text."""
    problems: list[ProfileProblem] = []
    place.path.parent.mkdir(parents=True, exist_ok=True)
    with beside(place.path, text) as written:
        return _Read(read_profile(written, place.key, place.members, Notes("", problems)), problems)
