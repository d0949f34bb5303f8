"""Walks a visitor, a town technician and an officer take, in a real browser, on the product as it starts."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LATER_START, Installation, violations

pytestmark = pytest.mark.journey

PUBLIC = [
    "/ca/",
    "/ca/towns/banyoles/",
    "/ca/search/",
    "/ca/search/?q=comunitats+energ%C3%A8tiques",
    "/ca/sources/",
    "/ca/how-this-works/",
    "/ca/sign-in/",
    "/ca/developers/",
]


def sign_in(page: Page, name: str) -> None:
    page.goto("/ca/sign-in/")
    page.get_by_role("button", name=name).click()


def test_a_visitor_finds_their_town_in_one_field(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/ca/$"))
    field = page.get_by_role("combobox").first
    field.press_sequentially("gerona", delay=40)
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Girona")
    field.press("ArrowDown")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/ca/towns/girona/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Girona")


def test_the_field_works_without_scripts(page: Page, installation: Installation) -> None:
    context = page.context.browser.new_context(java_script_enabled=False, base_url=installation.address)  # type: ignore[union-attr]  # a page of a fixture has one
    plain = context.new_page()
    plain.goto("/ca/")
    plain.get_by_role("searchbox").first.fill("Жирона")
    plain.get_by_role("searchbox").first.press("Enter")
    expect(plain.locator("main")).to_contain_text("Girona")
    context.close()


def test_a_radar_says_why_and_until_when(page: Page) -> None:
    page.goto("/ca/towns/banyoles/")
    first = page.locator("article.signal").first
    assert first.locator(".reasons li").count() >= 1
    first.get_by_role("heading").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/ca/signals/"))
    expect(page.locator("#why")).to_contain_text("Banyoles")


def test_a_town_technician_says_what_is_not_for_them(page: Page) -> None:
    sign_in(page, "Martí")
    page.goto("/ca/towns/banyoles/")
    article = page.locator("article.signal").first
    slug = article.get_attribute("id")
    article.get_by_role("button", name="No és per a nosaltres").click()
    expect(page.locator(f"#{slug}")).to_have_class(re.compile("settled"))
    page.goto("/ca/towns/girona/")
    assert page.get_by_role("button", name="No és per a nosaltres").count() == 0


def test_the_office_sets_aside_and_brings_back(page: Page) -> None:
    sign_in(page, "Núria")
    page.goto("/ca/desk/")
    title = page.locator("article.arrival h2").first.inner_text()
    page.locator("article.arrival input[type=checkbox]").first.check()
    page.get_by_role("button", name="Descarta").click()
    expect(page.get_by_role("status").first).to_contain_text("1")
    page.goto("/ca/desk/?state=dismissed")
    expect(page.locator("article.arrival h2").first).to_have_text(title)
    page.locator("article.arrival input[type=checkbox]").first.check()
    page.get_by_role("button", name="Torna-ho a mirar").click()
    expect(page.get_by_role("status").first).to_contain_text("1")


def test_a_search_narrows_and_keeps_its_address(page: Page) -> None:
    page.goto("/ca/search/")
    page.locator("#q").fill("pobles que perden població")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile(r"q=pobles"))
    assert page.locator("article.hit").count() > 3
    page.locator("#facet-kind input").first.check()
    expect(page).to_have_url(re.compile(r"kind="))
    again = page.url
    count = page.locator("#total").inner_text()
    page.goto(again)
    expect(page.locator("#total")).to_have_text(count)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_screen_has_a_barrier(page: Page, width: int, colours: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
    for address in PUBLIC:
        page.goto(address)
        assert violations(page) == [], f"{address} at {width} px, {colours}"
        overflow = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{address} at {width} px scrolls sideways by {overflow} px"


def test_signed_in_screens_have_no_barrier(page: Page) -> None:
    sign_in(page, "Núria")
    page.goto("/ca/towns/banyoles/")
    signal = page.locator("article.signal h3 a").first.get_attribute("href")
    assert signal is not None
    for address in ("/ca/desk/", "/ca/towns/banyoles/profile/", signal):
        page.goto(address)
        assert violations(page) == [], address


@pytest.mark.parametrize("language", ["ca", "es", "en", "fr"])
def test_every_language_is_whole(page: Page, language: str) -> None:
    for address in PUBLIC:
        page.goto(address.replace("/ca/", f"/{language}/"))
        assert page.locator("html").get_attribute("lang") == language
        assert violations(page) == [], address


def test_nothing_is_asked_of_strangers(page: Page, installation: Installation) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in PUBLIC:
        page.goto(address)
    house = urlsplit(installation.address).netloc
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {house}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ca/towns/enlloc/", 404),
        ("/ca/signals/no-existeix/", 404),
        ("/ca/search/?kind=unicorn", 400),
        ("/ca/search/?page=999999", 400),
        ("/ca/search/?due_from=ahir", 400),
    ],
)
def test_a_bad_address_gets_a_friendly_page(page: Page, address: str, status: int) -> None:
    answer = page.goto(address)
    assert answer is not None and answer.status == status
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []


def test_killed_and_started_again_nothing_is_lost(page: Page, installation: Installation) -> None:
    page.goto("/ca/towns/banyoles/")
    before = page.locator("main").inner_text()
    installation.kill()
    installation.start(within=LATER_START)
    page.goto("/ca/towns/banyoles/")
    assert page.locator("main").inner_text() == before
