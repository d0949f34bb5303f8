"""Runs of a source; how far one is, what it answered and set aside, and what the office does with it."""

import csv
import io
from collections.abc import Iterator

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from antena.signals import tasks
from antena.signals.exports.cells import harmless
from antena.sources import actions, progress, queries
from antena.sources.contracts import Contract
from antena.sources.enums import RunState
from antena.sources.models import KEPT, RawAnswer, Run
from antena.sources.raw import GoneError
from antena.web.desk.access import for_officers
from antena.web.desk.sources import officer, say_queued
from antena.web.paging import Leaf, leaves, page_number

_FLUSH_EVERY = 200


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
    context = {
        "page": page,
        "quarantine": list(zip(rows, page.sentences, strict=True)),
        "leaves": turn,
        **_standing(page.run),
    }
    return render(request, "desk/run.html", context)


@require_safe
@for_officers
def runs_of_source(request: HttpRequest, source: str) -> HttpResponse:
    """The earlier runs of a source: when, how each ended, what it brought, how long it took."""
    contract = queries.contracts().get(source)
    if contract is None:
        raise Http404(_("There is no such source."))
    context = {"contract": contract, "runs": queries.earlier_runs(source)}
    return render(request, "desk/source_runs.html", context)


@require_safe
@for_officers
def run_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """The part of the page that moves while a run is under way; the whole page once it has ended."""
    found, _contract = _found(run_id)
    answer = render(request, "desk/run_progress.html", _standing(found))
    if found.state != RunState.RUNNING:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@for_officers
def stop(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop a run between two pages."""
    _found(run_id)
    try:
        actions.stop(run_id=run_id, by=officer(request))
    except actions.NotRunningError:
        messages.info(request, _("The run has ended already."))
    else:
        messages.success(request, _("It stops after the page it is at. Nothing of it is stored."))
    return redirect("web:run", run_id)


@require_POST
@for_officers
def resume(request: HttpRequest, run_id: int) -> HttpResponse:
    """Go on with a run: only what is missing is asked for."""
    found, _contract = _found(run_id)
    if not _resumable(found):
        messages.error(request, _("There is nothing to go on with in this run."))
    else:
        say_queued(request, is_new=tasks.resume_soon(run=found, by=officer(request)))
    return redirect("web:run", run_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def accept(request: HttpRequest, run_id: int) -> HttpResponse:
    """Believe a run that was refused because the source shrank; asked twice, for it may mark much as gone."""
    found, contract = _found(run_id)
    if found.state != RunState.REFUSED:
        messages.error(request, _("Only a run that was refused can be accepted."))
        return redirect("web:run", run_id)
    if request.method == "POST":
        say_queued(request, is_new=tasks.resume_soon(run=found, accept_shrinkage=True, by=officer(request)))
        return redirect("web:run", run_id)
    problem = queries.problem_of(found, contract)
    return render(request, "desk/run_accept.html", {"run": found, "contract": contract, "problem": problem})


@require_safe
@for_officers
def raw_answer(request: HttpRequest, run_id: int, answer_id: int) -> FileResponse:
    """A kept answer as it came, to be saved: what a stranger wrote is never shown by our site."""
    try:
        answer, file = progress.open_answer(run_id=run_id, answer_id=answer_id)
    except RawAnswer.DoesNotExist as error:
        raise Http404(_("There is no such answer.")) from error
    except GoneError as error:
        raise Http404(_("This answer is no longer kept; its size and hash are.")) from error
    name = f"{answer.run_id}-{answer.key}.bin"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_safe
@for_officers
def quarantine_csv(request: HttpRequest, run_id: int) -> StreamingHttpResponse:
    """Everything a run set aside, with the reason in the reader's words."""
    found, contract = _found(run_id)
    language = get_language() or "en"
    response = StreamingHttpResponse(
        _csv_chunks(found, contract, language), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{found.source}-{found.pk}.csv"'
    return response


def _csv_chunks(run: Run, contract: Contract, language: str) -> Iterator[bytes]:
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    with override(language):
        writer.writerow(
            [_("Record"), _("Field"), _("Problem"), _("Detail"), _("Excerpt"), _("Record kept"), _("Why")]
        )
        for number, row in enumerate(progress.set_aside(run.pk), start=1):
            cells = [*progress.fields_of(row), queries.sentence_of(row, contract)]
            writer.writerow([harmless(cell) for cell in cells])
            if number % _FLUSH_EVERY == 0:
                yield buffer.getvalue().encode()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue().encode()


def _standing(run: Run) -> dict[str, object]:
    """How far a run is, and what may be done with it."""
    return {
        "progress": progress.progress(run, at=timezone.now()),
        "is_running": run.state == RunState.RUNNING,
        "may_resume": _resumable(run) and run.state != RunState.REFUSED,
        "may_accept": run.state == RunState.REFUSED,
    }


def _resumable(run: Run) -> bool:
    ended = run.state in actions.RESUMABLE and run.state != RunState.RUNNING
    return ended and not run.origin.startswith(KEPT)


def _found(run_id: int) -> tuple[Run, Contract]:
    """Raises `Http404`."""
    run = Run.objects.filter(pk=run_id).first()
    contract = queries.contracts().get(run.source) if run is not None else None
    if run is None or contract is None:
        raise Http404(_("There is no such run."))
    return run, contract
