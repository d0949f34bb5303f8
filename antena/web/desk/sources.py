"""How each source is: rhythm, last item, coverage, alarms; and what the office does about it."""

from collections import Counter
from datetime import date

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antena.accounts.models import User
from antena.accounts.rules import is_officer
from antena.notices import queries as notices
from antena.signals import tasks
from antena.sources import queries
from antena.sources.alarms import actions as alarms
from antena.web.desk.access import for_officers
from antena.web.desk.health import BY_BADNESS, FAMILIES, source_rows


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every source with its health. Open to all: where what we say comes from is nobody's secret."""
    family = request.GET.get("family", "")
    if family and family not in FAMILIES:
        raise BadRequest(_("“%(family)s” is not a family of sources.") % {"family": family[:40]})
    may_act = is_officer(request.user)
    rows = source_rows(at=timezone.now())
    counts: Counter[str] = Counter(row.source.contract.gives for row in rows)
    healths = Counter(row.source.health for row in rows)
    context = {
        "rows": [row for row in rows if family in {"", row.source.contract.gives}],
        "families": [(key, label, counts[key]) for key, label in FAMILIES.items() if counts[key]],
        "healths": [(one, healths[one]) for one in BY_BADNESS if healths[one]],
        "family": family,
        "total": len(rows),
        "may_act": may_act,
        "mail_waits": may_act and not notices.can_send(),
    }
    return render(request, "desk/sources.html", context)


@require_POST
@for_officers
def ask_now(request: HttpRequest, source: str) -> HttpResponse:
    """Ask a source now instead of at its hour; the worker does it."""
    contract = queries.contracts().get(source)
    if contract is None:
        raise Http404(_("There is no such source."))
    if contract.missing_keys:
        messages.error(
            request, _("It is waiting for a key (%(keys)s).") % {"keys": ", ".join(contract.missing_keys)}
        )
    else:
        say_queued(request, is_new=tasks.ask_now(source=source, by=officer(request)))
    return redirect("web:sources")


@require_POST
@for_officers
def replay(request: HttpRequest, source: str) -> HttpResponse:
    """Read the kept answers of a source again from a day on; the worker does it."""
    if source not in queries.contracts():
        raise Http404(_("There is no such source."))
    since = _day(request.POST.get("since", ""))
    if since is None or since > timezone.now().date():
        messages.error(request, _("Give the day from which answers are read again, not one to come."))
    else:
        say_queued(request, is_new=tasks.replay_soon(source=source, since=since, by=officer(request)))
    return redirect(f"{reverse('web:sources')}#{source}")


@require_POST
@for_officers
def accept_alarm(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Say that this is how a source is from now on."""
    try:
        alarms.accept(alarm_id=alarm_id, by=officer(request), at=timezone.now())
    except alarms.NotOpenError:
        messages.info(request, _("This alarm is over already."))
    else:
        messages.success(request, _("Noted: from now on this is how the source is."))
    return redirect("web:sources")


def officer(request: HttpRequest) -> User:
    """Who asks, on a screen that is the office's."""
    assert isinstance(request.user, User)
    return request.user


def say_queued(request: HttpRequest, *, is_new: bool) -> None:
    """Tell the officer that the worker will do it, or was going to."""
    if is_new:
        messages.success(request, _("It is in the queue; the worker asks it next."))
    else:
        messages.info(request, _("It is in the queue already."))


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
