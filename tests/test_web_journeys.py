"""Whole mornings at the page, in a real browser: the grant writer's, the advisor's, and the one after a bad night."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pypdfium2
import pytest
from browsing import listened, needs_chromium, open_all, served, settle, stays_inside
from icalendar import Calendar
from lxml import etree
from playwright.sync_api import Browser, Locator, Page
from selection_samples import shape
from served_nights import BAD, CLUSTER, GAVE_HALF, GAVE_NOTHING, LAST, at_ten_past_eight, bad_morning, bundled_home

from calls.home import Home
from calls.store import Store
from publish.atom import ATOM
from publish.rows import call_id, records
from web.app import create_app

pytestmark = needs_chromium

PROJECT = f"/klynge/{CLUSTER}/digital_hjemmeoppfolging"
TITLE = "Digital hjemmeoppfølging av kronisk syke i fjellbygder og byer"
PASTED = (
    "Tilskudd til digital hjemmeoppfølging i kommunene\nKommuner og helseforetak kan søke om inntil 5 000 000 kroner "
    "til digital hjemmeoppfølging av kronisk syke. Søknadsfrist: 1. november 2026 kl. 12.00."
)
WAYS = [(True, 1280), (True, 320), (False, 1280), (False, 320)]
NAMES = ["with script, wide", "with script, narrow", "without script, wide", "without script, narrow"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return bundled_home(tmp_path_factory.mktemp("bundled"))


@pytest.fixture(scope="module")
def site(home: Home) -> Iterator[str]:
    with served(create_app(home, clock=at_ten_past_eight(LAST), meaning=False)) as address:
        yield address


@pytest.fixture(scope="module")
def bad(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return bad_morning(home, tmp_path_factory.mktemp("bad"))


@pytest.fixture(scope="module")
def bad_site(bad: Home) -> Iterator[str]:
    with served(create_app(bad, clock=at_ten_past_eight(BAD), meaning=False)) as address:
        yield address


@pytest.fixture(params=WAYS, ids=NAMES)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A reader's window. In the end the console has complained of nothing."""
    has_script, width = request.param
    context = browser.new_context(
        java_script_enabled=has_script,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        accept_downloads=True,
    )
    found = context.new_page()
    said = listened(found)
    yield found
    context.close()
    assert said == []


def titles(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(".match h3").all_inner_texts()]


def unfold(page: Page, words: str) -> None:
    """Opens what folds under these words, unless it stands open."""
    fold = page.locator(f"details:has(> summary:text-is('{words}'))").first
    if fold.get_attribute("open") is None:
        fold.locator("> summary").click()
    settle(page)


def choose(page: Page, **chosen: str) -> None:
    """Chooses in the form of filters, and sends it where no script does so."""
    unfold(page, "Filtrer og sorter")
    for name, value in chosen.items():
        page.locator(f"#f-{name}").select_option(value)
    if is_asked(page, chosen):
        return
    page.locator(".filters button[type=submit]").click()
    page.wait_for_url(lambda address: holds(address, chosen))


def is_asked(page: Page, chosen: dict[str, str]) -> bool:
    """Whether the address tells what was chosen, at once or within the time that the script takes."""
    if not page.evaluate("typeof htmx !== 'undefined'"):
        return False
    page.wait_for_url(lambda address: holds(address, chosen))
    page.wait_for_load_state("networkidle")
    return True


def holds(address: str, chosen: dict[str, str]) -> bool:
    asked = parse_qs(urlsplit(address).query)
    return all(asked.get(name) == [value] for name, value in chosen.items())


def test_the_day_tells_what_the_night_found_with_project_and_reason(page: Page, site: str, home: Home) -> None:
    page.goto(site)
    with Store.open(home.database_url) as store:
        events = records(store.events(first=LAST, last=LAST))
        known = {call_id(call): call["title"] for call in records(store.calls())}
    for heading, kinds in (("Nytt", {"first_seen"}), ("Endret av finansiøren", {"changed", "opened"})):
        told = page.locator(f".day__group:has(> .ds-heading:has-text('{heading}'))").first
        items = told.locator(".day__items > li")
        assert items.count() > 0
        happened = {call_id(one) for one in events if one["cause"] != "us" and one["kind"] in kinds}
        moved = {call_id(one) for one in events if one["kind"].startswith("deadline_")}
        found = {" ".join(known[one].split()) for one in (happened if heading == "Nytt" else happened | moved)}
        for item in items.all():
            assert " ".join(item.locator(".day__title").inner_text().split()) in found
            why = item.locator(".day__why").inner_text()
            assert "Nr. " in why and "«" in why and ": " in why
            assert "Frist:" in item.locator(".day__facts").inner_text()
    assert stays_inside(page)


