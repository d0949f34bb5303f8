"""Error pages in the reader's language: what happened, and where to go from here."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a filter, a page number or a date that means nothing."""
    return _page(request, 400, _("This address asks for something we cannot read"), exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in or not, this is somebody else's."""
    return _page(request, 403, _("This is not open to you"), exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such town, signal or page."""
    return _page(request, 404, _("There is nothing at this address"), exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: ours. Made without the database, which may be what failed."""
    return HttpResponseServerError(render_to_string("500.html", {"path": request.path}))


def _page(request: HttpRequest, status: int, heading: str, exception: Exception) -> HttpResponse:
    # A sentence written for the reader comes with the exception; the router's own argument is not one.
    said = exception.args[0] if exception.args else ""
    sentence = said if isinstance(said, str) and status != 403 else ""
    return render(
        request, "error.html", {"status": status, "heading": heading, "sentence": sentence}, status=status
    )
