"""The address of the overview: /oversikt, of all clusters or of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from web.overview_page import overview_page

if TYPE_CHECKING:
    from web.site import Site


def add_overview(app: FastAPI, site: Site) -> None:
    """Adds the page to the application."""

    @app.get("/oversikt")
    def overview(request: Request, klynge: str = "") -> HTMLResponse:
        chosen = site.cluster(klynge) if klynge else None
        shown = site.shown(request)
        page = overview_page(shown, site.folder.clusters(), chosen) if shown else None
        path = f"/oversikt?klynge={klynge}" if klynge else "/oversikt"
        return site.page("overview.html", shown, path, page=page)
