"""Addresses of what is taken along: files, and feeds to subscribe to, each of exactly the rows that the page shows."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from publish.exports import FORMS, Form, exported
from publish.selection import Selection
from publish.selection_query import joined, selection_of
from web.nights import Shown
from web.site import Site, own_address

FEEDS: tuple[Form, ...] = ("ics", "atom")
"""Forms that a program asks for again and again, and that are shown and not saved."""

ELSEWHERE = ("natt", "kort", "side")
"""Names of an address that are no part of a selection."""


def selection_in(request: Request, **fixed: str) -> Selection:
    """What the address asks for. fixed: what its path says. SelectionError for what makes no sense."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in ELSEWHERE]
    return selection_of(joined([*pairs, *fixed.items()]))


def check_names(site: Site, selection: Selection) -> None:
    """404 when the selection names a cluster or a project that there is not, 400 for a project without its cluster."""
    if selection.profile and not selection.cluster:
        raise HTTPException(400)
    if selection.cluster:
        cluster = site.cluster(selection.cluster)
        if selection.profile:
            site.profile(cluster, selection.profile)


def add_exports(app: FastAPI, site: Site) -> None:
    """`/eksport.xlsx` and so on, with the same names in the address as the lists have."""

    def export(request: Request, form: Form) -> Response:
        selection = selection_in(request)
        check_names(site, selection)
        shown = site.shown(request)
        if shown is None:
            raise HTTPException(404)
        found = shown.everything().asked(selection)
        is_short = request.query_params.get("kort", "") == "ja"
        address = str(request.base_url).rstrip("/") + own_address(request, without=())
        content = exported(found, form, shown.store, shown.clusters, is_short, address)
        return Response(content, media_type=FORMS[form].media_type, headers=_headers(form, selection, shown))

    for form in FORMS:
        app.add_api_route(f"/eksport.{form}", _route(export, form), methods=["GET"], name=f"eksport.{form}")


def _route(export: Callable[[Request, Form], Response], form: Form) -> Callable[[Request], Response]:
    def route(request: Request) -> Response:
        return export(request, form)

    return route


def _headers(form: Form, selection: Selection, shown: Shown) -> dict[str, str]:
    if form in FEEDS:
        return {}
    parts = ("utlysninger", selection.cluster, selection.profile, shown.night.night.isoformat())
    name = re.sub(r"[^A-Za-z0-9-]", "_", "-".join(part for part in parts if part))
    return {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
