"""Addresses of the pages that are read."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from calls.tongue import TONGUES
from matching.profiles import Cluster, Profile
from publish.selection import Selection
from web import pages
from web.call_page import as_read
from web.call_values import contact_words
from web.changes_page import changes_page
from web.matches_page import asked_calls, match_list, one_match
from web.nights import Shown
from web.routes_export import check_names, selection_in
from web.search_page import search_page
from web.sent import own_place
from web.site import (
    TONGUE_COOKIE,
    Site,
    asked_day,
    own_address,
    own_path,
)
from web.sources_page import source_cards
from web.today_page import today_page
from web.visits import visited

A_YEAR = 365 * 24 * 3600


def add_pages(app: FastAPI, site: Site) -> None:
    """Every page that only shows something."""
    _add_days(app, site)
    _add_lists(app, site)
    _add_nights(app, site)
    _add_about(app, site)


def _add_days(app: FastAPI, site: Site) -> None:
    def today(request: Request, clusters: list[Cluster], cluster: Cluster | None) -> Response:
        shown, path = site.shown(request), own_path(request)
        cards = pages.cluster_cards(shown, clusters)
        if shown is None:
            return site.page("today.html", None, path, today=None, cluster=cluster, cards=cards)
        visit = visited(request, shown.night.night)
        since = asked_day(request, "siden") or visit.since
        page = today_page(shown, clusters, since)
        answer = site.page("today.html", shown, path, today=page, cluster=cluster, cards=cards)
        if visit.is_to_note and not shown.is_past:
            visit.keep(answer)
        return answer

    @app.get("/")
    def home_page(request: Request) -> Response:
        return today(request, site.folder.clusters(), None)

    @app.get("/klynge/{cluster}")
    def cluster_page(request: Request, cluster: str) -> Response:
        found = site.cluster(cluster)
        return today(request, [found], found)


def _page_number(request: Request) -> int:
    text = request.query_params.get("side", "1")
    if not text.isdecimal() or len(text) > 4:
        raise HTTPException(400)
    return int(text)


def _tidy(request: Request, page: HTMLResponse) -> HTMLResponse:
    """The page, and for the script the address that it has without fields of the form that were left empty."""
    page.headers["HX-Push-Url"] = own_address(request, without=())
    return page


def _add_lists(app: FastAPI, site: Site) -> None:
    @app.get("/treff")
    def all_matches(request: Request) -> HTMLResponse:
        selection, shown = selection_in(request), site.shown(request)
        check_names(site, selection)
        found = match_list(shown, selection, "/treff", (), _page_number(request)) if shown else None
        cluster = site.cluster(selection.cluster) if selection.cluster else None
        clusters = site.folder.clusters()
        path = own_address(request)
        page = site.page(
            "matches.html", shown, path, found=found, cluster=cluster, profile=None, clusters=clusters, asked=[]
        )
        return _tidy(request, page)

    @app.get("/treff/{cluster}/{profile}/{source}/{source_id:path}")
    def match_page(request: Request, cluster: str, profile: str, source: str, source_id: str) -> HTMLResponse:
        found = site.cluster(cluster)
        wanted, shown = site.profile(found, profile), site.shown(request)
        card = one_match(shown, found, wanted, source, source_id) if shown else None
        if shown is None or card is None:
            raise HTTPException(404)
        read = as_read(shown, source, source_id)
        call = shown.standing.record(read, shown.night.began_at) if read else {}
        return site.page(
            "match.html",
            shown,
            own_path(request),
            card=card,
            cluster=found,
            profile=wanted,
            contact=contact_words(call) if call else "",
        )

    @app.get("/klynge/{cluster}/{profile}")
    def profile_page(request: Request, cluster: str, profile: str) -> HTMLResponse:
        found = site.cluster(cluster)
        wanted, shown = site.profile(found, profile), site.shown(request)
        selection = selection_in(request, klynge=cluster, prosjekt=profile)
        answer = project_page(site, shown, found, wanted, selection, own_address(request), _page_number(request))
        return _tidy(request, answer)


def project_page(
    site: Site,
    shown: Shown | None,
    cluster: Cluster,
    profile: Profile,
    selection: Selection,
    path: str,
    number: int = 1,
) -> HTMLResponse:
    """The list of one project. selection: of its matches. path: as in Site.page. number: of the page of the list."""
    page, asked = None, []
    if shown:
        own = pages.profile_path(cluster.key, profile.key)
        page = match_list(shown, selection, own, ("klynge", "prosjekt"), number)
        asked = asked_calls(shown, cluster, profile, site.home.decisions_url)
    return site.page(
        "matches.html", shown, path, found=page, cluster=cluster, profile=profile, clusters=[], asked=asked
    )


def _add_nights(app: FastAPI, site: Site) -> None:
    @app.get("/endringer")
    def changes(request: Request) -> HTMLResponse:
        shown = site.shown(request)
        page = changes_page(shown, asked_day(request, "fra"), asked_day(request, "til")) if shown else None
        return site.page("changes.html", shown, own_path(request), page=page)

    @app.get("/sok")
    def search(request: Request, q: str = "") -> HTMLResponse:
        shown = site.shown(request)
        page = search_page(site.previews, shown, site.folder.clusters(), q)
        return site.page("search.html", shown, own_address(request), page=page, asked_words=page.asked)

    @app.get("/kilder")
    def sources_page(request: Request) -> HTMLResponse:
        shown = site.shown(request)
        return site.page("sources.html", shown, own_path(request), sources=source_cards(shown, site.home.decisions_url))


def _add_about(app: FastAPI, site: Site) -> None:
    for name in ("om", "tilgjengelighet", "personvern"):
        app.add_api_route(f"/{name}", _plain(site, name), methods=["GET"], name=name)

    @app.get("/maalform/{tongue}")
    def choose(tongue: str, til: str = "/") -> Response:
        if tongue not in TONGUES:
            raise HTTPException(404)
        answer = RedirectResponse(own_place(til), 303)
        answer.set_cookie(TONGUE_COOKIE, tongue, max_age=A_YEAR, httponly=True, samesite="lax")
        return answer

    @app.get("/helse")
    def health(request: Request) -> JSONResponse:
        body = pages.health(site.shown(request))
        return JSONResponse(body, status_code=503 if body["state"] == "no_night" else 200)


def _plain(site: Site, name: str) -> Callable[[Request], HTMLResponse]:
    def page(request: Request) -> HTMLResponse:
        return site.page(f"{name}.html", site.shown(request), own_path(request))

    return page
