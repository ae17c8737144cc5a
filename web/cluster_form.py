"""A cluster and its members as a form, and back. Writing the file is matching.cluster_files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from calls.fields import APPLICANT_TYPES, word_nb
from calls.terms import COUNTY_NAMES
from calls.tongue import say
from matching.cluster_files import cluster_version
from matching.file_checks import FieldProblem
from matching.profile_values import new_key
from matching.profiles import Cluster
from matching.projects import Member
from web.sent import Sent

SPARE_MEMBERS = 3
"""Empty lines for members beside those that there are."""

MOST_MEMBERS = 300
NO_MEMBER = Member(key="", name="", types=())
TEXTS = ("name", "short_name", "homepage", "about")


@dataclass(frozen=True)
class MemberLine:
    """One member: what stands in its fields, and what is wrong with it. types: (code, words, is chosen)."""

    number: int
    member: Member
    types: list[tuple[str, str, bool]]
    problems: list[FieldProblem]


@dataclass(frozen=True)
class ClusterForm:
    """`form` of cluster_form.html. made_from: the version that it was filled in from."""

    cluster: Cluster
    made_from: str
    regions: list[tuple[str, str, bool]]
    members: list[MemberLine]
    problems: list[FieldProblem]


def cluster_form(cluster: Cluster, problems: Sequence[FieldProblem] = (), made_from: str | None = None) -> ClusterForm:
    """The form of a cluster as it stands, or as it was typed."""
    regions = {"": say("Ikke oppgitt"), **COUNTY_NAMES}
    if cluster.region and cluster.region not in regions:
        regions[cluster.region] = cluster.region
    members = [*cluster.members, *[NO_MEMBER] * SPARE_MEMBERS]
    return ClusterForm(
        cluster=cluster,
        made_from=cluster_version(cluster) if made_from is None else made_from,
        regions=[(code, words, code == cluster.region) for code, words in regions.items()],
        members=[_line(number, member, problems) for number, member in enumerate(members)],
        problems=list(problems),
    )


def _line(number: int, member: Member, problems: Sequence[FieldProblem]) -> MemberLine:
    types = [(code, word_nb(code), code in member.types) for code in APPLICANT_TYPES]
    own = [one for one in problems if one.field.startswith(f"members.{number}.")]
    return MemberLine(number, member, types, own)


def typed_cluster(sent: Sent, cluster: Cluster) -> Cluster:
    """The cluster that a form says. A line without a name is left out; a new member gets a key made of its name."""
    members: list[Member] = []
    taken = {member.key for member in cluster.members}
    for number in range(MOST_MEMBERS):
        under = f"members.{number}."
        if f"{under}name" not in sent.values:
            break
        if not sent.one(f"{under}name"):
            continue
        key = sent.one(f"{under}key")
        if key not in taken:
            key = new_key(sent.one(f"{under}name"), taken, "medlem")
            taken.add(key)
        members.append(
            Member(
                key=key,
                name=" ".join(sent.one(f"{under}name").split()),
                types=tuple(code for code in APPLICANT_TYPES if code in sent.every(f"{under}types")),
                place=" ".join(sent.one(f"{under}place").split()),
                orgnr="".join(sent.one(f"{under}orgnr").split()),
            )
        )
    name, short_name, homepage, about = (" ".join(sent.one(field).split()) for field in TEXTS)
    return replace(
        cluster,
        name=name,
        short_name=short_name,
        homepage=homepage,
        about=about,
        region=sent.one("region"),
        feedback=sent.one("feedback") == "ja",
        members=tuple(members),
    )
