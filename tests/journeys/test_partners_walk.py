"""A town looks for whoever completes a consortium, and for why a signal is not for it, in a real browser."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import violations

pytestmark = pytest.mark.journey

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 900}
# Where pictures of the pages are kept for somebody to look at; nowhere unless asked for.
PICTURES = os.environ.get("ANTENA_JOURNEY_PICTURES", "")


def is_sound(page: Page, name: str) -> None:
    """The page as it stands has nothing against WCAG and nothing wider than the screen, at both widths."""
    for width, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a dict of the right shape
        assert violations(page) == [], f"{name}, {width}"
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name}, {width}"
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # a dict of the right shape


def test_a_consortium_is_completed_step_by_step(page: Page) -> None:
    page.goto("/en/towns/banyoles/partners/")
    page.get_by_label("Programme").select_option("cerv-town-twinning")
    page.get_by_role("button", name="See its rules").click()
    missing = page.locator("section", has=page.locator("#missing-title"))
    expect(missing.locator("ul.checks").first).to_contain_text("partner")
    is_sound(page, "consortium-missing")
    missing.get_by_role("link", name=re.compile("^Add")).first.click()
    expect(page).to_have_url(re.compile(r"with=p\d+"))
    expect(missing).to_contain_text("Nothing that is stated, and that we can check, is missing.")
    expect(page.locator("main")).to_contain_text("last compared on")
    is_sound(page, "consortium-complete")


def test_why_a_signal_is_not_for_a_town_is_told_with_what_it_rests_on(page: Page) -> None:
    page.goto("/en/towns/banyoles/")
    page.locator("article.signal").first.get_by_role("heading").get_by_role("link").click()
    page.goto(f"{page.url.split('?')[0]}?town=gisclareny")
    block = page.locator("#why")
    expect(block.get_by_role("heading", level=2)).to_contain_text("Gisclareny")
    expect(block.locator("ul.checks").first).to_be_attached()
    is_sound(page, "why")
