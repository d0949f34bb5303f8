"""Files the office brings: chosen, their columns named, checked, imported, undone; and taken again."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from antena.accounts.models import User
from antena.exchange import actions, exporting, queries, tasks
from antena.exchange.enums import ImportState, Outcome, RowState
from antena.exchange.models import Import
from antena.exchange.rules import sentence_of_file
from antena.exchange.tables.problems import Problem, TableError
from antena.exchange.tables.table import MAX_BYTES
from antena.exchange.targets import TARGETS, Target, header, names_of
from antena.exchange.writing import FORMATS, UnknownFormatError
from antena.web.desk.access import for_officers
from antena.web.paging import Leaf, leaves, page_number

_WORKING = (ImportState.CARRYING, ImportState.UNDOING)


@require_safe
@for_officers
def imports(request: HttpRequest) -> HttpResponse:
    """Every file brought, the newest first."""
    page = queries.imports(page=page_number(request))
    turn = [Leaf(number, f"?page={number}") for number in leaves(page.number, page.paginator.num_pages)]
    rows = [(one, TARGETS[one.target].label) for one in page if one.target in TARGETS]
    return render(
        request,
        "desk/imports.html",
        {"rows": rows, "page": page, "leaves": turn, "targets": TARGETS.values(), "forms": FORMATS},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def bring(request: HttpRequest) -> HttpResponse:
    """Step 1: what it is, and the file."""
    chosen = request.POST.get("target", request.GET.get("target", ""))
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        brought, errors = _received(request, chosen)
        if brought is not None:
            return redirect("web:import-columns", brought.pk)
    context = {"targets": TARGETS.values(), "chosen": chosen, "errors": errors, "step": 1, "forms": FORMATS}
    return render(request, "desk/import_file.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def columns(request: HttpRequest, import_id: int) -> HttpResponse:
    """Step 2: which column of the file is which."""
    brought = _import(import_id)
    target = TARGETS[brought.target]
    chosen = brought.mapping or queries.remembered(brought.target, brought.headers)
    chosen = chosen or names_of(target.columns()).suggest(brought.headers)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        posted = [request.POST.get(f"column-{place}", "") for place in range(len(brought.headers))]
        chosen = dict(zip(brought.headers, posted, strict=True))
        errors = _mapped(request, brought, chosen)
        if not errors:
            return redirect("web:import", brought.pk)
    context = {
        "brought": brought,
        "label": target.label,
        "rows": _column_rows(brought, chosen),
        "options": [(one.name, header(one.name), one.required) for one in target.columns()],
        "required": [header(one.name) for one in target.columns() if one.required],
        "blanks_erase": "blanks_erase" in request.POST or brought.blanks_erase,
        "errors": errors,
        "step": 2,
    }
    return render(request, "desk/import_columns.html", context, status=422 if errors else 200)


@require_safe
@for_officers
def one_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Steps 3 and 4: what each row would do, or did."""
    brought = _import(import_id)
    if brought.state == ImportState.UPLOADED:
        return redirect("web:import-columns", brought.pk)
    state = request.GET.get("state", "")
    if state and state not in RowState.values:
        raise BadRequest(_("“%(value)s” is no state of a row.") % {"value": state[:40]})
    counts = queries.state_counts(brought)
    outcomes = queries.outcome_counts(brought)
    page = queries.rows(brought, state=state, page=page_number(request))
    context = {
        "brought": brought,
        "label": TARGETS[brought.target].label,
        "object_kind": TARGETS[brought.target].object_kind,
        "counts": [(one.value, one.label, counts.get(one.value, 0)) for one in RowState],
        "right": sum(number for one, number in counts.items() if one != RowState.WRONG),
        "wrong": counts.get(RowState.WRONG, 0),
        "done": sum(number for one, number in outcomes.items() if one != Outcome.NONE),
        "left": outcomes.get(Outcome.LEFT, 0),
        "state": state,
        "rows": [_row(row, brought.headers) for row in page],
        "page": page,
        "leaves": [
            Leaf(number, f"?state={state}&page={number}")
            for number in leaves(page.number, page.paginator.num_pages)
        ],
        "twin": queries.same_file(brought),
        "is_working": brought.state in _WORKING or brought.state == ImportState.MAPPED,
        "forms": FORMATS,
        "step": 3 if brought.state in (ImportState.MAPPED, ImportState.CHECKED) else 4,
    }
    return render(request, "desk/import.html", context)


@require_POST
@for_officers
def carry(request: HttpRequest, import_id: int) -> HttpResponse:
    """Import the right rows of a checked file."""
    assert isinstance(request.user, User)
    try:
        brought = actions.start_carrying(import_id=_import(import_id).pk, by=request.user, at=timezone.now())
    except actions.WrongStateError:
        messages.error(request, _("This file is not waiting to be imported."))
        return redirect("web:import", import_id)
    if tasks.go_on(brought):
        done = queries.outcome_counts(brought).get(Outcome.CARRIED, 0)
        said = ngettext("%(n)s row imported.", "%(n)s rows imported.", done)
        messages.success(request, said % {"n": done})
    return redirect("web:import", import_id)


