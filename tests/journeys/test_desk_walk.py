"""Walks of an officer behind the first page: sources, runs, files, pages we follow, links to check, mail."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT, Installation, violations
from tests.journeys.test_walk import sign_in

pytestmark = pytest.mark.journey

SAMPLES = ROOT / "antena" / "sources" / "catalogue"
OFFICE = [
    "/ca/desk/likenesses/",
    "/ca/desk/links/",
    "/ca/desk/matching/",
    "/ca/desk/priorities/",
    "/ca/sources/",
    "/ca/desk/feeds/",
    "/ca/desk/imports/",
    "/ca/desk/mail/",
]
LIST = (
    "Nom;Estat;Correu\n"
    "Consolat de l'Illa;Espanya;info@illa.example\n"
    "Consolat del Port;Atlàntida;port\n"
    "Consolat de la Vall;França;info@vall.example\n"
)


def test_every_screen_of_the_office_is_two_clicks_away_and_has_no_barrier(page: Page) -> None:
    sign_in(page, "Núria")
    for address in OFFICE:
        page.locator(".ways a[href='/ca/desk/']").click()
        page.locator(f".desk-ways a[href='{address}']").click()
        expect(page.locator(".desk-ways [aria-current=page]")).to_have_attribute("href", address)
        assert violations(page) == [], address
    page.set_viewport_size({"width": 390, "height": 900})
    page.emulate_media(color_scheme="dark")
    for address in (*OFFICE, "/ca/desk/matching/fairness/", "/ca/desk/imports/new/"):
        page.goto(address)
        assert violations(page) == [], f"{address} at 390 px, dark"
        assert sideways(page) <= 0, f"{address} at 390 px scrolls sideways"


def test_a_run_that_was_refused_is_looked_into(
    page: Page, installation: Installation, tmp_path: Path
) -> None:
    # the samples of a source are too few to be believed
    copytree(SAMPLES / "kohesio" / "samples", tmp_path, dirs_exist_ok=True)
    assert "was not whole" in replay(installation, "kohesio", tmp_path)
    sign_in(page, "Núria")
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto("/ca/sources/#kohesio")
    source = page.locator("#kohesio")
    source.locator("summary").first.click()
    expect(source.locator("dl.facts")).to_be_visible()
    source.locator(".meta a").click()
    expect(page.locator("#progress")).to_be_visible()
    expect(page.locator(".desk-ways [aria-current=true]")).to_have_attribute("href", "/ca/sources/")
    assert violations(page) == []
    assert sideways(page) <= 0
    page.locator("a[href$='/accept/']").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []
    page.locator("main form + a, main form a").last.click()
    expect(page.locator("a[href$='/accept/']")).to_be_visible()


def test_a_body_nobody_is_sure_of_is_decided_on(
    page: Page, installation: Installation, tmp_path: Path
) -> None:
    said = json.loads((SAMPLES / "keep/samples/projects-2021-2027.0001.json").read_text())
    partner = {"type": "partner", "country": "ES", "partner": {"name": "Ajuntament de Vilafranca"}}
    said["data"] = [{**said["data"][0], "partnerships": [partner]}]
    (tmp_path / "projects-2021-2027.0001.json").write_text(json.dumps(said))
    replay(installation, "keep", tmp_path, "--accept-shrinkage")
    sign_in(page, "Núria")
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto("/ca/desk/links/")
    body = page.locator("article").filter(has_text="Ajuntament de Vilafranca")
    body.get_by_role("searchbox").fill("Vilafranca del Pen")
    body.get_by_role("searchbox").press("Enter")
    choice = body.get_by_role("button", name="Vilafranca del Penedès")
    expect(choice).to_be_visible()
    assert violations(page) == []
    assert sideways(page) <= 0
    choice.click()
    expect(page.get_by_role("status").first).to_contain_text("Vilafranca del Penedès")
    expect(body).to_have_count(0)


def test_a_file_is_brought_looked_through_and_taken_back_without_scripts(
    page: Page, installation: Installation
) -> None:
    context = page.context.browser.new_context(java_script_enabled=False, base_url=installation.address)  # type: ignore[union-attr]  # a page of a fixture has one
    plain = context.new_page()
    plain.set_viewport_size({"width": 390, "height": 900})
    sign_in(plain, "Núria")
    plain.goto("/ca/desk/imports/new/")
    plain.select_option("#id_target", "consulate")
    plain.set_input_files(
        "#id_file", {"name": "consolats.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    plain.locator("form.form .button.main").click()
    expect(plain.locator(".crumbs [aria-current=step]")).to_contain_text("2.")
    plain.locator("#id_column-0").select_option("")
    plain.locator("#columns .button.main").click()
    expect(plain.locator(".error-summary")).to_be_visible()
    plain.locator("#id_column-0").select_option("name")
    plain.locator("#columns .button.main").click()
    expect(plain.locator("#row-3 p")).to_have_count(2)
    assert sideways(plain) <= 0
    plain.get_by_role("button", name="Importa 2").click()
    expect(plain.get_by_role("status").first).to_contain_text("2")
    expect(plain.locator(".crumbs [aria-current=step]")).to_contain_text("4.")
    plain.locator("form[action$='undo/'] button").click()
    expect(plain.locator("form[action$='undo/']")).to_have_count(0)
    context.close()


def test_a_page_nobody_can_open_is_not_followed(page: Page) -> None:
    sign_in(page, "Núria")
    page.goto("/ca/desk/feeds/")
    page.locator("button[name=look]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").first.click()
    expect(page.locator("#id_address")).to_be_focused()
    page.fill("#id_address", "http://127.0.0.1:9/feed.xml")
    page.fill("#id_name", "Xarxa inventada")
    page.fill("#id_publisher", "Ningú")
    page.locator("button[name=look]").click()
    expect(page.locator("#glance")).to_be_visible()
    expect(page.locator("button[name=follow]")).to_have_count(0)
    assert violations(page) == []


def test_the_desk_is_the_offices(page: Page) -> None:
    page.goto("/ca/desk/mail/")
    expect(page).to_have_url(re.compile(r"/ca/sign-in/\?next=/ca/desk/mail/"))
    sign_in(page, "Martí")
    for address in ("/ca/desk/mail/", "/ca/desk/imports/", "/ca/desk/links/"):
        answer = page.goto(address)
        assert answer is not None and answer.status == 403, address
    page.goto("/ca/sources/")
    assert page.locator(".desk-ways").count() == page.locator("main form").count() == 0


def replay(installation: Installation, source: str, folder: Path, *more: str) -> str:
    """What the product says when it reads a source from a folder; again while the worker is at it."""
    command = [
        sys.executable,
        "-m",
        "config.cli",
        "sync",
        source,
        "--from",
        str(folder),
        "--no-meaning",
        *more,
    ]
    environment = {**os.environ, "ANTENA_VAR_DIR": str(installation.var)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    said = ""
    for _ in range(10):
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        if "another process" not in said:
            break
        time.sleep(1)
    return said


def sideways(page: Page) -> int:
    """By how many pixels the page scrolls sideways."""
    found: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found
