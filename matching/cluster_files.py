"""Clusters written where `matching.profiles` reads them: a new one with its first projects, and changes of one.

Profiles are written in `matching.profile_files`; where the user's own folder comes from is in `matching.own_clusters`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from calls.tongue import say
from calls.words import composed
from matching.field_changes import CLUSTER_LABELS, PROFILE_LABELS
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
from matching.profile_files import LONGEST_NAME, profile_content
from matching.profile_values import KEY_RULE, is_key
from matching.profiles import read_cluster, read_profile
from matching.projects import Cluster, Member
from matching.strict_yaml import Notes, ProfileProblem
from matching.yaml_text import Plain, yaml_text

MOST_MEMBERS = 300


def cluster_version(cluster: Cluster) -> str:
    """The first 16 hex digits of the SHA-256 of all that cluster.yaml says, as canonical JSON. Cluster.version is of
    what ranking reads alone."""
    canonical = json.dumps(_stated(cluster), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def write_cluster(folder: Path, cluster: Cluster, at: datetime, by: str, made_from: str) -> Cluster:
    """Changes what is said of a cluster and its members; its profiles stay. The cluster as its file now reads.

    made_from: the `cluster_version` that the form was made from. NotWrittenError with what is wrong by field, also when
    a project needs a member that would be gone; ChangedMeanwhileError when the file has changed since.
    """
    _check_key(cluster.key)
    place = folder / cluster.key
    if not (place / "cluster.yaml").is_file():
        raise NotWrittenError([FieldProblem("", say("Klyngen «{key}» finnes ikke.", key=cluster.key))])
    wanted = replace(_tidied(cluster), profiles=())
    with one_at_a_time(folder):
        before = _standing(place)
        text = yaml_text(cluster_content(wanted), before.text)
        if _read(place, text)[0] != wanted:
            text = yaml_text(cluster_content(wanted))
        if before.content == _stated(wanted):
            text = before.text  # as it was, to the letter
        read, problems = _read(place, text)
        _refuse(problems, CLUSTER_LABELS)
        _refuse_missing(place, wanted)
        if before.version != made_from:
            raise ChangedMeanwhileError(text, before.text, before.version)
        if read is None or read != wanted:
            raise RuntimeError(f"the cluster {cluster.key!r} reads otherwise than it was written")
        path = place / FOLDER / "cluster.jsonl"
        keep_found(path, before.text, before.content)
        if text != before.text:
            with beside(place / "cluster.yaml", text) as written:
                written.replace(place / "cluster.yaml")
            add_version(path, at, composed(by)[:LONGEST_NAME], "written", text, _stated(read))
        return replace(read, profiles=cluster.profiles)


def start_cluster(folder: Path, cluster: Cluster, at: datetime, by: str) -> Cluster:
    """Makes a new cluster with its first projects, at least one, which the reader wants. All of it appears, or nothing.

    folder: the user's own clusters; made where it is not there, with this cluster alone and none of the examples.
    NotWrittenError with what is wrong by field; of a project "profiles.0.title", from 0.
    """
    _check_key(cluster.key)
    wanted = _tidied(cluster)
    if not wanted.profiles:
        raise NotWrittenError([FieldProblem("profiles", say("Klyngen trenger minst ett prosjekt."))])
    folder.parent.mkdir(parents=True, exist_ok=True)
    is_first = not folder.is_dir()
    beside_it = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent if is_first else folder))
    try:
        place = beside_it / cluster.key
        _write_all(place, wanted, at, composed(by)[:LONGEST_NAME])
        beside_it.chmod(0o755)
        _move(beside_it if is_first else place, folder if is_first else folder / cluster.key)
    finally:
        shutil.rmtree(beside_it, ignore_errors=True)
    return wanted


def cluster_history(folder: Path, cluster: str) -> list[Version]:
    """Every version of a cluster.yaml that is known, oldest first. HistoryError."""
    _check_key(cluster)
    return versions(folder / cluster / FOLDER / "cluster.jsonl")


def cluster_content(cluster: Cluster) -> dict[str, Plain]:
    """A cluster as its file says it: what is not stated is left out."""
    content: dict[str, Any] = {
        **{name: getattr(cluster, name) for name in ("name", "short_name", "region", "homepage", "about")},
        "feedback": "true" if cluster.feedback else "",
        "members": [_member_content(member) for member in cluster.members],
    }
    return {name: value for name, value in content.items() if value}


def _member_content(member: Member) -> dict[str, Plain]:
    content: dict[str, Any] = {**asdict(member), "types": list(member.types)}
    return {name: value for name, value in content.items() if value}


def _stated(cluster: Cluster) -> dict[str, Any]:
    """What a version of a cluster.yaml is a version of. JSON-ready."""
    return {**cluster.content, **{name: getattr(cluster, name) for name in ("homepage", "about", "feedback")}}


class _Standing(NamedTuple):
    text: str
    version: str
    content: Mapping[str, Any] | None


def _standing(place: Path) -> _Standing:
    raw = (place / "cluster.yaml").read_bytes()
    problems: list[ProfileProblem] = []
    read = read_cluster(place / "cluster.yaml", place.name, Notes("", problems))
    text = raw.decode("utf-8-sig", "replace")
    if read is None or any(problem.is_error for problem in problems):
        return _Standing(text, hashlib.sha256(raw).hexdigest()[:16], None)
    return _Standing(text, cluster_version(read), _stated(read))


def _read(place: Path, text: str) -> tuple[Cluster | None, list[ProfileProblem]]:
    problems: list[ProfileProblem] = []
    with beside(place / "cluster.yaml", text) as written:
        return read_cluster(written, place.name, Notes("", problems)), problems


def _tidied(cluster: Cluster) -> Cluster:
    """The cluster with its texts as they are written; NotWrittenError for what is too long to be meant."""
    members = tuple(
        Member(**{name: tidied(value) for name, value in asdict(member).items()}) for member in cluster.members
    )
    members = tuple(replace(one, orgnr=one.orgnr.replace(" ", "")) for one in members)
    texts = {name: tidied(value) for name, value in _stated(cluster).items() if name != "members"}
    profiles = tuple(
        type(one).of(one.key, {name: tidied(value) for name, value in one.content.items()}) for one in cluster.profiles
    )
    problems = too_long(texts)
    if len(members) > MOST_MEMBERS:
        most = say("høyst {n} medlemmer", n=MOST_MEMBERS)
        problems.append(FieldProblem("members", say("Klyngen har for mange medlemmer."), most))
    for number, member in enumerate(members):
        problems += [replace(one, field=f"members.{number}.{one.field}") for one in too_long(asdict(member))]
    for number, profile in enumerate(profiles):
        problems += [replace(one, field=f"profiles.{number}.{one.field}") for one in too_long(profile.content)]
    if problems:
        raise NotWrittenError(problems)
    return Cluster(key=cluster.key, members=members, profiles=profiles, **texts)


def _refuse(problems: list[ProfileProblem], labels: Mapping[str, str], under: str = "") -> None:
    if found := in_form_words(problems, labels):
        raise NotWrittenError([replace(one, field=under + one.field) for one in found])


def _refuse_missing(place: Path, cluster: Cluster) -> None:
    """A member that a project counts on stays until the project says otherwise."""
    known = {member.key for member in cluster.members}
    problems = []
    for path in sorted((place / "profiles").glob("[!._]*.yaml")):
        profile = read_profile(path, path.stem, None, Notes("", []))
        for key in profile.members if profile else ():
            if key not in known:
                values = {"key": key, "title": profile.title if profile else ""}
                message = say("Medlemmet «{key}» er med i prosjektet «{title}». Ta det ut der først.", **values)
                problems.append(FieldProblem("members", message))
    if problems:
        raise NotWrittenError(problems)


def _write_all(place: Path, cluster: Cluster, at: datetime, by: str) -> None:
    """Writes and checks every file of a new cluster in a place that nobody reads yet."""
    (place / "profiles").mkdir(parents=True)
    text = yaml_text(cluster_content(cluster))
    (place / "cluster.yaml").write_text(text, encoding="utf-8", newline="\n")
    problems: list[ProfileProblem] = []
    read = read_cluster(place / "cluster.yaml", cluster.key, Notes("", problems))
    _refuse(problems, CLUSTER_LABELS)
    if read is None or read != replace(cluster, profiles=()):
        raise RuntimeError(f"the cluster {cluster.key!r} reads otherwise than it was written")
    add_version(place / FOLDER / "cluster.jsonl", at, by, "written", text, _stated(read))
    for number, profile in enumerate(cluster.profiles):
        under = f"profiles.{number}."
        _check_key(profile.key, f"{under}key")
        path = place / "profiles" / f"{profile.key}.yaml"
        if path.exists():
            message = say("To prosjekter har nøkkelen «{key}».", key=profile.key)
            raise NotWrittenError([FieldProblem(f"{under}key", message)])
        text = yaml_text(profile_content(profile))
        path.write_text(text, encoding="utf-8", newline="\n")
        written = read_profile(path, profile.key, cluster.members, Notes("", problems))
        _refuse(problems, PROFILE_LABELS, under)
        if written != profile:
            raise RuntimeError(f"the profile {profile.key!r} reads otherwise than it was written")
        add_version(place / FOLDER / "profiles" / f"{profile.key}.jsonl", at, by, "written", text, profile.content)


def _move(source: Path, target: Path) -> None:
    """Puts a folder in place. NotWrittenError where there is one already."""
    try:
        if target.exists():
            raise FileExistsError(target)
        source.rename(target)
    except OSError as error:
        if not target.exists():
            raise
        message = say("Det finnes allerede en klynge som heter «{key}».", key=target.name)
        raise NotWrittenError([FieldProblem("key", message)]) from error


def _check_key(key: str, field: str = "key") -> None:
    if not is_key(key) or len(key) > LONGEST_KEY:
        message = say("«{key}» kan ikke være nøkkel.", key=composed(key)[:LONGEST_KEY])
        raise NotWrittenError([FieldProblem(field, message, say("{rule}, høyst {n} tegn", rule=say(KEY_RULE), n=80))])
