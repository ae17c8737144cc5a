"""Addresses of profiles from a spreadsheet: an empty one to fill in, and one to read."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse

from calls.tongue import say
from matching.file_checks import ChangedMeanwhileError, NotWrittenError
from matching.own_clusters import own_clusters
from matching.profile_files import write_profile
from matching.profile_sheet import ReadSheet, RowProblem, read_profiles
from matching.profiles import Cluster
from matching.sheet_file import SheetError
from publish.exports import FORMS
from publish.profile_template import template_sheet
from web.sent import Sent, sent_form
from web.site import READER, Site, own_path


def add_sheets(app: FastAPI, site: Site) -> None:
    """The page and what is sent in from it."""
    form = sent_form(site)

    def page(request: Request, cluster: Cluster, status: int = 200, **told: object) -> HTMLResponse:
        told = {"problem": "", "problems": (), "written": (), **told}
        return site.page("sheet.html", site.shown(request), own_path(request), status, cluster=cluster, **told)

    @app.get("/regneark/mal.xlsx")
    def template() -> Response:
        headers = {"Content-Disposition": 'attachment; filename="prosjekter.xlsx"'}
        return Response(template_sheet(), media_type=FORMS["xlsx"].media_type, headers=headers)

    @app.get("/regneark/{cluster}")
    def begin(request: Request, cluster: str) -> HTMLResponse:
        return page(request, site.cluster(cluster))

    @app.post("/regneark/{cluster}")
    def read(request: Request, cluster: str, sent: Sent = form) -> HTMLResponse:
        found = site.cluster(cluster)
        name, raw = sent.files.get("fil", ("", b""))
        if not raw:
            return page(request, found, 400, problem=say("Velg en fil først."))
        try:
            sheet = read_profiles(name, raw, found.members, {one.key for one in found.profiles})
        except SheetError as error:
            return page(request, found, 400, problem=str(error))
        # Whole or not at all: a half of a spreadsheet would have to be looked for row by row.
        if sheet.problems:
            return page(request, found, 400, problems=sheet.problems)
        problems = _write(site, found, sheet)
        written = [row.profile for row in sheet.rows] if not problems else []
        return page(request, site.cluster(cluster), 400 if problems else 200, problems=problems, written=written)


def _write(site: Site, cluster: Cluster, sheet: ReadSheet) -> list[RowProblem]:
    """Writes the profiles; what could not be written, by row."""
    folder, problems = own_clusters(site.home), []
    for row in sheet.rows:
        try:
            write_profile(folder, cluster.key, row.profile, site.now(), READER)
        except (NotWrittenError, ChangedMeanwhileError) as error:
            problems.append(RowProblem(row.row, "", str(error)))
    return problems
