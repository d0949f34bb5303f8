"""Directories of organisations, open to all; the office writes them and reads its notes."""

from typing import Any

from babel import Locale
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from antena.accounts.models import User
from antena.actors import actions, queries
from antena.actors.enums import OrganisationKind
from antena.actors.models import Organisation
from antena.actors.queries import DirectoryRequest
from antena.actors.rules import can_edit_directory, is_to_check
from antena.exchange.queries import provenance
from antena.exchange.targets import TARGETS
from antena.web.context import today
from antena.web.desk.access import for_officers
from antena.web.paging import Leaf, leaves, page_number
from antena.web.public.organisation_form import OrganisationForm


@require_safe
def directories(request: HttpRequest) -> HttpResponse:
    """The kinds of organisations, each with how many there are."""
    counts = queries.kind_counts()
    kinds = [(kind, TARGETS[kind.value].label, counts.get(kind.value, 0)) for kind in OrganisationKind]
    return render(
        request, "public/directories.html", {"kinds": kinds, "may_edit": can_edit_directory(request.user)}
    )


@require_safe
def directory(request: HttpRequest, kind: str) -> HttpResponse:
    """The organisations of a kind: searched, filtered by country, or only those to check."""
    asked = DirectoryRequest(
        kind=_kind(kind),
        text=request.GET.get("q", "").strip()[:200],
        country=_country(request.GET.get("country", "")),
        theme=request.GET.get("theme", "")[:60],
        to_check=request.GET.get("check", "") == "1",
        page=page_number(request),
    )
    page = queries.directory(asked, today=today())
    names = _country_names()
    countries = queries.country_counts(asked, today=today())
    context = {
        "kind": asked.kind,
        "label": TARGETS[asked.kind.value].label,
        "asked": asked,
        "page": page,
        "rows": [
            {
                "one": one,
                "name": one.names.get(get_language() or "") or one.name,
                "country": names.get(one.country_id or "", one.country_id or ""),
                "to_check": is_to_check(one.checked_on, today=today()),
            }
            for one in page
        ],
        "countries": sorted(
            ((code, names.get(code, code), number) for code, number in countries.items()),
            key=lambda one: one[1],
        ),
        "total": queries.kind_counts().get(asked.kind.value, 0),
        "leaves": [
            Leaf(number, _address(asked, page=number))
            for number in leaves(page.number, page.paginator.num_pages)
        ],
        "may_edit": can_edit_directory(request.user),
        "stale": queries.to_check_count(asked.kind, today=today()),
    }
    return render(request, "public/directory.html", context)


@require_safe
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation."""
    found = _organisation(organisation_id)
    may_edit = can_edit_directory(request.user)
    context = {
        "one": found,
        "name": found.names.get(get_language() or "") or found.name,
        "label": TARGETS[found.kind].label,
        "country": _country_names().get(found.country_id or "", ""),
        "to_check": is_to_check(found.checked_on, today=today()),
        "may_edit": may_edit,
        "provenance": provenance(found.kind, found.pk) if may_edit else None,
        "sample_note": _("Sample: this organisation is invented.") if found.is_sample else "",
    }
    return render(request, "public/organisation.html", context)


@require_POST
@for_officers
def checked(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Somebody looked, and the record holds."""
    assert isinstance(request.user, User)
    found = _organisation(organisation_id)
    actions.mark_checked(organisation_id=found.pk, on=today(), by=request.user, at=timezone.now())
    messages.success(request, _("Written down: it was checked today."))
    return redirect("web:organisation", organisation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def edit(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Correct an organisation."""
    return _form(request, _organisation(organisation_id), None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new organisation of a kind."""
    return _form(request, None, _kind(kind))


def _form(request: HttpRequest, found: Organisation | None, kind: OrganisationKind | None) -> HttpResponse:
    of_kind = OrganisationKind(found.kind) if found else kind
    assert of_kind is not None
    if not isinstance(request.user, User):
        raise PermissionDenied
    form = OrganisationForm(
        request.POST if request.method == "POST" else None, kind=of_kind, organisation=found
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(form, found, of_kind, request.user)
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("web:organisation", saved.pk)
    context = {
        "form": form,
        "one": found,
        "kind": of_kind,
        "label": TARGETS[of_kind.value].label,
        "errors": form.problems(),
    }
    return render(request, "public/organisation_form.html", context, status=422 if form.errors else 200)


def _save(
    form: OrganisationForm, found: Organisation | None, kind: OrganisationKind, by: User
) -> Organisation:
    facts, at = form.facts(), timezone.now()
    if found is None:
        return actions.create_organisation(kind=kind, facts=facts, by=by, at=at)
    return actions.edit_organisation(organisation_id=found.pk, changes=facts, by=by, at=at)


def _organisation(organisation_id: int) -> Organisation:
    try:
        return queries.organisation(organisation_id)
    except Organisation.DoesNotExist as error:
        raise Http404(_("We know no organisation with this number.")) from error


def _kind(kind: str) -> OrganisationKind:
    if kind not in OrganisationKind.values:
        raise Http404(_("There is no such directory."))
    return OrganisationKind(kind)


def _country(code: str) -> str:
    if code and not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
        raise BadRequest(_("“%(value)s” is not the code of a country.") % {"value": code[:40]})
    return code


def _country_names() -> dict[str, str]:
    return dict(Locale.parse(get_language() or "en", sep="-").territories)


def _address(asked: DirectoryRequest, *, page: int) -> str:
    said: dict[str, Any] = {
        "q": asked.text,
        "country": asked.country,
        "theme": asked.theme,
        "check": "1" if asked.to_check else "",
        "page": page,
    }
    return f"?{urlencode({name: value for name, value in said.items() if value})}"
