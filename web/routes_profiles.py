"""Addresses of *Prosjekter*: profiles read, made, changed, deleted and brought back, with what they would match."""

from __future__ import annotations

from dataclasses import replace

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from matching.file_checks import ChangedMeanwhileError, NotWrittenError
from matching.own_clusters import own_clusters
from matching.profile_files import delete_profile, history, restore_version, write_profile
from matching.profile_values import new_key
from matching.profiles import Cluster, Profile
from web.pages import project_path
from web.preview import previewed
from web.profile_form import ProfileForm, empty_profile, profile_form, typed_profile
from web.profiles_page import deleted, history_rows, profiles_page
from web.sent import Sent, sent_form
from web.site import READER, Site, own_path

NEW = "ny"
"""In an address, in place of the key of a project that is not written yet. No project can have it as its key."""


def add_profiles(app: FastAPI, site: Site) -> None:
    """The pages and what is sent in from them."""
    form = sent_form(site)

    def page(
        request: Request,
        cluster: Cluster,
        filled: ProfileForm,
        profile: Profile,
        status: int = 200,
        theirs: str = "",
        is_looking: bool = False,
    ) -> HTMLResponse:
        shown = site.shown(request)
        own = site.folder.place
        return site.page(
            "profile_form.html",
            shown,
            own_path(request),
            status,
            cluster=cluster,
            form=filled,
            title=site.profile(cluster, filled.key).title if filled.key else "",
            theirs=theirs,
            preview=previewed(site, shown, cluster, profile) if shown and (filled.key or is_looking) else None,
            history=history_rows(history(own, cluster.key, filled.key)) if filled.key else [],
        )

    @app.get("/prosjekter")
    def listed(request: Request) -> HTMLResponse:
        own, clusters = site.folder.place, site.folder.clusters()
        gone = {cluster.key: deleted(own, cluster.key) for cluster in clusters}
        return site.page("profiles.html", site.shown(request), "/prosjekter", cards=profiles_page(clusters, gone))

    @app.get("/prosjekter/{cluster}/ny")
    def begin(request: Request, cluster: str) -> HTMLResponse:
        found = site.cluster(cluster)
        profile = empty_profile(found)
        return page(request, found, profile_form(found, profile), profile)

    @app.get("/prosjekter/{cluster}/{key}")
    def edit(request: Request, cluster: str, key: str) -> HTMLResponse:
        found = site.cluster(cluster)
        profile = site.profile(found, key)
        return page(request, found, profile_form(found, profile), profile)

    @app.post("/prosjekter/{cluster}/{key}")
    def save(request: Request, cluster: str, key: str, sent: Sent = form) -> Response:
        found = site.cluster(cluster)
        if key != NEW:
            site.profile(found, key)
        profile, problems = typed_profile(sent, "" if key == NEW else key)
        made_from = sent.one("made_from")
        if sent.one("gjor") == "se" or problems:
            filled = profile_form(found, profile, problems, made_from)
            return page(request, found, filled, profile, 400 if problems else 200, is_looking=True)
        return write(request, found, profile, made_from)

    def write(request: Request, found: Cluster, profile: Profile, made_from: str) -> Response:
        named = (
            profile
            if profile.key
            else replace(profile, key=new_key(profile.title, {NEW, *(one.key for one in found.profiles)}))
        )
        try:
            write_profile(own_clusters(site.home), found.key, named, site.now(), READER, made_from)
        except NotWrittenError as error:
            return page(
                request, found, profile_form(found, profile, error.problems, made_from), profile, 400, is_looking=True
            )
        except ChangedMeanwhileError as error:
            filled = profile_form(found, profile, made_from=error.version)
            return page(request, found, filled, profile, 409, error.theirs, is_looking=True)
        return RedirectResponse(f"{project_path(found.key, named.key)}#lagret", 303)

    @app.post("/prosjekter/{cluster}/{key}/slett")
    def delete(request: Request, cluster: str, key: str, sent: Sent = form) -> Response:
        found = site.cluster(cluster)
        profile = site.profile(found, key)
        try:
            delete_profile(own_clusters(site.home), cluster, key, site.now(), READER, sent.one("made_from"))
        except NotWrittenError as error:
            return page(request, found, profile_form(found, profile, error.problems), profile, 400)
        except ChangedMeanwhileError as error:
            return page(request, found, profile_form(found, profile), profile, 409, error.theirs)
        return RedirectResponse("/prosjekter", 303)

    @app.post("/prosjekter/{cluster}/{key}/hent")
    def bring_back(cluster: str, key: str, sent: Sent = form) -> Response:
        found = site.cluster(cluster)
        number = sent.one("versjon")
        if not number.isdecimal() or len(number) > 6:
            raise HTTPException(400)
        stands = next((one.version for one in found.profiles if one.key == key), "")
        own = own_clusters(site.home)
        try:
            restore_version(own, cluster, key, int(number), site.now(), READER, stands)
        except (NotWrittenError, ChangedMeanwhileError) as error:
            raise HTTPException(409, str(error)) from error
        return RedirectResponse(f"{project_path(cluster, key)}#lagret", 303)
