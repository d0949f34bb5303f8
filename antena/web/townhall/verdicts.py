"""What a town says of a match: one button, one answer; the same button again takes it back."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antena.accounts.models import User
from antena.matching import actions, rules
from antena.matching import queries as matching
from antena.matching.enums import Answer
from antena.matching.models import Profile, Verdict
from antena.signals.models import Signal
from antena.web import queries
from antena.web.context import today
from antena.web.public.preferences import back
from antena.web.townhall.radar import around_of, profile_of, row_of


@require_POST
def give(request: HttpRequest, slug: str, signal_slug: str) -> HttpResponse:
    """Write the answer; htmx gets the match again, a form goes back to the radar."""
    profile = profile_of(slug)
    if not isinstance(request.user, User) or not rules.can_give_verdict(request.user, profile):
        raise PermissionDenied
    signal = queries.signal_by_slug(signal_slug)
    if signal is None:
        raise Http404(_("We know no signal with this name."))
    answer = request.POST.get("answer", "")
    if answer not in Answer.values:
        raise BadRequest(_("An answer is “relevant”, “not for us” or “done”."))
    _write(profile, signal, request.user, Answer(answer))
    if request.headers.get("HX-Request"):
        return _article(request, profile, signal)
    if request.POST.get("next"):
        return HttpResponseRedirect(f"{back(request)}#why")
    return HttpResponseRedirect(f"{reverse('web:town', args=[slug])}#signal-{signal.slug}")


def _write(profile: Profile, signal: Signal, by: User, answer: Answer) -> None:
    known = Verdict.objects.filter(profile=profile, signal=signal, answer=answer).exists()
    if known:
        actions.withdraw_verdict(profile_id=profile.pk, signal_id=signal.pk, by=by)
    else:
        actions.give_verdict(
            profile_id=profile.pk, signal_id=signal.pk, by=by, at=timezone.now(), answer=answer
        )


def _article(request: HttpRequest, profile: Profile, signal: Signal) -> HttpResponse:
    radar = matching.radar(profile, today=today())
    items = [*(item for bucket in radar.buckets for item in bucket.items), *radar.put_away]
    item = next((item for item in items if item.signal.pk == signal.pk), None)
    if item is None:
        raise Http404(_("This is no longer on the radar of the town."))
    row = row_of(item, around_of(profile, [signal.pk]), shows_verdict=True)
    context = {"row": row, "town": profile.place, "may_answer": True, "answers": Answer.choices}
    return render(request, "components/match.html", context)
