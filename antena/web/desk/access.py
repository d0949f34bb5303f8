"""The office's screens are the office's."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from antena.accounts.rules import is_officer

View = Callable[..., HttpResponseBase]


def for_officers(view: View) -> View:
    """Ask a visitor to sign in, and refuse anybody who is not of the office."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not is_officer(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
