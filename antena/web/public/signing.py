"""Signing in and out."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from antena.accounts import actions, queries
from antena.accounts.models import User
from antena.web.public.preferences import back


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """A name and a password; and, where it may be tried, the sample people."""
    problem = ""
    username = request.POST.get("username", "").strip()[:150]
    if request.method == "POST":
        try:
            user = actions.sign_in(
                request=request,
                username=username,
                password=request.POST.get("password", ""),
                at=timezone.now(),
            )
        except actions.WrongCredentialsError:
            problem = _("The name and the password do not go together.")
        except actions.TooManyAttemptsError:
            problem = _("Too many attempts. Wait a quarter of an hour and try again.")
        else:
            return _welcome(request, user)
    people = queries.sample_people() if settings.SAMPLE_SIGN_IN else []
    return render(
        request,
        "public/sign_in.html",
        {"people": people, "problem": problem, "username": username, "next": back(request)},
        status=422 if problem else 200,
    )


@require_POST
def sign_in_as_sample(request: HttpRequest) -> HttpResponse:
    """One click as an invented person; only where the installation is for trying."""
    if not settings.SAMPLE_SIGN_IN:
        raise PermissionDenied
    try:
        user = actions.sign_in_as_sample(request=request, username=request.POST.get("username", ""))
    except actions.NotASampleError as error:
        raise PermissionDenied from error
    return _welcome(request, user)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out, and to the first page."""
    actions.sign_out(request=request)
    return HttpResponseRedirect(back(request))


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    """Where the person was going, in the language they read."""
    response = HttpResponseRedirect(translate_url(back(request), user.language))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        httponly=True,
        samesite="Lax",
        secure=settings.BEHIND_TLS,
    )
    return response
