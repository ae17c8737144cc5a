"""The settings of the operator's mail and of the sentence model: what is read, what is refused, and that no password is
ever shown."""

from __future__ import annotations

import os

import pytest

from pipelines.settings import MailSettings, SettingError, mail_from_environment, sentence_model_from_environment


def environment(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name in list(os.environ):
        if name.startswith("RADAR_"):
            monkeypatch.delenv(name)
    for name, value in values.items():
        monkeypatch.setenv(name, value)


TO, URL = "drift@helse.no", "smtp://post.helse.no"
FROM = {"RADAR_MAIL_FROM": "radar@helse.no"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"RADAR_MAIL_TO": TO, "RADAR_SMTP_URL": URL, **FROM},
            MailSettings((TO,), "radar@helse.no", "post.helse.no", 25, is_smtps=False),
        ),
        (
            {
                "RADAR_MAIL_TO": "Kari Nordmann <kari@helse.no>, drift@blåbær.no;kari@helse.no",
                "RADAR_SMTP_URL": "smtp://radar%40helse.no:p%40ss%2Ford@post.helse.no/",
                "RADAR_CONTACT": "Kåre Ødegård <kare@helse.no>",
            },
            MailSettings(
                ("kari@helse.no", "drift@xn--blbr-roah.no"),
                "kare@helse.no",
                "post.helse.no",
                587,
                is_smtps=False,
                user="radar@helse.no",
                password="p@ss/ord",
            ),
        ),
        (
            {
                "RADAR_MAIL_TO": "root@localhost",
                "RADAR_SMTP_URL": "smtps://radar@[::1]",
                "RADAR_SMTP_PASSWORD": "a/b?c#d%e@f",
                "RADAR_CONTACT": "Kari kari@helse.no",
            },
            MailSettings(
                ("root@localhost",), "kari@helse.no", "::1", 465, is_smtps=True, user="radar", password="a/b?c#d%e@f"
            ),
        ),
        (
            {
                "RADAR_MAIL_TO": TO,
                "RADAR_SMTP_URL": "smtp://u:gammel@127.0.0.1:2525",
                "RADAR_SMTP_PASSWORD": "ny",
                **FROM,
            },
            MailSettings((TO,), "radar@helse.no", "127.0.0.1", 2525, is_smtps=False, user="u", password="ny"),
        ),
    ],
)
def test_settings_that_are_read(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], expected: MailSettings
) -> None:
    environment(monkeypatch, **values)
    assert mail_from_environment() == expected


def test_no_settings_is_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    environment(monkeypatch, RADAR_CONTACT="Kari kari@helse.no", RADAR_MAIL_TO=" ")
    assert mail_from_environment() is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"RADAR_MAIL_TO": TO}, "RADAR_SMTP_URL mangler"),
        ({"RADAR_SMTP_URL": URL}, "RADAR_MAIL_TO mangler"),
        ({"RADAR_SMTP_PASSWORD": "Hemmelig1"}, "RADAR_MAIL_TO mangler"),
        ({"RADAR_MAIL_FROM": TO}, "RADAR_MAIL_TO mangler"),
        ({"RADAR_MAIL_TO": TO, "RADAR_SMTP_URL": URL}, "RADAR_MAIL_FROM mangler"),
        ({"RADAR_MAIL_TO": TO, "RADAR_SMTP_URL": URL, "RADAR_CONTACT": "Kåre kåre@helse.no"}, "RADAR_CONTACT har ikke"),
        ({"RADAR_MAIL_TO": f"{TO}\r\nBcc: x@y.no", "RADAR_SMTP_URL": URL, **FROM}, "RADAR_MAIL_TO har linjeskift"),
        ({"RADAR_MAIL_TO": TO, "RADAR_SMTP_URL": URL, "RADAR_MAIL_FROM": "a@b.no\nX: 1"}, "RADAR_MAIL_FROM har linje"),
        ({"RADAR_MAIL_TO": f"{TO},", "RADAR_SMTP_URL": URL, **FROM}, "RADAR_MAIL_TO har ikke en brukbar"),
        ({"RADAR_MAIL_TO": "kari", "RADAR_SMTP_URL": URL, **FROM}, "RADAR_MAIL_TO har ikke en brukbar"),
        ({"RADAR_MAIL_TO": "a b@c.no", "RADAR_SMTP_URL": URL, **FROM}, "RADAR_MAIL_TO har ikke en brukbar"),
        ({"RADAR_MAIL_TO": "a..b@c.no", "RADAR_SMTP_URL": URL, **FROM}, "RADAR_MAIL_TO har ikke en brukbar"),
        ({"RADAR_MAIL_TO": "a@b..no", "RADAR_SMTP_URL": URL, **FROM}, "RADAR_MAIL_TO har ikke en brukbar"),
        ({"RADAR_MAIL_TO": f"a@{'b' * 64}.no", "RADAR_SMTP_URL": URL, **FROM}, "RADAR_MAIL_TO har ikke en brukbar"),
        *(
            ({"RADAR_MAIL_TO": TO, "RADAR_SMTP_URL": url, **FROM}, "RADAR_SMTP_URL")
            for url in (
                "post.helse.no:587",
                "http://u:Hemmelig1@post.helse.no",
                "smtp://",
                "smtp://u:Hemmelig1@",
                "smtp://u:Hemmelig1@post.helse.no:x",
                "smtp://u:Hemmelig1@post.helse.no:99999",
                "smtp://u:Hemmelig1@post.helse.no:0",
                "smtp://u:Hemmelig1/x@post.helse.no",
                "smtp://u:Hemmelig1#x@post.helse.no",
                "smtp://u:Hemmelig1?@post.helse.no",
                "smtp://u:Hemmelig1@post helse.no",
                "smtp://u:Hemmelig1@[::1",
                "smtp://u@post.helse.no",
                "smtp://:Hemmelig1@post.helse.no",
                "smtp://u:Hemmelig1%0A@post.helse.no",
                "smtp://u:Hemmelig1æ@post.helse.no",
            )
        ),
        (
            {"RADAR_MAIL_TO": TO, "RADAR_SMTP_URL": URL, "RADAR_SMTP_PASSWORD": "Hemmelig1", **FROM},
            "brukernavnet mangler",
        ),
        (
            {"RADAR_MAIL_TO": TO, "RADAR_SMTP_URL": URL, "RADAR_SMTP_CA": "/finnes/ikke", **FROM},
            "RADAR_SMTP_CA er ikke",
        ),
        ({"RADAR_MAIL_TO": TO, "RADAR_SMTP_URL": URL, "RADAR_SMTP_CA": __file__, **FROM}, "RADAR_SMTP_CA er ikke"),
    ],
)
def test_settings_that_are_half_set_or_malformed(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], words: str
) -> None:
    environment(monkeypatch, **values)
    with pytest.raises(SettingError) as caught:
        mail_from_environment()
    assert words in str(caught.value)
    assert "Hemmelig1" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_the_sentence_model_is_off_or_as_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    environment(monkeypatch)
    assert sentence_model_from_environment() is None
    environment(monkeypatch, RADAR_SENTENCE_MODEL=" off ")
    assert sentence_model_from_environment() is False
    environment(monkeypatch, RADAR_SENTENCE_MODEL="nei")
    with pytest.raises(SettingError, match="RADAR_SENTENCE_MODEL kan være «off» eller stå tom, ikke «nei»"):
        sentence_model_from_environment()
