"""Is it the same thing? Pairs that look alike, side by side, for the office to join or keep apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antena.accounts.models import User
from antena.lib.dates import BRUSSELS
from antena.signals import actions
from antena.signals.models import Likeness, Signal
from antena.signals.queries.likenesses import likenesses
from antena.sources import queries as sources
from antena.web.context import today
from antena.web.desk.access import for_officers
from antena.web.paging import Leaf, leaves, page_number
from antena.web.public.signal_page import OPENING
from antena.web.rows import Words, brief_of, words_of

_AGREES: dict[str, Promise] = {
    "published_on": gettext_lazy("published on the same days"),
    "deadlines": gettext_lazy("the same deadline"),
    "address": gettext_lazy("the same address"),
}
_CONTRADICTED = gettext_lazy("Not done: it contradicts what somebody decided about others among them.")


@dataclass(frozen=True)
class Side:
    """One signal of a pair."""

    signal: Signal
    words: Words
    opening: str
    source: str
    kind: str
    deadlines: list[date]


@dataclass(frozen=True)
class Pair:
    """Two signals side by side. ``agrees`` are sentences; ``title`` and ``meaning`` per cent or None."""

    likeness: Likeness
    sides: tuple[Side, Side]
    agrees: list[str]
    title: int | None
    meaning: int | None


@require_safe
@for_officers
def likenesses_page(request: HttpRequest) -> HttpResponse:
    """The pairs that wait, the most alike first."""
    page = likenesses(page=page_number(request))
    names = {source: contract.name for source, contract in sources.contracts().items()}
    turn = [Leaf(number, f"?page={number}") for number in leaves(page.number, page.paginator.num_pages)]
    context = {"pairs": [_pair(one, names) for one in page], "page": page, "leaves": turn}
    return render(request, "desk/likenesses.html", context)


@require_POST
@for_officers
def decide(request: HttpRequest, likeness_id: int) -> HttpResponse:
    """Write that a pair is the same thing, or is two."""
    is_same = request.POST.get("decision") == "same"
    assert isinstance(request.user, User)
    try:
        actions.decide_likeness(likeness_id=likeness_id, is_same=is_same, by=request.user, at=timezone.now())
    except Likeness.DoesNotExist as error:
        raise Http404(_("There is no such pair; what it was made of may have changed.")) from error
    except actions.DecidedError:
        messages.info(request, _("Somebody decided on this pair already."))
    except actions.ContradictionError:
        messages.error(request, str(_CONTRADICTED))
    else:
        messages.success(request, _("Joined: one signal, both sources.") if is_same else _("Kept as two."))
    return redirect("web:likenesses")


@require_POST
@for_officers
def join(request: HttpRequest) -> HttpResponse:
    """Join two signals by hand; the page of the one that leads follows."""
    one, other = _named(request)
    with _said(
        request, refused=_("These two cannot be joined."), done=_("Joined: one signal, both sources.")
    ) as by:
        actions.join_signals(one_id=one.pk, other_id=other.pk, by=by, at=timezone.now())
    return redirect("web:signal", slug=one.slug)


@require_POST
@for_officers
def part(request: HttpRequest) -> HttpResponse:
    """Part two signals that were taken for one; the machine will not join them again."""
    one, other = _named(request)
    with _said(
        request,
        refused=_("A signal cannot be parted from itself."),
        done=_("Parted: each is a signal of its own again."),
    ) as by:
        actions.part_signals(one_id=one.pk, other_id=other.pk, by=by, at=timezone.now())
    return redirect(f"{reverse('web:signal', args=[one.slug])}#sources")


@contextmanager
def _said(request: HttpRequest, *, refused: str, done: str) -> Iterator[User]:
    """Give who decides, and tell them how it went."""
    assert isinstance(request.user, User)
    try:
        yield request.user
    except actions.CannotJoinError:
        messages.error(request, refused)
    except actions.ContradictionError:
        messages.error(request, str(_CONTRADICTED))
    else:
        messages.success(request, done)


def _named(request: HttpRequest) -> tuple[Signal, Signal]:
    """The two signals a form names by address or by their page's whole address."""
    found = []
    for name in ("one", "other"):
        slug = request.POST.get(name, "").strip().partition("?")[0].rstrip("/").rpartition("/")[2]
        signal = Signal.objects.filter(slug=slug[:80]).first()
        if signal is None:
            raise Http404(_("We know no signal with this name."))
        found.append(signal)
    return found[0], found[1]


def _pair(likeness: Likeness, names: dict[str, str]) -> Pair:
    evidence: dict[str, Any] = likeness.evidence
    return Pair(
        likeness=likeness,
        sides=(_side(likeness.one, names), _side(likeness.other, names)),
        agrees=[str(_AGREES[name]) for name in evidence.get("agrees", ()) if name in _AGREES],
        title=_percent(evidence.get("title")),
        meaning=_percent(evidence.get("meaning")),
    )


def _side(signal: Signal, names: dict[str, str]) -> Side:
    language = get_language() or "en"
    words = words_of(signal.texts.all(), language, clipped=400)
    body = next((text.body for text in signal.texts.all() if text.language == words.language), "")
    return Side(
        signal=signal,
        words=words,
        opening=words.summary or body[:OPENING],
        source=names.get(signal.source, signal.source),
        kind=brief_of(signal, language=language, today=today()).kind,
        deadlines=sorted(one.at.astimezone(BRUSSELS).date() for one in signal.deadlines.all()),
    )


def _percent(value: float | None) -> int | None:
    return None if value is None else round(100 * value)
