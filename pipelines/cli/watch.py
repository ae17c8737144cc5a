"""The command that a timer runs in the morning: is tonight's night there, and how did it go?"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from pipelines.settings import OSLO, MailSettings, SettingError, home_from_environment, mail_from_environment

if TYPE_CHECKING:
    from calls.home import Home
    from publish.operator_message import OperatorMessage

EXIT_CODES = {"partial": 3, "failed": 1, "missing": 1}
"""As `radar night` ends."""


@click.command(
    epilog="""\b
Eksempler:
  radar watch                      hver morgen fra cron eller systemd, når natten skal være ferdig (kl. 08.00)
  radar watch --date 2026-09-16    en annen natt
  radar watch --test               prøver om e-posten virker
"""
)
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATO", help="Denne natten; ellers den i dag."
)
@click.option("--test", "is_test", is_flag=True, help="Send en prøvemelding, og gjør ikke noe annet.")
def watch(day: datetime | None, is_test: bool) -> None:
    """Sier om natten er kjørt og hvordan det gikk, og sender melding når noe er galt.

    Meldingen lagres i RADAR_HOME/messages, og sendes på e-post når RADAR_MAIL_TO og RADAR_SMTP_URL er satt.
    Avslutter med 0 når alt er ferskt, 3 når noe er rangert på eldre data, og 1 når natten ikke er
    rangert eller ikke er kjørt.
    """
    from pipelines.messages import night_outcome

    now = datetime.now(OSLO)
    if is_test:
        _test_mail(now)
        return
    wanted = day.date() if day else now.date()
    if wanted > now.date():
        raise click.UsageError(f"Natten {wanted} er ikke kommet ennå.")
    home = home_from_environment()
    message = night_outcome(home, wanted, now)
    _tell(home, wanted, message, now)
    if message is not None:
        raise click.exceptions.Exit(EXIT_CODES[message.kind])


def _tell(home: Home, day: date, message: OperatorMessage | None, now: datetime) -> None:
    from pipelines.messages import keep_and_send, send_unsent, withdraw
    from publish.operator_message import fine_words

    click.echo(message.text if message else fine_words(day))
    problem: SettingError | None = None
    settings: MailSettings | None = None
    try:
        settings = mail_from_environment()
    except SettingError as error:
        problem = error
    is_down = False
    if message is None:
        withdraw(home, day)
    else:
        sent = keep_and_send(home, message, settings, now)
        is_down = sent.state == "unsent"
        click.echo(sent.words, err=bool(sent.problem))
    if problem is not None:
        raise click.ClickException(str(problem)) from problem
    for late in send_unsent(home, settings, now) if settings and not is_down else []:
        click.echo(late.problem or f"Sendte {late.path.name}, som ikke gikk ut tidligere.", err=bool(late.problem))


def _test_mail(now: datetime) -> None:
    from pipelines.mail import MailError, send
    from publish.operator_message import PRODUCT
    from publish.words import moment_words

    try:
        settings = mail_from_environment()
        if settings is None:
            raise SettingError("E-post er ikke satt opp: RADAR_MAIL_TO og RADAR_SMTP_URL mangler.")
        text = (
            f"Dette er en prøve, sendt {moment_words(now)}. E-posten virker.\n"
            "Ordentlige meldinger kommer bare når en natt svikter, er rangert på gamle data eller ikke er kjørt."
        )
        refused = send(settings, f"{PRODUCT}: prøve på melding", text, f"prove{now:%Y%m%d%H%M%S}", now)
    except (MailError, SettingError) as error:
        raise click.ClickException(str(error)) from error
    if refused:
        raise click.ClickException(refused)
    click.echo(f"Prøvemelding sendt til {', '.join(settings.to)}.")
