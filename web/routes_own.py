"""Addresses of *Legg inn selv*: calls that readers enter, change and take away."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from calls.model import OWN_SOURCE
from calls.tongue import say
from readers.forms import given_of
from readers.shapes import DecisionError
from sources.pasted import PastedError, read_page, read_text
from web.own_page import OwnForm, edit_form, empty_form, own_calls, refused_form, suggested_form
from web.pages import call_path
from web.routes_write import deciding
from web.sent import Sent, sent_form
from web.site import READER, Site


def add_own(app: FastAPI, site: Site) -> None:
    """The pages and what is sent in from them."""
    form = sent_form(site)

    def page(
        request: Request, filled: OwnForm | None, problem: str = "", status: int = 200, **kept: str
    ) -> HTMLResponse:
        standing = site.stores.standing()
        listed = own_calls(standing, site.now()) if filled is None else []
        return site.page(
            "own_call.html",
            site.shown(request),
            "/legg-inn",
            status,
            form=filled,
            own=listed,
            problem=problem,
            kept_text=kept.get("text", ""),
            kept_address=kept.get("address", ""),
        )

    @app.get("/legg-inn")
    def begin(request: Request) -> HTMLResponse:
        return page(request, None)

    @app.get("/legg-inn/skjema")
    def by_hand(request: Request) -> HTMLResponse:
        return page(request, empty_form())

    @app.post("/legg-inn/les")
    def read(request: Request, sent: Sent = form) -> HTMLResponse:
        text, address = sent.one("tekst"), sent.one("adresse")
        try:
            if text:
                return page(request, suggested_form(read_text(text, published=site.now().date()), address))
            if not address:
                raise PastedError(say("Lim inn teksten eller adressen til utlysningen først."))
            return page(request, suggested_form(read_page(site.fetch(address)), address))
        except PastedError as error:
            return page(request, None, str(error), 400, text=text, address=address)

    @app.post("/legg-inn")
    def add(request: Request, sent: Sent = form) -> Response:
        return save(request, sent, "")

    @app.get("/legg-inn/{source_id}")
    def edit(request: Request, source_id: str) -> HTMLResponse:
        record = site.stores.standing().own_record(source_id, site.now())
        if record is None:
            raise HTTPException(404)
        return page(request, edit_form(source_id, record))

    @app.post("/legg-inn/{source_id}")
    def change(request: Request, source_id: str, sent: Sent = form) -> Response:
        return save(request, sent, source_id)

    @app.post("/legg-inn/{source_id}/fjern")
    def remove(source_id: str, _sent: Sent = form) -> Response:
        with deciding(site) as decisions:
            decisions.remove_call(source_id, by=READER, at=site.now())
        return RedirectResponse("/legg-inn", 303)

    def save(request: Request, sent: Sent, source_id: str) -> Response:
        try:
            with deciding(site) as decisions:
                made = decisions.add_call(given_of(sent.values), by=READER, at=site.now(), source_id=source_id)
        except DecisionError as error:
            return page(request, refused_form(source_id, sent.values, str(error)), status=400)
        return RedirectResponse(call_path({"source": OWN_SOURCE, "source_id": made.source_id}), 303)
