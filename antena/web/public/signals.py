"""The page of a signal, and what it means for a chosen town."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antena.accounts.rules import is_officer
from antena.matching import queries as matching
from antena.matching import rules
from antena.matching.engine.gates import State
from antena.matching.enums import Answer
from antena.matching.queries.why import SaidGate, SaidObstacle, SaidReason
from antena.signals.enums import RuleKind
from antena.signals.models import Signal, SignalText
from antena.signals.queries import signal_page
from antena.signals.queries.domains import read_domains
from antena.signals.queries.dossiers import dossiers_of
from antena.web import queries
from antena.web.context import today
from antena.web.evidence import Reasoned, sights
from antena.web.labels import DOMAINS
from antena.web.public import signal_page as page
from antena.web.public.provenance import all_texts, provenances
from antena.web.public.said import said
from antena.web.rows import brief_of, words_of
from antena.web.templatetags.antena import named
from antena.web.townhall.partners import missing

TOP = 12


@require_safe
def signal(request: HttpRequest, slug: str) -> HttpResponse:
    """A signal in full; ``?town=`` asks why it is, or is not, for a town, ``?text=`` for a language."""
    try:
        found = signal_page(slug)
    except Signal.DoesNotExist as error:
        raise Http404(_("We know no signal with this name.")) from error
    if found.same_as:
        leading = reverse("web:signal", args=[found.same_as.slug])
        return redirect(f"{leading}?{request.GET.urlencode()}" if request.GET else leading)
    texts = all_texts(found)
    context = {
        **_of_record(found),
        **_for_town(request, found),
        # links to a condition nobody reads in the text any more lead to the text
        "unread": sorted({*RuleKind.values} - {rule.kind for rule in found.rules.all()}),
        "said": said(found, texts, request.GET.get("said", "")),
        "texts": page.tabs(texts, shown=_shown(request, texts)),
        "provenances": provenances(found),
        "dossiers": dossiers_of(found),
        "may_part": is_officer(request.user),
        "sample_note": _("Sample: this was written to show how Antena works; the official text is elsewhere.")
        if found.is_sample
        else "",
        "reach": matching.towns_for_signal(found, limit=TOP) if is_officer(request.user) else None,
    }
    return render(request, "public/signal.html", context)


def _of_record(found: Signal) -> dict[str, Any]:
    """What the page says whoever asks."""
    language = get_language() or "en"
    return {
        "signal": found,
        "words": words_of(all_texts(found), language, clipped=400),
        "row": brief_of(found, language=language, today=today()),
        "moments": page.moments(found, today=today()),
        "amounts": page.amounts(found),
        "impact_sureness": page.sureness(found.impact_confidence),
        "impact_evidence": page.evidence(found.impact_evidence),
        "rules": page.rule_rows(found.rules.all()),
        "themes": [
            {
                "code": one.theme.code,
                "label": named(one.theme.labels),
                "by_person": one.by_person,
                "evidence": evidence,
            }
            for one, evidence in page.theme_evidence(found.themes.all(), language)
        ],
        "goals": [{"number": one.goal_id, "label": named(one.goal.labels)} for one in found.goals.all()],
        "domains": [
            {"label": DOMAINS[one.code], "evidence": one.evidence}
            for one in read_domains(found, list(found.texts.all()))
        ],
        "versions": page.version_rows(found.versions.all()),
    }


def _for_town(request: HttpRequest, found: Signal) -> dict[str, Any]:
    """Why, or why not, for the town asked for; what was wrong with the asking otherwise."""
    asked = request.GET.get("town", "").strip()[:100]
    if not asked:
        return {}
    profile = queries.profile_named(asked)
    if profile is None:
        return {"picker_wrong": _("No town of the association is called “%(asked)s”.") % {"asked": asked}}
    why = matching.why(profile, found, at=timezone.now())
    sight = sights(profile.place, [found.pk], get_language() or "en").of(found)

    def rests(said: SaidReason | SaidGate | SaidObstacle) -> Reasoned:
        return sight.reasoned(said.sentence, said.rests_on)

    may_see = rules.can_see_verdicts(request.user, profile)
    verdict = why.verdict if may_see else None
    return {
        "town": profile.place,
        "why": why,
        "reasons_for": [(one, rests(one)) for one in why.reasons if one.speaks_for],
        "reasons_against": [(one, rests(one)) for one in why.reasons if not one.speaks_for],
        "failed": [(one, rests(one)) for one in why.failed],
        "obstacles": [(one, rests(one)) for one in why.obstacles],
        "passed": [(one, rests(one)) for one in why.gates if one.state is State.PASSED],
        "unknown": [(one, rests(one)) for one in why.gates if one.state is State.UNKNOWN],
        "verdict": verdict.answer if verdict else "",
        "verdict_label": verdict.get_answer_display() if verdict else "",
        "may_answer": why.match is not None and rules.can_give_verdict(request.user, profile),
        "answers": Answer.choices,
        "missing": missing(profile.place, found),
    }


def _shown(request: HttpRequest, texts: Sequence[SignalText]) -> str:
    """The language whose text is opened: the one asked for, else the reader's best."""
    asked = request.GET.get("text", "")
    known = {text.language for text in texts}
    return asked if asked in known else words_of(texts, get_language() or "en").language
