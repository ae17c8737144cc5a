"""The `radar` command line: reads arguments, calls the packages, prints. Errors are one line and a non-zero exit."""

from __future__ import annotations

import sys

import click

from pipelines.cli.backup import backup, restore
from pipelines.cli.doctor import doctor
from pipelines.cli.feedback import feedback
from pipelines.cli.fields import fields
from pipelines.cli.glossary import glossary
from pipelines.cli.history import diff, replay, reread
from pipelines.cli.night import night
from pipelines.cli.quality import benchmark, evaluate
from pipelines.cli.read import calls, export, matches
from pipelines.cli.setup import init, profiles
from pipelines.cli.sources import sources
from pipelines.cli.watch import watch
from pipelines.cli.web import serve
from pipelines.cli.who import who
from pipelines.settings import CODE_VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(CODE_VERSION, prog_name="radar")
def radar() -> None:
    """Utlysningsradar: samler utlysninger hver natt og rangerer dem mot klyngens prosjekter.

    \b
    Eksempel:
      radar night          kjører de medfølgende demonstrasjonsnettene
      radar serve          viser treffene på http://127.0.0.1:8000
    """


READING = (calls, matches, who, export, serve, sources, fields, feedback, profiles, glossary)
HISTORY = (diff, replay, reread)
KEEPING = (init, doctor, watch, backup, restore)

MEASURING = (benchmark, evaluate)

for command in (night, *READING, *HISTORY, *KEEPING, *MEASURING):
    radar.add_command(command)


def main() -> None:
    """Entry point. A failure that a person can do something about is one line on stderr and exit 1."""
    try:
        # So called, click gives back the code that a command ended with instead of ending with it.
        sys.exit(radar.main(standalone_mode=False))
    except click.Abort:
        click.echo("Avbrutt.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        click.echo(f"Feil: {' '.join(error.format_message().split())}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:
        if not isinstance(error, _known_errors()):
            raise
        click.echo(f"Feil: {' '.join(str(error).split())}", err=True)
        sys.exit(1)


def _known_errors() -> tuple[type[Exception], ...]:
    """Errors whose message tells a person what to do. Imported only when something failed: `--help` stays quick."""
    from calls.archive import ArchiveError
    from calls.database import StoreError
    from calls.fetch import ContactMissing, FetchError
    from matching.benchmark import BenchmarkError
    from matching.glossary import GlossaryError
    from matching.profiles import ProfileError
    from pipelines.settings import SettingError
    from readers import DecisionError
    from sources.base import UnreadablePage

    ours = (
        ArchiveError,
        BenchmarkError,
        ContactMissing,
        DecisionError,
        FetchError,
        GlossaryError,
        ProfileError,
        SettingError,
        StoreError,
    )
    return *ours, UnreadablePage, OSError
