"""Addresses of *Klyngen og medlemmene*: what is said of a cluster, and who is in it."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from matching.cluster_files import cluster_history, write_cluster
from matching.file_checks import ChangedMeanwhileError, NotWrittenError
from matching.own_clusters import own_clusters
from web.cluster_form import ClusterForm, cluster_form, typed_cluster
from web.profiles_page import history_rows
from web.sent import Sent, sent_form
from web.site import READER, Site, own_path


def add_clusters(app: FastAPI, site: Site) -> None:
    """The page and what is sent in from it."""
    form = sent_form(site)

    def page(
        request: Request, filled: ClusterForm, status: int = 200, theirs: str = "", is_saved: bool = False
    ) -> HTMLResponse:
        return site.page(
            "cluster_form.html",
            site.shown(request),
            own_path(request),
            status,
            form=filled,
            theirs=theirs,
            is_saved=is_saved,
            history=history_rows(cluster_history(site.folder.place, filled.cluster.key)),
        )

    @app.get("/medlemmer/{cluster}")
    def edit(request: Request, cluster: str, lagret: str = "") -> HTMLResponse:
        return page(request, cluster_form(site.cluster(cluster)), is_saved=bool(lagret))

    @app.post("/medlemmer/{cluster}")
    def save(request: Request, cluster: str, sent: Sent = form) -> Response:
        wanted, made_from = typed_cluster(sent, site.cluster(cluster)), sent.one("made_from")
        try:
            write_cluster(own_clusters(site.home), wanted, site.now(), READER, made_from)
        except NotWrittenError as error:
            return page(request, cluster_form(wanted, error.problems, made_from), 400)
        except ChangedMeanwhileError as error:
            return page(request, cluster_form(wanted, made_from=error.version), 409, error.theirs)
        return RedirectResponse(f"{own_path(request)}?lagret=ja", 303)
