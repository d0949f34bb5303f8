"""Every page, in every language: it answers, keeps the policy, and could be read aloud."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from antena.accounts.models import User
from tests.web.conftest import LANGUAGES, World

PAGES = (
    "",
    "towns/",
    "towns/banyoles/",
    "towns/banyoles/?theme=climate",
    "signals/signal-0/",
    "signals/signal-0/?town=banyoles&text=ar",
    "signals/signal-1/?town=nobody",
    "find/?q=xyzzy",
    "how-this-works/",
    "sign-in/",
    "nothing/here/",
)


class Page(HTMLParser):
    """What the rules of the house are checked on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or "style" in given:
            self.faults.append(f"<{tag} style>")
        self.faults += [f"{name} on <{tag}>" for name in given if name.startswith(("on", "hx-on"))]
        if (given.get("href") or "").startswith("javascript:"):
            self.faults.append("javascript: address")
        if "js:" in (given.get("hx-vals") or ""):
            self.faults.append("js: in hx-vals")
        self._in_script = tag == "script"
        if tag in ("script", "link", "img", "use"):
            address = given.get("src") or given.get("href") or ""
            if address.startswith(("http:", "https:", "//")) and given.get("rel") != "alternate":
                self.faults.append(f"third party: {address}")
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "label" and given.get("for"):
            self.labelled.add(given["for"] or "")
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.fields.append(given)

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.faults.append("inline script")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_script = False


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_the_rules_of_the_house(client: Client, world: World, language: str, path: str) -> None:
    response = client.get(f"/{language}/{path}")
    html = response.content.decode()
    assert response.status_code == (404 if path == "nothing/here/" else 200)
    assert f'<html lang="{language}"' in html
    page = Page(html)
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids)), sorted(one for one in page.ids if page.ids.count(one) > 1)
    assert page.headings.count(1) == 1
    assert [field for field in page.fields if field.get("id") not in page.labelled] == []
    assert "&lt;script&gt;" in html or "<script>alert" not in html


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_of_every_page_is_strict(client: Client, world: World, path: str) -> None:
    policy = client.get(f"/ca/{path}")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == directives["script-src"] == directives["style-src"] == "'self'"
    assert "unsafe" not in policy


def test_the_bare_address_goes_to_the_language_of_the_reader(client: Client, db: None) -> None:
    assert client.get("/", headers={"accept-language": "fr"})["Location"] == "/fr/"
    assert client.get("/", headers={"accept-language": "ja"})["Location"] == f"/{settings.LANGUAGE_CODE}/"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    assert client.get("/", headers={"accept-language": "fr"})["Location"] == "/es/"


def test_choosing_a_language_keeps_the_page_and_is_remembered(client: Client, world: World) -> None:
    response = client.post("/ca/language/", {"language": "en", "next": "/ca/towns/banyoles/?theme=climate"})
    assert response["Location"] == "/en/towns/banyoles/?theme=climate"
    assert client.get("/")["Location"] == "/en/"


def test_a_signed_in_person_s_language_is_kept_with_them(
    client: Client, people: Callable[[str], User | None], world: World
) -> None:
    user = people("own")
    assert user
    client.force_login(user)
    client.post("/en/language/", {"language": "fr", "next": "/en/"})
    assert User.objects.get(pk=user.pk).language == "fr"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_nobody_is_sent_elsewhere(client: Client, db: None, elsewhere: str) -> None:
    assert client.post("/ca/look/", {"theme": "dark", "next": elsewhere})["Location"] == "/ca/"
    assert client.post("/ca/language/", {"language": "es", "next": elsewhere})["Location"] == "/es/"


def test_the_colours_chosen_are_rendered_by_the_server(client: Client, world: World) -> None:
    assert "data-theme" not in client.get("/ca/").content.decode()
    client.post("/ca/look/", {"theme": "dark"})
    assert '<html lang="ca" data-theme="dark">' in client.get("/ca/").content.decode()
    client.post("/ca/look/", {"theme": ""})
    assert "data-theme" not in client.get("/ca/").content.decode()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("towns/banyoles/?theme=unknown", 400),
        ("towns/atlantis/", 404),
        ("signals/nothing/", 404),
        ("places/999999999/", 404),
        ("towns/banyoles/profile/", 403),
        ("language/", 405),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_addresses_get_a_friendly_page(
    client: Client, world: World, language: str, path: str, status: int
) -> None:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == status
    if status != 405:
        html = response.content.decode()
        assert f'<html lang="{language}"' in html
        assert 'id="find-here"' in html
        assert Page(html).faults == []


def test_a_bad_host_is_refused_with_a_page(client: Client, db: None) -> None:
    response = client.get("/ca/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert b"<h1>" in response.content


def test_our_own_failure_is_told_without_the_database(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("antena.web.queries.numbers", fail)
    client.raise_request_exception = False
    response = client.get("/fr/")
    assert response.status_code == 500
    assert '<html lang="fr">' in response.content.decode()
    assert Page(response.content.decode()).faults == []


def test_a_stale_form_is_told_in_the_reader_s_language(world: World) -> None:
    response = Client(enforce_csrf_checks=True).post("/es/look/", {"theme": "dark"})
    assert response.status_code == 403
    assert '<html lang="es"' in response.content.decode()


def test_a_title_in_another_language_is_marked(client: Client, world: World) -> None:
    html = client.get("/ca/towns/banyoles/").content.decode()
    assert '<span lang="en" dir="auto">Title &lt;0&gt; &amp; more</span>' in html
    assert "anglès</span>" in html
    assert 'class="tongue"' not in client.get("/en/towns/banyoles/").content.decode()


def test_the_sheets_and_the_map_are_small(client: Client, world: World) -> None:
    import brotli

    folder = settings.BASE_DIR / "antena" / "web" / "static" / "antena"
    sheets = b"".join(path.read_bytes() for path in sorted(folder.glob("*.css")))
    assert len(brotli.compress(sheets)) <= 16 * 1024


def test_days_are_counted_in_words() -> None:
    from antena.web.templatetags.antena import days_left

    with override("en"):
        assert [days_left(n) for n in (None, 0, 1, 23, -1)] == [
            "",
            "closes today",
            "1 day left",
            "23 days left",
            "closed 1 day ago",
        ]
