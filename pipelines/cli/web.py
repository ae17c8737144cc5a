"""The command that serves the readers' page."""

from __future__ import annotations

import gc

import click

from pipelines.settings import (
    CODE_VERSION,
    contact_from_environment,
    home_from_environment,
    page_names_from_environment,
    sentence_model_from_environment,
)

LOOKS_FOR_GARBAGE = (5_000, 20, 20)
"""gc.set_threshold. By default Python looks for garbage after every 700 things that are made, and a page makes so many
that it shows in how long one takes."""


@click.command(epilog="Eksempel: RADAR_PORT=8080 radar serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Adressen som siden svarer på.")
@click.option("--port", type=click.IntRange(1, 65535), envvar="RADAR_PORT", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Viser treffene i nettleseren."""
    import socket
    from functools import partial

    import uvicorn

    from sources.pasted import fetch_page
    from web.app import create_app

    home = home_from_environment()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} på {host} er ikke ledig ({error.strerror}). Velg en annen med RADAR_PORT."
            ) from error
    fetch = partial(fetch_page, contact=contact_from_environment(), code_version=CODE_VERSION)
    app = create_app(
        home,
        served_on=host,
        names=page_names_from_environment(),
        fetch=fetch,
        meaning=sentence_model_from_environment(),
        warms=True,
    )
    gc.set_threshold(*LOOKS_FOR_GARBAGE)
    click.echo(f"Treffene vises på http://{host}:{port} – avslutt med Ctrl-C.")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
