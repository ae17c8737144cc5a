"""Addresses of the first use: who you are, which region, which members, one project; then matches at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from calls.fields import APPLICANT_TYPES, word_nb
from calls.tongue import say
from matching.cluster_files import start_cluster
from matching.file_checks import FieldProblem, NotWrittenError
from matching.profile_values import new_key
from matching.projects import Cluster, Member, Profile
from matching.setup import LineProblem, ReadLine, read_members, read_project, regions
from web.nights import Shown
from web.pages import profile_path
from web.profile_form import several
from web.sent import Sent, sent_form
from web.site import READER, Site


@dataclass(frozen=True)
class Setup:
    """`setup` of setup.html: what was typed. lines, bad: the members as they were read, and lines that were not.

    is_read: whether the reader has seen what was made of it, and may save.
    """

    texts: dict[str, str]
    lines: list[ReadLine]
    bad: list[LineProblem]
    is_read: bool
    problems: list[FieldProblem]


NAMES = ("name", "region", "members", "project", "title", "description", "keywords", "lang")


def add_setup(app: FastAPI, site: Site) -> None:
    """The page and what is sent in from it."""
    form = sent_form(site)

    def page(request: Request, setup: Setup, status: int = 200) -> HTMLResponse:
        types = [(code, word_nb(code)) for code in APPLICANT_TYPES]
        return site.page(
            "setup.html", site.shown(request), "/oppsett", status, setup=setup, regions=regions(), types=types
        )

    @app.get("/oppsett")
    def begin(request: Request) -> HTMLResponse:
        return page(request, Setup(dict.fromkeys(NAMES, ""), [], [], False, []))

    @app.post("/oppsett")
    def look_or_save(request: Request, sent: Sent = form) -> Response:
        texts = {name: sent.one(name) for name in NAMES}
        read = read_members(texts["members"])
        setup = Setup(texts, list(read.members), list(read.problems), True, _missing(texts))
        if setup.problems:
            return page(request, replace(setup, is_read=False), 400)
        if sent.one("gjor") != "lagre" or setup.bad:
            return page(request, _with_project(site, site.shown(request), setup), 400 if setup.bad else 200)
        cluster = _cluster(site, sent, setup)
        try:
            start_cluster(site.home.clusters, cluster, site.now(), READER)
        except NotWrittenError as error:
            return page(request, replace(setup, problems=list(error.problems)), 400)
        return RedirectResponse(profile_path(cluster.key, cluster.profiles[0].key), 303)


def _missing(texts: dict[str, str]) -> list[FieldProblem]:
    needed = {
        "name": say("Skriv navnet på klyngen."),
        "region": say("Velg fylket klyngen hører til."),
        "members": say("Skriv minst ett medlem."),
        "project": say("Lim inn teksten om ett prosjekt, eller skriv to–tre setninger."),
    }
    return [FieldProblem(name, message) for name, message in needed.items() if not texts[name]]


def _with_project(site: Site, shown: Shown | None, setup: Setup) -> Setup:
    """With the project that the pasted text suggests, where the reader has not put it right already."""
    if setup.texts["title"]:
        return setup
    found = read_project(setup.texts["project"], site.previews.of(shown).index if shown else None)
    suggested = {
        "title": found.title,
        "description": found.description,
        "keywords": "\n".join(found.keywords),
        "lang": found.lang,
    }
    return replace(setup, texts={**setup.texts, **suggested})


def _cluster(site: Site, sent: Sent, setup: Setup) -> Cluster:
    """The cluster that the form says, with the kinds of members as they were confirmed."""
    texts = setup.texts
    taken = {cluster.key for cluster in site.folder.clusters()} if not site.folder.is_example else set()
    members = tuple(_confirmed(sent, line) for line in setup.lines)
    project = read_project(texts["project"])
    lang = texts["lang"] or project.lang
    title = texts["title"] or project.title
    profile = Profile(
        key=new_key(title, {"ny"}),
        title=title,
        description=" ".join((texts["description"] or project.description).split()),
        keywords=several(texts["keywords"]) or project.keywords,
        lang=lang,
        members=tuple(member.key for member in members),
        partner_types=tuple(code for code in APPLICANT_TYPES if any(code in one.types for one in members)),
        region=texts["region"],
    )
    return Cluster(
        key=new_key(texts["name"], taken, "klynge"),
        name=texts["name"],
        short_name=texts["name"],
        region=texts["region"],
        members=members,
        profiles=(profile,),
    )


def _confirmed(sent: Sent, line: ReadLine) -> Member:
    chosen = [code for code in sent.every(f"type.{line.line}") if code in APPLICANT_TYPES]
    return replace(line.member, types=tuple(chosen) or line.member.types)
