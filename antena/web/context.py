"""What every page knows: the house, the reader's language and colours, the ways to go."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _

from antena.accounts.rules import is_officer
from antena.web.drawing.year import year
from antena.web.languages import own_name

SHEETS = tuple(
    f"antena/{name}.css" for name in ("tokens", "base", "layout", "components", "drawings", "desk", "print")
)
THEME_COOKIE = "antena_theme"
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Way:
    """A link of the masthead."""

    address: str
    label: str
    is_here: bool


def house(request: HttpRequest) -> dict[str, object]:
    """The context of every page; no query is made here."""
    return {
        "association": settings.ASSOCIATION,
        "languages": [(code, own_name(code)) for code in settings.ASSOCIATION.languages],
        "alternates": [
            (code, translate_url(request.get_full_path(), code)) for code in settings.ASSOCIATION.languages
        ],
        "sheets": SHEETS,
        "theme": theme_of(request),
        "today": today(),
        "ways": _ways(request),
        "desk_ways": _desk_ways(request),
        "year": year(today()),
    }


def today() -> date:
    """The date where the association is."""
    return timezone.now().astimezone(ZoneInfo(settings.ASSOCIATION.time_zone)).date()


def theme_of(request: HttpRequest) -> str:
    """The colours the reader chose: "light", "dark" or "" for what their device says."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def _ways(request: HttpRequest) -> list[Way]:
    """The masthead, left to right. A screen the reader may not see is not listed."""
    listed = [
        ("web:search", _("Search")),
        ("web:practices", _("Practices")),
        ("web:dossiers", _("Laws")),
        ("web:directories", _("Directory")),
        ("web:sources", _("Sources")),
        ("web:how", _("How this works")),
    ]
    # a request refused before it was known whose it is (a bad host) still gets its error page
    if is_officer(getattr(request, "user", None)):
        listed.insert(0, ("web:desk", _("What arrived")))
    return [
        Way(address=reverse(name), label=label, is_here=request.path == reverse(name))
        for name, label in listed
    ]


def _desk_ways(request: HttpRequest) -> list[Way]:
    """The office's own screens, on each of them: what is to decide, what comes in, what goes out."""
    desk, listed = reverse("web:desk"), reverse("web:sources")
    is_there = request.path == listed or request.path.startswith(desk)
    if not is_there or not is_officer(getattr(request, "user", None)):
        return []
    # a source's runs stand under an address of their own
    beneath = {"web:sources": f"{desk}runs/"}
    named = [
        ("web:desk", _("What arrived")),
        ("web:likenesses", _("Is it the same thing?")),
        ("web:links", _("Links to check")),
        ("web:matching", _("Matching")),
        ("web:priorities", _("Priorities")),
        ("web:sources", _("Sources")),
        ("web:feeds", _("Pages we follow")),
        ("web:imports", _("Files brought")),
        ("web:outbox", _("Outbox")),
    ]
    ways = []
    for name, label in named:
        address = reverse(name)
        within = beneath.get(name, address)
        is_here = request.path == address or (name != "web:desk" and request.path.startswith(within))
        ways.append(Way(address=address, label=label, is_here=is_here))
    return ways