def test_a_list_is_filtered_and_its_address_is_the_list(page: Page, site: str, browser: Browser) -> None:
    page.goto(site)
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(f"**{PROJECT}")
    before = titles(page)
    assert any("Partner som mangler:" in one for one in page.locator(".match").all_inner_texts())
    choose(page, frist_innen="60", finansiør="Forskningsrådet")
    after = titles(page)
    assert after and len(after) < len(before) and set(after) < set(before)
    for card in page.locator(".match:visible").all():
        assert "Kan dere søke?" in card.inner_text() and card.locator(".match__why").is_visible()
        assert card.locator(".facts dd").first.inner_text() == "Forskningsrådet"
    assert stays_inside(page)
    fresh = browser.new_context().new_page()
    fresh.goto(page.url)
    assert titles(fresh) == after
    fresh.context.close()


def test_a_call_is_put_away_with_a_reason_and_taken_back(page: Page, site: str) -> None:
    page.goto(f"{site}{PROJECT}?finansiør=EU")
    before = titles(page)
    first = page.locator(".match").first
    first.locator(".putaway > summary").click()
    first.locator("input[name=grunn]").fill("For stort for oss")
    first.get_by_role("button", name="Legg bort").click()
    page.get_by_text("1 utlysning er lagt bort av dere.").wait_for()
    assert titles(page) == before[1:]
    page.get_by_role("link", name="Vis dem også").click()
    away = page.locator(".match--away")
    away.wait_for()
    assert "For stort for oss" in away.inner_text()
    away.get_by_role("button", name="Hent tilbake").click()
    page.locator(".match--away").wait_for(state="detached")
    assert titles(page) == before


def test_a_wrong_amount_is_corrected_and_shown_as_ours(page: Page, site: str) -> None:
    page.goto(f"{site}{PROJECT}?finansiør=Forskningsrådet")
    link = page.locator(".match h3 a").first
    title = " ".join(link.inner_text().split())
    link.click()
    page.locator(".values").wait_for()
    unfold(page, "Stemmer ikke noe? Rett det")
    unfold(page, "Høyeste beløp")
    form = page.locator("form:has(> input[value=award_ceiling_nok])")
    form.locator("input[name=award_ceiling_nok]").fill("2,5 mill.")
    form.locator("input[name=grunn]").fill("Ringte dem i går")
    form.get_by_role("button", name="Lagre rettelsen").click()
    corrected = page.locator(".corrected")
    corrected.wait_for()
    assert "2,5 mill. kroner" in corrected.inner_text() and "Ringte dem i går" in corrected.inner_text()
    assert page.locator(".values__ours", has_text="Rettet av dere.").count() == 1
    assert stays_inside(page)
    call = page.url
    page.goto(f"{site}{PROJECT}?finansiør=Forskningsrådet")
    card = page.locator(".match").first
    assert title in " ".join(card.inner_text().split()) and "rettet av dere" in card.inner_text().lower()
    page.goto(call)
    page.get_by_role("button", name="Angre rettelsen").click()
    page.locator(".corrected").wait_for(state="detached")


