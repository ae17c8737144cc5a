"""The application: what answers, what stands around every answer, and what is said when something is wrong.

Addresses are in web.routes_*, what a page says in web.*_page and the templates. Every page takes `?natt=2026-05-14` and
then shows what was known that night.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from calls.database import StoreError
from calls.home import Home
from calls.model import Page
from calls.tongue import note, say
from publish.selection import SelectionError
from readers import DecisionError
from sources.pasted import PastedError
from web.answers import Answers
from web.around import Around
from web.routes_call import add_calls
from web.routes_clusters import add_clusters
from web.routes_export import add_exports
from web.routes_overview import add_overview
from web.routes_own import add_own
from web.routes_profiles import add_profiles
from web.routes_read import add_pages
from web.routes_setup import add_setup
from web.routes_sheets import add_sheets
from web.routes_write import add_writes
from web.safety import SAFETY_HEADERS, ForeignRequestError
from web.site import DESIGN, FONTS, HERE, SCRIPT, Fetch, MissingError, Site
from web.warming import Warming

LOG = logging.getLogger(__name__)

ERRORS: dict[int, tuple[str, str]] = {
    400: (
        note("Adressen er ikke gyldig"),
        note("Noe i adressen er feil skrevet. Gå til forsiden og følg lenkene derfra."),
    ),
    403: (
        note("Dette kunne ikke lagres"),
        note(
            "Skjemaet kom ikke fra en side herfra, eller siden var for gammel. "
            "Gå tilbake, last siden på nytt og prøv igjen."
        ),
    ),
    404: (note("Fant ikke siden"), note("Adressen finnes ikke, eller det den viste til, er ikke med denne natten.")),
    405: (note("Det går ikke"), note("Denne adressen kan bare leses.")),
    413: (note("For stort"), note("Det som ble sendt inn, er for stort. Del det opp, eller last opp en mindre fil.")),
    503: (note("Databasen svarer ikke"), note("Prøv igjen om litt. Varer det, si fra til den som drifter tjenesten.")),
    500: (
        note("Noe gikk galt hos oss"),
        note("Siden kunne ikke lages. Feilen står i loggen til den som drifter tjenesten."),
    ),
}


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def create_app(
    home: Home,
    clusters: Path | None = None,
    *,
    served_on: str = "",
    names: Collection[str] = (),
    clock: Callable[[], datetime] = utc_now,
    fetch: Fetch | None = None,
    meaning: bool | None = None,
    warms: bool = False,
) -> FastAPI:
    """The application over the store of `home` and the clusters of a folder: those of the home, or the examples, unless
    one is given.

    served_on: the address that it answers on; where that is this machine alone, names for it other than `names` are
    refused. fetch: gets a page that a reader gives the address of (sources.pasted.fetch_page). meaning: whether the
    sentence model is used; None for as installed. warms: whether a thread reads new nights before they are asked for.
    ProfileError when the clusters cannot be read. Before the first night the pages say what to do.
    """
    site = Site(home, clusters, clock, fetch or nothing_fetched, meaning)

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        warming = Warming(site)
        if warms:
            warming.start()
        yield
        warming.stop()

    app = FastAPI(title="Utlysningsradar", docs_url=None, redoc_url=None, openapi_url=None, lifespan=running)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for address, place in (("/design", DESIGN), ("/skrift", FONTS), ("/skript", SCRIPT)):
        if place.is_dir():
            app.mount(address, StaticFiles(directory=place), name=address[1:])
    add_pages(app, site)
    add_calls(app, site)
    add_writes(app, site)
    add_own(app, site)
    add_profiles(app, site)
    add_clusters(app, site)
    add_sheets(app, site)
    add_setup(app, site)
    add_exports(app, site)
    add_overview(app, site)
    _add_errors(app, site)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=3)
    app.add_middleware(Answers, stamp=site.stamp, quick_stamp=site.quick_stamp)
    app.add_middleware(Around, served_on=served_on, names=names)
    return app


def nothing_fetched(_address: str) -> Page:
    """For a page that was not told how to fetch."""
    raise PastedError(say("Herfra hentes ingen sider. Åpne siden, merk teksten og lim den inn."))


def _add_errors(app: FastAPI, site: Site) -> None:
    def answer(status: int, error: HTTPException | None = None, text: str = "") -> HTMLResponse:
        title, usual = map(say, ERRORS.get(status, ERRORS[400 if status < 500 else 500]))
        text = text or usual
        links: list[tuple[str, str]] = []
        if isinstance(error, MissingError):
            title, text, links = error.title, error.text, error.links
        # The error page does not touch the store: it must also work when the store is what failed.
        return site.page("error.html", None, status=status, title=title, text=text, links=links, code=status)

    @app.exception_handler(HTTPException)
    async def refused(_request: Request, error: HTTPException) -> HTMLResponse:
        return answer(error.status_code, error)

    @app.exception_handler(SelectionError)
    async def not_asked_for(_request: Request, error: SelectionError) -> HTMLResponse:
        return answer(400, text=str(error))

    @app.exception_handler(DecisionError)
    async def not_decided(_request: Request, error: DecisionError) -> HTMLResponse:
        return answer(400, text=str(error))

    @app.exception_handler(ForeignRequestError)
    async def foreign(_request: Request, _error: ForeignRequestError) -> HTMLResponse:
        return answer(403)

    @app.exception_handler(StoreError)
    async def unavailable(_request: Request, error: StoreError) -> HTMLResponse:
        LOG.error("%s", error)
        return answer(503)

    @app.exception_handler(500)
    async def failed(_request: Request, _error: Exception) -> Response:
        response = answer(500)
        response.headers.update(SAFETY_HEADERS)  # this handler stands outside the middleware that sets them
        return response
