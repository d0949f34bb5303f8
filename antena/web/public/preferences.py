"""What a reader chooses for every page: the language and the colours."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, get_language_from_request, override
from django.views.decorators.http import require_POST, require_safe

from antena.accounts import actions as accounts
from antena.accounts.models import User
from antena.web.context import THEME_COOKIE, THEMES

YEAR = 365 * 24 * 60 * 60


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The bare address: to the first page in the reader's language (cookie, then Accept-Language)."""
    with override(get_language_from_request(request)):
        response = HttpResponseRedirect(reverse("web:home"))
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language and show the same page in it."""
    chosen = request.POST.get("language", "")
    if chosen not in settings.ASSOCIATION.languages or not check_for_language(chosen):
        return HttpResponseRedirect(back(request))
    if isinstance(request.user, User):
        accounts.choose_language(user=request.user, language=chosen)
    response = HttpResponseRedirect(translate_url(back(request), chosen))
    _remember(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Remember the colours: "light", "dark" or "" for what the device says."""
    response = HttpResponseRedirect(back(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        _remember(response, THEME_COOKIE, chosen)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


def back(request: HttpRequest) -> str:
    """Where the reader came from, when it is an address of this house; the first page otherwise."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if allowed else reverse("web:home")


def _remember(response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(
        cookie, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.BEHIND_TLS
    )
