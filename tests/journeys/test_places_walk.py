"""Dossiers, places and directories: each page once at both widths, and the walks people take through them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import violations
from tests.journeys.test_walk import sign_in

pytestmark = pytest.mark.journey

DIRECTORY = "/ca/directory/network/"


def place_of(page: Page, town: str) -> str:
    """The address of the page that tells all of a town."""
    page.goto(f"/ca/towns/{town}/")
    found = page.locator("aside a[href*='/ca/places/']").first.get_attribute("href")
    assert found is not None
    return found.partition("#")[0]


@pytest.mark.parametrize("width", [1280, 390])
def test_places_dossiers_and_directories_have_no_barrier(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="light" if width == 1280 else "dark")
    girona = place_of(page, "girona")
    page.goto(girona)
    abroad = page.locator(".twins .name a").first.get_attribute("href")
    page.goto("/ca/dossiers/")
    dossier = page.locator("main article h3 a").first.get_attribute("href")
    page.goto(DIRECTORY)
    organisation = page.locator("table.directory tbody a").first.get_attribute("href")
    practices = ("/ca/practices/", "/ca/practices/?q=ombra+als+carrers&town=girona")
    walked = (girona, abroad, "/ca/dossiers/", dossier, "/ca/directory/", DIRECTORY, organisation, *practices)
    for address in walked:
        assert address is not None
        page.goto(address)
        assert violations(page) == [], f"{address} at {width} px"
        overflow = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{address} at {width} px scrolls sideways by {overflow} px"


def test_from_the_list_of_laws_to_a_document_and_back(page: Page) -> None:
    page.goto("/ca/dossiers/")
    page.locator("#dossier-q").fill("2026/9901 cod")
    page.locator("#dossier-q").press("Enter")
    expect(page).to_have_url(re.compile(r"q=2026"))
    page.locator("main article h3 a").first.click()
    expect(page.locator(".track [aria-current=step]")).to_have_count(1)
    page.locator("main article.brief h4 a").first.click()
    expect(page).to_have_url(re.compile(r"/ca/signals/"))
    page.locator("p.notice a[href*='/dossiers/']").click()
    expect(page).to_have_url(re.compile(r"/ca/dossiers/sample-2026-9901/"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/ca/signals/"))


def test_a_town_says_which_twinning_holds_and_takes_it_back(page: Page) -> None:
    sign_in(page, "Martí")
    page.goto(place_of(page, "banyoles"))
    twin = page.locator(".twins li", has_text="Condega")
    expect(twin.locator(".tag.sampled")).to_have_count(1)
    expect(page.locator(".arcs .told")).to_have_count(1)
    twin.locator("button[value=confirm]").click()
    expect(page).to_have_url(re.compile(r"#twins$"))
    expect(page.get_by_role("status").first).to_be_visible()
    expect(page.locator(".twins li.confirmed")).to_have_count(1)
    expect(page.locator(".arcs .confirmed")).to_have_count(1)
    assert violations(page) == []
    page.locator(".twins li.confirmed button[value=undo]").click()
    expect(page.locator(".twins li.confirmed")).to_have_count(0)
    page.goto(place_of(page, "girona"))
    assert page.locator("button[value=confirm]").count() == 0


def test_what_a_town_has_done_is_two_clicks_from_its_radar_and_the_sample_is_no_experience(
    page: Page,
) -> None:
    page.goto("/ca/towns/banyoles/")
    expect(page.locator("aside a[href$='#track-record']")).to_have_count(0)
    page.locator("aside a[href*='/places/']").first.click()
    record = page.locator("section[aria-labelledby=track-record]")
    expect(record.locator("tbody tr")).to_have_count(2)
    expect(record.locator("li .tag.sampled")).to_have_count(2)


def test_the_office_corrects_an_organisation(page: Page) -> None:
    sign_in(page, "Núria")
    page.goto(DIRECTORY)
    page.locator("table.directory th a", has_text="Aliança de mostra").click()
    page.locator("main a[href$='/edit/']").click()
    page.locator("#id_website").fill("no és cap web")
    page.locator("main form .button.main").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert violations(page) == []
    page.locator(".error-summary a").first.click()
    expect(page.locator("#id_website")).to_be_focused()
    page.locator("#id_website").fill("https://muntanyes.example.org/")
    page.locator("main form .button.main").click()
    expect(page.locator("dl.facts")).to_contain_text("https://muntanyes.example.org/")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ca/dossiers/no-existeix/", 404),
        ("/ca/dossiers/?stage=unicorn", 400),
        ("/ca/directory/unicorns/", 404),
        ("/ca/directory/network/?country=xx", 400),
        ("/ca/organisations/999999/", 404),
        ("/ca/places/99999999/", 404),
    ],
)
def test_a_wrong_address_is_said_kindly(page: Page, address: str, status: int) -> None:
    answer = page.goto(address)
    assert answer is not None and answer.status == status
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_possible_twins_have_no_barrier(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="light" if width == 1280 else "dark")
    sign_in(page, "Núria")
    page.goto(place_of(page, "girona"))
    page.locator("#twins a[href$='/twins/']").click()
    expect(page.locator(".candidates > li")).to_have_count(20)
    for address in (
        page.url,
        f"{page.url}?continent=AF&language=fr&size=village",
        "/ca/twin-with-us/?q=Ceret",
    ):
        page.goto(address)
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert violations(page) == [], f"{address} at {width} px"
        overflow = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{address} at {width} px scrolls sideways by {overflow} px"


def test_a_twin_nobody_wants_is_not_proposed_again_until_it_is_taken_back(page: Page) -> None:
    sign_in(page, "Martí")
    page.goto("/ca/towns/banyoles/")
    page.locator("aside a[href$='/twins/']").click()
    first = page.locator(".candidates > li").first
    name = first.locator("h3 a").inner_text()
    first.locator("details").last.locator("summary").click()
    first.locator("select[name=reason]").select_option("talking")
    first.locator("details form button").click()
    expect(page.get_by_role("status").first).to_be_visible()
    expect(page.locator("#excluded li")).to_contain_text(name)
    expect(page.locator(".candidates h3").get_by_text(name, exact=True)).to_have_count(0)
    page.locator("#excluded button").click()
    expect(page.locator(".candidates h3").first).to_contain_text(name)


def test_a_town_abroad_finds_whom_to_write_to(page: Page) -> None:
    page.goto("/ca/")
    page.locator("a[href='/ca/twin-with-us/']").click()
    page.locator("#twin-town").fill("Ceret")
    page.locator("#twin-town").press("Enter")
    page.locator("main tbody a").first.click()
    expect(page.locator(".candidates > li")).to_have_count(20)
    assert violations(page) == []
