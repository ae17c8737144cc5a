"""The served pages: addresses, answers and their safety headers. What a page says is web.pages and the templates.

Server-made HTML without scripts. Reading only: there is nothing to send in. Every page takes `?natt=2026-05-14` and
then shows what was known that night.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.exceptions import HTTPException

from calls.database import StoreError
from calls.home import Home
from calls.tongue import say, say_count
from matching.profiles import Cluster, Profile
from publish import words
from publish.exports import FORMS, file_of
from publish.links import web_address
from web import pages
from web.call_page import call_page
from web.changes_page import changes_page
from web.nights import ClusterReader, NoSuchNightError, Shown, StoreReader
from web.profile_page import KINDS, asked_calls, match_lists
from web.routes_overview import add_overview
from web.sources_page import source_cards

HERE = Path(__file__).resolve().parent
DESIGN = HERE / "node_modules" / "@digdir" / "designsystemet-css" / "dist"
FONTS = HERE / "node_modules" / "@fontsource-variable" / "inter" / "files"

SAFETY_HEADERS = {
    # data: is for the icons that Designsystemet keeps inside its style sheet.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

LOG = logging.getLogger(__name__)

ERRORS_NB = {
    400: ("Adressen er ikke gyldig", "Noe i adressen er feil skrevet. Gå til forsiden og følg lenkene derfra."),
    404: ("Fant ikke siden", "Adressen finnes ikke, eller det den viste til, er ikke med denne natten."),
    405: ("Det går ikke", "Her kan du bare lese. Ingenting kan sendes inn."),
    503: ("Databasen svarer ikke", "Prøv igjen om litt. Varer det, si fra til den som drifter tjenesten."),
    500: ("Noe gikk galt hos oss", "Siden kunne ikke lages. Feilen står i loggen til den som drifter tjenesten."),
}


class MissingError(HTTPException):
    """A page that is not there, and that we know more of: a title, a sentence, and links as (address, words)."""

    def __init__(self, title: str, text: str, links: list[tuple[str, str]]) -> None:
        super().__init__(404)
        self.title, self.text, self.links = title, text, links


class Site:
    """The readers and the templates that every page needs."""

    def __init__(self, home: Home, clusters_folder: Path) -> None:
        self.home = home
        self.stores = StoreReader(home)
        self.folder = ClusterReader(clusters_folder)
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            lstrip_blocks=True,
        )
        self.templates.globals |= {"_": say, "say_count": say_count}
        self.templates.filters |= {
            "web_address": web_address,
            "count": words.count_words,
            "call_path": pages.call_path,
            "kept": keep_night,
        }

    def page(self, template: str, shown: Shown | None, path: str = "/", **context: Any) -> HTMLResponse:
        """One HTML page. Every template gets `frame` (pages.Frame) and what its page function made.

        path: the page's own address, without a night.
        """
        frame = pages.frame(shown, has_design=DESIGN.is_dir(), path=path)
        return HTMLResponse(self.templates.get_template(template).render(frame=frame, **context))

    def shown(self, request: Request) -> Shown | None:
        """The night that the address asks for, or the newest, for the clusters as they stand; None before the first.

        MissingError when there is no such night; 400 when what is asked for is no day.
        """
        try:
            return self.stores.shown(self.folder.clusters(), asked_day(request, "natt"))
        except NoSuchNightError as error:
            raise no_such_night(request, error) from error

    def cluster(self, key: str) -> Cluster:
        """That cluster; 404 when there is none."""
        found = next((cluster for cluster in self.folder.clusters() if cluster.key == key), None)
        if found is None:
            raise HTTPException(404)
        return found

    def profile(self, cluster: Cluster, key: str) -> Profile:
        """That profile of the cluster; 404 when there is none."""
        found = next((profile for profile in cluster.profiles if profile.key == key), None)
        if found is None:
            raise HTTPException(404)
        return found


def create_app(home: Home, clusters_folder: Path) -> FastAPI:
    """The application over the store of `home` and the clusters of a folder.

    ProfileError when the folder's clusters cannot be read. Before the first night the pages say what to do.
    """
    site = Site(home, clusters_folder)
    app = FastAPI(title="Utlysningsradar", docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    if DESIGN.is_dir():
        app.mount("/design", StaticFiles(directory=DESIGN), name="design")
    if FONTS.is_dir():
        app.mount("/skrift", StaticFiles(directory=FONTS), name="skrift")
    _add_pages(app, site)
    _add_exports(app, site)
    add_overview(app, site)
    _add_errors(app, site)

    @app.middleware("http")
    async def safe(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        response.headers.update(SAFETY_HEADERS)
        return response

    return app


@pass_context
def keep_night(context: Context, path: str) -> str:
    """An address of our own, carrying on the night that the page shows."""
    natt = context["frame"].natt
    return f"{path}{'&' if '?' in path else '?'}natt={natt}" if natt else path


def asked_day(request: Request, name: str) -> date | None:
    """The day in a query parameter, None when it is left out or empty. 400 when it is not a day as 2026-05-14."""
    text = request.query_params.get(name, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise HTTPException(400) from error
    if day.isoformat() != text:
        raise HTTPException(400)
    return day


def own_path(request: Request) -> str:
    """The path of the request as it was sent, so that an id with odd characters comes back as it was."""
    return str(request.scope["raw_path"].decode("ascii"))


def no_such_night(request: Request, error: NoSuchNightError) -> MissingError:
    """What to say, and the nearest nights that there are."""
    links = [
        (f"{own_path(request)}?natt={day}", f"Natten {words.date_words(day)}")
        for day in (error.before, error.after)
        if day is not None
    ]
    text = "Den natten ble ingenting hentet, eller det er ikke lagret. Velg en av nettene ved siden av."
    return MissingError(f"Ingen natt {words.date_words(error.day)}", text, links)


def _add_pages(app: FastAPI, site: Site) -> None:
    @app.get("/")
    def home_page(request: Request) -> HTMLResponse:
        shown = site.shown(request)
        return site.page("home.html", shown, clusters=pages.cluster_cards(shown, site.folder.clusters()))

    @app.get("/klynge/{cluster}")
    def cluster_page(request: Request, cluster: str) -> HTMLResponse:
        found, shown = site.cluster(cluster), site.shown(request)
        return site.page("cluster.html", shown, own_path(request), card=pages.cluster_cards(shown, [found])[0])

    @app.get("/klynge/{cluster}/{profile}")
    def profile_page(request: Request, cluster: str, profile: str, treff: str = "") -> HTMLResponse:
        found = site.cluster(cluster)
        wanted, shown = site.profile(found, profile), site.shown(request)
        if treff not in KINDS:
            raise HTTPException(400)
        matches = match_lists(shown, found, wanted, KINDS[treff])
        path = f"{own_path(request)}?treff={treff}" if treff else own_path(request)
        asked = asked_calls(shown, found, wanted, site.home.decisions_url)
        return site.page("profile.html", shown, path, cluster=found, profile=wanted, matches=matches, asked=asked)

    @app.get("/utlysning/{source}/{source_id:path}")
    def one_call(request: Request, source: str, source_id: str) -> HTMLResponse:
        shown = site.shown(request)
        page = call_page(shown, source, source_id) if shown else None
        if page is None:
            raise _not_known(shown, request, source, source_id)
        return site.page("call.html", shown, own_path(request), page=page)

    @app.get("/endringer")
    def changes(request: Request) -> HTMLResponse:
        shown = site.shown(request)
        page = changes_page(shown, asked_day(request, "fra"), asked_day(request, "til")) if shown else None
        return site.page("changes.html", shown, own_path(request), page=page)

    @app.get("/kilder")
    def sources_page(request: Request) -> HTMLResponse:
        shown = site.shown(request)
        return site.page("sources.html", shown, own_path(request), sources=source_cards(shown, site.home.decisions_url))

    @app.get("/om")
    def about_page(request: Request) -> HTMLResponse:
        return site.page("about.html", site.shown(request), own_path(request))


def _not_known(shown: Shown | None, request: Request, source: str, source_id: str) -> HTTPException:
    """A call that is not there; one that came after the night says from when we know it."""
    later = shown.store.versions(source, source_id) if shown and shown.is_past else []
    if shown is None or not later:
        return HTTPException(404)
    night, first = words.date_words(shown.night.night), words.date_words(later[0]["valid_from"])
    text = f"Natten {night} kjente vi ikke til denne utlysningen. Vi så den første gang natten {first}."
    return MissingError("Ikke kjent den natten", text, [(own_path(request), "Vis det vi vet nå")])


def _add_exports(app: FastAPI, site: Site) -> None:
    @app.get("/eksport.xlsx")
    def export(request: Request, cluster: str = "", profile: str = "") -> Response:
        if profile and not cluster:
            raise HTTPException(400)
        if cluster:
            wanted = site.cluster(cluster)
            if profile:
                site.profile(wanted, profile)
        shown = site.shown(request)
        if shown is None:
            raise HTTPException(404)
        found = shown.rows(cluster or None, profile or None)
        name = "-".join(part for part in ("utlysninger", cluster, profile, shown.night.night.isoformat()) if part)
        attachment = f'attachment; filename="{re.sub(r"[^A-Za-z0-9-]", "_", name)}.xlsx"'
        kind, headers = FORMS["xlsx"].media_type, {"Content-Disposition": attachment}
        return Response(file_of(found, "xlsx"), media_type=kind, headers=headers)

    @app.get("/helse")
    def health(request: Request) -> JSONResponse:
        body = pages.health(site.shown(request))
        return JSONResponse(body, status_code=503 if body["state"] == "no_night" else 200)


def _add_errors(app: FastAPI, site: Site) -> None:
    def answer(status: int, error: HTTPException | None = None) -> HTMLResponse:
        title, text = ERRORS_NB.get(status, ERRORS_NB[400 if status < 500 else 500])
        links: list[tuple[str, str]] = []
        if isinstance(error, MissingError):
            title, text, links = error.title, error.text, error.links
        # The error page does not touch the store: it must also work when the store is what failed.
        response = site.page("error.html", None, title=title, text=text, status=status, links=links)
        response.status_code = status
        return response

    @app.exception_handler(HTTPException)
    async def refused(_request: Request, error: HTTPException) -> HTMLResponse:
        return answer(error.status_code, error)

    @app.exception_handler(StoreError)
    async def unavailable(_request: Request, error: StoreError) -> HTMLResponse:
        LOG.error("%s", error)
        return answer(503)

    @app.exception_handler(500)
    async def failed(_request: Request, _error: Exception) -> HTMLResponse:
        response = answer(500)
        response.headers.update(SAFETY_HEADERS)  # this handler stands outside the middleware that sets them
        return response
