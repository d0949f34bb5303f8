"""What arrived, for the office to keep or set aside."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antena.accounts.models import User
from antena.matching import queries as matching
from antena.records.queries import waiting_links
from antena.signals import actions
from antena.signals.enums import Impact, Kind, Triage
from antena.signals.queries.likenesses import likenesses_count
from antena.web.context import today
from antena.web.desk import queries
from antena.web.desk.access import for_officers
from antena.web.paging import Leaf, leaves, page_number
from antena.web.rows import brief_of

MOST = 200


@require_safe
@for_officers
def desk(request: HttpRequest) -> HttpResponse:
    """The office's first page: what arrived, the strongest effect on towns first."""
    state = _member(Triage, request.GET.get("state", Triage.NEW), "state")
    kind = _member(Kind, request.GET["kind"], "kind").value if request.GET.get("kind") else ""
    impact = _member(Impact, request.GET["impact"], "impact").value if request.GET.get("impact") else ""
    page = queries.arrivals(triage=state, kind=kind, impact=impact, page=page_number(request))
    language, now = get_language() or "en", today()
    rows = [(signal, brief_of(signal, language=language, today=now, towns=signal.towns)) for signal in page]
    return render(
        request,
        "desk/triage.html",
        {
            "rows": rows,
            "page": page,
            "leaves": [
                Leaf(n, _address(request, page=n)) for n in leaves(page.number, page.paginator.num_pages)
            ],
            "states": _states(request, state),
            "state": state,
            "overview": matching.overview(),
            "likenesses": likenesses_count(),
            "links": waiting_links(),
            "filters": _filters(request, state, kind, impact),
            "here": request.get_full_path(),
        },
    )


@require_POST
@for_officers
def decide(request: HttpRequest) -> HttpResponse:
    """Keep or set aside the signals that were ticked."""
    ids = request.POST.getlist("signal")
    if not ids or len(ids) > MOST or not all(one.isascii() and one.isdigit() for one in ids):
        messages.error(request, _("Tick at least one signal first."))
        return redirect(_back(request))
    decision = _member(Triage, request.POST.get("triage", ""), "triage")
    assert isinstance(request.user, User)
    done = actions.triage(
        signal_ids=[int(one) for one in ids], triage=decision, by=request.user, at=timezone.now()
    )
    said = {
        Triage.KEPT: ngettext("%(n)s signal kept.", "%(n)s signals kept.", done),
        Triage.DISMISSED: ngettext("%(n)s signal set aside.", "%(n)s signals set aside.", done),
        Triage.NEW: ngettext("%(n)s signal to look at again.", "%(n)s signals to look at again.", done),
    }
    messages.success(request, said[decision] % {"n": done})
    return redirect(_back(request))


def _states(request: HttpRequest, current: Triage) -> list[dict[str, Any]]:
    numbers = queries.triage_counts()
    return [
        {
            "label": state.label,
            "count": numbers.get(state.value, 0),
            "address": f"?state={state.value}",
            "is_here": state == current,
        }
        for state in Triage
    ]


def _filters(request: HttpRequest, state: Triage, kind: str, impact: str) -> list[dict[str, Any]]:
    kinds, impacts = queries.counts(triage=state)
    listed: list[dict[str, Any]] = []
    for name, members, numbers, chosen in (
        ("impact", Impact, impacts, impact),
        ("kind", Kind, kinds, kind),
    ):
        for member in members:
            if not numbers.get(member.value):
                continue
            is_chosen = member.value == chosen
            listed.append(
                {
                    "label": member.label,
                    "count": numbers[member.value],
                    "address": _address(request, page=1, **{name: "" if is_chosen else member.value}),
                    "is_here": is_chosen,
                }
            )
    return listed


def _member(members: Any, value: str, name: str) -> Any:
    try:
        return members(value)
    except ValueError as error:
        raise BadRequest(
            _("“%(value)s” is not a value of %(name)s.") % {"value": value[:40], "name": name}
        ) from error


def _address(request: HttpRequest, **changes: object) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if allowed else reverse("web:desk")
