"""Addresses of one call: its page, its archived page, and the corrections of its values."""

from __future__ import annotations

from datetime import date

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from calls.tongue import say
from publish import words
from readers.forms import correction_of
from readers.shapes import DecisionError
from web.archived import archived_page
from web.call_page import as_read, call_page
from web.nights import Shown
from web.pages import call_path
from web.preview import calls_for
from web.routes_write import deciding, reason_of
from web.safety import ARCHIVED_POLICY
from web.sent import Sent, sent_form
from web.site import READER, MissingError, Site, own_path


def add_calls(app: FastAPI, site: Site) -> None:
    """The page of a call, and what is done there."""
    form = sent_form(site)

    @app.get("/utlysning/{source}/{source_id:path}")
    def one_call(request: Request, source: str, source_id: str) -> HTMLResponse:
        shown = site.shown(request)
        page = call_page(shown, source, source_id) if shown else None
        if page is None:
            raise _not_known(shown, request, source, source_id)
        # One that was entered since the night has no place in its lists yet.
        is_waiting = shown is not None and page.is_own and not page.fits
        now = calls_for(site, shown, page.call, site.folder.clusters()) if shown and is_waiting else []
        return site.page("call.html", shown, own_path(request), page=page, now=now)

    @app.get("/arkiv/{night}/{source}/{source_id:path}")
    def archived(request: Request, night: str, source: str, source_id: str) -> Response:
        shown = site.shown(request)
        known = shown.store.versions(source, source_id) if shown else []
        version = next((one for one in known if one["page_night"] and one["page_night"].isoformat() == night), None)
        found = archived_page(site.home, date.fromisoformat(night), version["page_url"]) if version else None
        if found is None:
            title = say("Siden er ikke i arkivet")
            text = say("Denne siden er ikke arkivert for seg, eller arkivet for den natten er flyttet.")
            raise MissingError(
                title, text, [(call_path({"source": source, "source_id": source_id}), say("Til utlysningen"))]
            )
        kind = "text/html" if found.is_html else "text/plain"
        headers = {"Content-Security-Policy": ARCHIVED_POLICY}
        return Response(found.text.encode("utf-8", "replace"), media_type=f"{kind}; charset=utf-8", headers=headers)

    @app.post("/rett/{source}/{source_id:path}")
    def correct(request: Request, source: str, source_id: str, sent: Sent = form) -> Response:
        shown = site.shown(request)
        read = as_read(shown, source, source_id) if shown else None
        if shown is None or read is None:
            raise HTTPException(404)
        column = sent.one("felt")
        typed = sent.values.get(column, [])
        record = shown.standing.record(read, shown.night.began_at)
        if not sent.one("grunn"):
            raise DecisionError(say("Skriv hvorfor verdien rettes, så andre kan stole på den."))
        field, value = correction_of(column, typed, sent.one(f"{column}_clock"), record)
        with deciding(site) as decisions:
            decisions.correct(
                source,
                source_id,
                field,
                value,
                by=READER,
                at=site.now(),
                reason=reason_of(sent.one("grunn")),
                record=read,
            )
        return RedirectResponse(f"{call_path(read)}#rettet", 303)


def _not_known(shown: Shown | None, request: Request, source: str, source_id: str) -> HTTPException:
    """A call that is not there; one that came after the night says from when we know it."""
    later = shown.store.versions(source, source_id) if shown and shown.is_past else []
    if shown is None or not later:
        return HTTPException(404)
    night, first = words.date_words(shown.night.night), words.date_words(later[0]["valid_from"])
    text = say(
        "Natten {night} kjente vi ikke til denne utlysningen. Vi så den første gang natten {first}.",
        night=night,
        first=first,
    )
    return MissingError(say("Ikke kjent den natten"), text, [(own_path(request), say("Vis det vi vet nå"))])