@require_POST
@for_officers
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take an import back."""
    assert isinstance(request.user, User)
    try:
        brought = actions.start_undoing(import_id=_import(import_id).pk, by=request.user, at=timezone.now())
    except actions.WrongStateError:
        messages.error(request, _("This import cannot be undone: it is not done."))
        return redirect("web:import", import_id)
    if tasks.go_on(brought):
        messages.success(request, _("Undone."))
    return redirect("web:import", import_id)


@require_safe
@for_officers
def wrong_rows(request: HttpRequest, import_id: int, form: str) -> HttpResponseBase:
    """The rows that were not imported, with what is wrong, to correct and bring again."""
    brought = _import(import_id)
    name = f"{brought.file_name.rpartition('.')[0] or brought.file_name}-wrong"
    return _file(name, form, lambda language: exporting.wrong_rows(brought, form, language=language))


@require_safe
@for_officers
def template(request: HttpRequest, target: str, form: str) -> HttpResponseBase:
    """An empty table for a target, with an example and explanations."""
    found = _target(target)
    return _file(
        f"{target}-template", form, lambda language: exporting.template(found, form, language=language)
    )


@require_safe
@for_officers
def export(request: HttpRequest, target: str, form: str) -> HttpResponseBase:
    """Everything of a target, in the form it is brought in."""
    found, day = _target(target), timezone.now()
    return _file(
        f"{target}-{day:%Y-%m-%d}", form, lambda language: exporting.export(found, form, language=language)
    )


def _received(request: HttpRequest, target: str) -> tuple[Import | None, list[tuple[str, str]]]:
    """The import of the file that came, or what is wrong with it."""
    assert isinstance(request.user, User)
    file = request.FILES.get("file")
    if target not in TARGETS:
        return None, [("id_target", _("Choose what the file holds."))]
    if file is None:
        return None, [("id_file", _("Choose a file."))]
    try:
        if (file.size or 0) > MAX_BYTES:
            raise TableError(Problem.TOO_LARGE, str(MAX_BYTES // 2**20))
        return (
            actions.upload(
                target=target,
                file_name=file.name or "",
                content=file.read(),
                by=request.user,
                at=timezone.now(),
            ),
            [],
        )
    except TableError as error:
        return None, [("id_file", sentence_of_file(error))]


def _mapped(request: HttpRequest, brought: Import, chosen: dict[str, str]) -> list[tuple[str, str]]:
    """Write the columns and have the file checked; what is wrong with the choice otherwise."""
    assert isinstance(request.user, User)
    try:
        mapped = actions.map_columns(
            import_id=brought.pk,
            mapping=chosen,
            blanks_erase="blanks_erase" in request.POST,
            by=request.user,
            at=timezone.now(),
        )
    except actions.WrongStateError:
        return [("columns", _("This file is imported already; bring it again to choose other columns."))]
    except actions.WrongMappingError as error:
        return _mapping_errors(brought, chosen, error)
    tasks.go_on(mapped)
    return []


def _mapping_errors(
    brought: Import, chosen: dict[str, str], error: actions.WrongMappingError
) -> list[tuple[str, str]]:
    said = [
        ("columns", _("No column of the file is “%(column)s”, which is required.") % {"column": header(name)})
        for name in error.missing
    ]
    for name in error.twice:
        places = [place for place, one in enumerate(brought.headers) if chosen.get(one) == name]
        sentence = _("Two columns of the file are “%(column)s”: choose one.") % {"column": header(name)}
        said.append((f"id_column-{places[-1]}", sentence))
    return said or [("columns", _("A column was chosen that does not exist."))]


def _column_rows(brought: Import, chosen: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"place": place, "header": name, "samples": samples, "chosen": chosen.get(name, "")}
        for place, (name, samples) in enumerate(zip(brought.headers, brought.samples, strict=True))
    ]


def _row(row: Any, headers: list[str]) -> dict[str, Any]:
    """A row as the list shows it: its first filled cells, what it would change, what is wrong."""
    filled = [cell for cell in row.cells if cell]
    return {
        "number": row.number,
        "state": row.state,
        "state_label": row.get_state_display(),
        "outcome": row.outcome,
        "outcome_label": row.get_outcome_display(),
        "words": " · ".join(filled[:4])[:160],
        "errors": exporting.explain(row.errors),
        "notes": exporting.explain(row.notes),
        "changes": [
            {"field": header(one["field"]), "old": _shown(one["old"]), "new": _shown(one["new"])}
            for one in row.changes
            if one["field"] != "place"
        ],
        "object_id": row.object_id if row.outcome == Outcome.CARRIED else None,
    }


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {one}" for key, one in value.items())[:200]
    if isinstance(value, list):
        return "; ".join(map(str, value))[:200]
    return "" if value is None else str(value)[:200]


def _file(name: str, form: str, made: Any) -> StreamingHttpResponse:
    try:
        chunks: Iterator[bytes] = made(get_language() or "en")
    except UnknownFormatError as error:
        raise Http404(_("There is no such format.")) from error
    response = StreamingHttpResponse(chunks, content_type=FORMATS[form])
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in name)
    response["Content-Disposition"] = f'attachment; filename="{plain}.{form}"'
    return response


def _import(import_id: int) -> Import:
    try:
        brought = queries.one_import(import_id)
    except Import.DoesNotExist as error:
        raise Http404(_("There is no such import.")) from error
    _target(brought.target)
    return brought


def _target(name: str) -> Target:
    if name not in TARGETS:
        raise Http404(_("Nothing of this name can be brought in a file."))
    return TARGETS[name]
