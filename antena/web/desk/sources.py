"""How each source is: rhythm, last item, last error, coverage; its runs and what they set aside."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antena.accounts.rules import is_officer
from antena.signals import tasks
from antena.sources import queries
from antena.sources.models import Run
from antena.web.desk.access import for_officers
from antena.web.drawing.bars import bars
from antena.web.paging import Leaf, leaves, page_number


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every source with its health. Open to all: where what we say comes from is nobody's secret."""
    listed = queries.health(at=timezone.now())
    context = {"rows": [(one, bars(one.counts)) for one in listed], "may_ask": is_officer(request.user)}
    return render(request, "desk/sources.html", context)


@require_safe
@for_officers
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One run: pages, counts, warnings, and every record it set aside with the reason."""
    try:
        page = queries.run_page(run_id, page=page_number(request))
    except (Run.DoesNotExist, KeyError) as error:
        raise Http404(_("There is no such run.")) from error
    rows = page.quarantine
    turn = [Leaf(number, f"?page={number}") for number in leaves(rows.number, rows.paginator.num_pages)]
    return render(
        request,
        "desk/run.html",
        {"page": page, "quarantine": list(zip(rows, page.sentences, strict=True)), "leaves": turn},
    )


@require_POST
@for_officers
def ask_now(request: HttpRequest, source: str) -> HttpResponse:
    """Ask a source now instead of at its hour; the worker does it."""
    if source not in queries.contracts():
        raise Http404(_("There is no such source."))
    if tasks.ask_now(source=source):
        messages.success(request, _("It is in the queue; the worker asks it next."))
    else:
        messages.info(request, _("It is in the queue already."))
    return redirect("web:sources")