def test_the_files_of_a_list_hold_what_stands_on_the_screen(page: Page, site: str) -> None:
    page.goto(f"{site}{PROJECT}?frist_innen=120&finansiør=Forskningsrådet&sorter=frist")
    shown = titles(page)
    assert len(shown) > 5
    unfold(page, "Ta med deg listen")
    with page.expect_download() as got:
        page.get_by_role("link", name="Regneark (xlsx)").click()
    assert got.value.suggested_filename.endswith(f"{LAST}.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(got.value.path().read_bytes()))["Alle treff"]
    place = [cell.value for cell in sheet[1]].index("Tittel")
    assert [line[place] for line in sheet.iter_rows(min_row=2, values_only=True)] == shown
    lines = list(csv.DictReader(io.StringIO(fetched(page, "CSV").decode("utf-8-sig")), delimiter=";"))
    assert [line["Tittel"] for line in lines] == shown
    report = pypdfium2.PdfDocument(fetched(page, "Rapport (PDF)"))
    assert text_of(report).count("Adresse:") == len(shown)
    told = " ".join(str(one["SUMMARY"]) for one in Calendar.from_ical(fetched(page, "Kalender (ics)")).walk("VEVENT"))
    assert all(title[:60] in told for title in shown)
    feed = etree.fromstring(fetched(page, "Nyhetsstrøm (Atom)"))
    assert [one.findtext(f"{{{ATOM}}}title") for one in feed.iter(f"{{{ATOM}}}entry")] == shown


def fetched(page: Page, words: str) -> bytes:
    """What the address that stands on the page under these words gives."""
    link = page.get_by_role("link", name=words, exact=True)
    answer = page.context.request.get(urlsplit(page.url)._replace(path="", query="").geturl() + href(link))
    assert answer.status == 200
    return answer.body()


def href(link: Locator) -> str:
    found = link.get_attribute("href")
    assert found is not None
    return found


def text_of(document: pypdfium2.PdfDocument) -> str:
    return "".join(one.get_textpage().get_text_range() for one in document)


def test_the_overview_leads_to_the_calls(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Oversikt").click()
    page.get_by_role("heading", name="Når må dere søke?").wait_for()
    open_all(page)
    assert stays_inside(page)
    page.locator(".folds a").first.click()
    page.locator(".values").wait_for()


def test_every_match_of_a_project_is_printed_on_one_sheet(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}{PROJECT}?skjul_nei=")
    matches = [str(one.get_attribute("href")) for one in page.locator("a", has_text="På én side").all()]
    names = titles(page)
    assert len(matches) == len(names) > 50
    for path, title in zip(matches, names, strict=True):
        page.goto(site + path)
        sheet = pypdfium2.PdfDocument(page.pdf(format="A4"))
        assert len(sheet) == 1, path
        assert letters(title[:80]) in letters(text_of(sheet)), path
    page.close()


def letters(text: str) -> str:
    """The letters and figures of a text: a hyphen at the end of a line is no longer one in a PDF."""
    return "".join(char for char in shape(text) if char.isalnum())


def test_a_list_is_printed_as_a_report(page: Page, site: str) -> None:
    page.goto(f"{site}{PROJECT}?finansiør=EU")
    page.emulate_media(media="print")
    assert page.locator("nav:visible, form:visible, button:visible, input:visible, select:visible").count() == 0
    text = page.locator("body").inner_text()
    for words in ("Filtrer", "Ta med deg listen", "Ikke for oss", "Legg bort", "Hopp til", "Søk i", "På én side"):
        assert words not in text
    assert TITLE in text and len(titles(page)) > 3 and all(title in text for title in titles(page))


def test_after_a_bad_night_everybody_sees_what_is_fresh_from_when_the_rest_is_and_why(
    page: Page, bad_site: str, home: Home, bad: Home
) -> None:
    partly = said_of(home, "eu")
    old = said_of(home, "innovasjonnorge")
    for path in ("/", f"/klynge/{CLUSTER}", PROJECT, "/treff"):
        page.goto(bad_site + path)
        told = page.locator(".fresh").inner_text()
        assert "Hentet natt til torsdag 17. september 2026." in told
        assert "EU (delvis) og Innovasjon Norge (fra 16. september 2026)" in told
        assert f"EU: {GAVE_HALF}" in told and f"Innovasjon Norge: {GAVE_NOTHING}" in told
        assert stays_inside(page)
    for path, since, why in (
        (old, "Opplysningene er fra 16. september 2026", GAVE_NOTHING),
        (partly, "Noen opplysninger er fra en tidligere natt", GAVE_HALF),
    ):
        page.goto(bad_site + path)
        told = page.locator("main").inner_text()
        assert since in told and why in told
        assert stays_inside(page)
    page.goto(f"{bad_site}/kilder")
    for name, state, why in (
        ("Innovasjon Norge", "16. september 2026", GAVE_NOTHING),
        ("EU", "delvis", GAVE_HALF),
        ("Forskningsrådet", "fersk", ""),
    ):
        card = page.locator(".source", has=page.get_by_role("heading", name=name)).inner_text()
        assert state in card.lower() and why in card
    page.goto(f"{bad_site}/endringer?fra={LAST}&til={BAD}")
    assert page.get_by_role("heading", name="Borte").count() == 0
    with Store.open(bad.database_url) as store:
        happened = {(one["kind"], one["cause"]) for one in records(store.events(first=BAD, last=BAD))}
    assert happened <= {("closed", "time"), ("opened", "time")}, "what was not in the lists is not told to be gone"


def said_of(home: Home, source: str) -> str:
    """The address of an open call of a source."""
    with Store.open(home.database_url) as store:
        call = next(one for one in records(store.calls()) if one["source"] == source and one["status"] == "open")
    return f"/utlysning/{source}/{call['source_id']}"


def test_a_project_is_made_with_live_feedback(page: Page, site: str) -> None:
    page.goto(f"{site}/prosjekter")
    page.get_by_role("link", name="Nytt prosjekt").first.click()
    has_script = page.evaluate("typeof htmx !== 'undefined'")
    page.get_by_label("Tittel", exact=True).fill("Trygg hjemme med velferdsteknologi")
    page.get_by_label("Beskrivelse").fill(
        "Kommunene prøver ut digital hjemmeoppfølging av eldre med kronisk sykdom, sammen med sykehuset."
    )
    page.get_by_label("Stikkord", exact=True).fill("velferdsteknologi\nhjemmeoppfølging")
    if not has_script:
        page.get_by_role("button", name="Se hvilke treff det gir").click()
    page.locator("#forhand .dates li").first.wait_for()
    assert page.locator("#forhand .terms li").count() > 0
    assert stays_inside(page)
    page.get_by_role("button", name="Lagre prosjektet").click()
    page.get_by_role("heading", name="Historikk").wait_for()
    assert page.locator("h1").inner_text() == "Trygg hjemme med velferdsteknologi"
    page.goto(f"{site}/prosjekter")
    assert page.get_by_role("link", name="Trygg hjemme med velferdsteknologi", exact=True).count() == 1
    page.get_by_role("link", name="Trygg hjemme med velferdsteknologi", exact=True).click()
    unfold(page, "Slett prosjektet")
    page.get_by_role("button", name="Slett", exact=True).click()
    page.wait_for_url("**/prosjekter")
    assert page.get_by_role("link", name="Trygg hjemme med velferdsteknologi", exact=True).count() == 0


def test_a_call_of_ones_own_is_read_out_of_pasted_text(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("link", name="Legg inn en utlysning selv").click()
    page.get_by_label("Teksten til utlysningen").fill(PASTED)
    page.get_by_role("button", name="Les utlysningen").click()
    title = page.locator("#egen-title")
    title.wait_for()
    assert title.input_value() == "Tilskudd til digital hjemmeoppfølging i kommunene"
    assert page.locator("#egen-award_ceiling_nok").input_value().replace(" ", "") == "5000000"
    page.locator("#egen-funder").fill("Stiftelsen Dam")
    assert stays_inside(page)
    page.get_by_role("button", name="Lagre utlysningen").click()
    page.locator(".values").wait_for()
    assert "lagt inn av dere" in page.locator(".match__tags").inner_text().lower()
    assert TITLE in page.locator("main").inner_text(), "the projects that it fits are told at once"
    page.get_by_role("link", name="Endre eller fjern utlysningen").click()
    page.get_by_role("button", name="Fjern utlysningen").click()
    page.wait_for_url("**/legg-inn")


def test_search_finds_a_part_of_a_compound(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("searchbox", name="Søk i utlysninger og prosjekter").fill("oppfølging")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Søk: oppfølging").wait_for()
    assert page.get_by_role("link", name=TITLE).count() > 0
    assert "hjemmeoppfølging" in page.locator("main").inner_text().lower()
    assert page.locator("ol.dates > li").count() > 0
    assert stays_inside(page)


MOST_STOPS = 400
FOCUSED = """() => { const one = document.activeElement, look = getComputedStyle(one);
  return (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== "none"; }"""


def tab_to(page: Page, selector: str) -> None:
    """Tab until the focus is there, seeing at every stop where it is."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert page.evaluate(FOCUSED), page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never came to {selector}")


def test_the_morning_by_keyboard_alone(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto(f"{site}{PROJECT}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Hopp til innholdet" and page.evaluate(FOCUSED)
    tab_to(page, "#sok")
    page.keyboard.type("demens")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok?q=demens")
    page.goto(f"{site}{PROJECT}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, ".filters > summary")
    page.keyboard.press("Enter")
    tab_to(page, "#f-frist_innen")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**frist_innen=14*")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**frist_innen=60*")
    assert page.evaluate("document.activeElement.id") == "f-frist_innen", "the focus stays while the list changes"
    page.wait_for_load_state("networkidle")
    before = titles(page)
    tab_to(page, ".putaway > summary")
    page.keyboard.press("Space")
    tab_to(page, "input[name=grunn]")
    page.keyboard.type("Passer ikke nå")
    tab_to(page, ".putaway button")
    page.keyboard.press("Enter")
    page.get_by_text("er lagt bort av dere.").wait_for()
    assert titles(page) == before[1:]
    tab_to(page, "p a[href*='vis_skjulte']")
    page.keyboard.press("Enter")
    page.locator(".match--away").wait_for()
    tab_to(page, ".match--away button")
    page.keyboard.press("Enter")
    page.locator(".match--away").wait_for(state="detached")
    assert titles(page) == before
    page.close()
