"""What a town's people or the office say of a place proposed as a twin: of interest, or not this one."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antena.accounts.models import User
from antena.accounts.rules import is_officer
from antena.matching.actions.twin_choices import choose_twin, unchoose_twin
from antena.matching.enums import ExclusionReason, TwinMark
from antena.matching.models import Profile, TwinChoice
from antena.matching.rules import can_give_verdict, can_see_verdicts
from antena.places.models import Place
from antena.web.public.preferences import back

_LONGEST = 300


def may_choose(user: object, place_id: int) -> bool:
    """Whether somebody may say which twins a place wants: the office, and who answers for it."""
    return _may(user, place_id, can_give_verdict)


def may_see(user: object, place_id: int) -> bool:
    """Whether somebody may see what was said: the office, and people of the town."""
    return _may(user, place_id, can_see_verdicts)


def _may(user: object, place_id: int, allows: Callable[[object, Profile], bool]) -> bool:
    if is_officer(user):
        return True
    if not isinstance(user, User):
        return False
    profile = Profile.objects.filter(place_id=place_id).first()
    return profile is not None and allows(user, profile)


@require_POST
def choose(request: HttpRequest, place_id: int, other_id: int) -> HttpResponse:
    """Write ``answer`` ("interested", "excluded" with a ``reason``, "undo") and go back to the list."""
    if not isinstance(request.user, User) or not may_choose(request.user, place_id):
        raise PermissionDenied
    if place_id == other_id or Place.objects.filter(pk__in=[place_id, other_id]).count() != 2:
        raise Http404(_("We know no such pair of places."))
    _write(request, request.user, place_id, other_id)
    address = back(request) if request.POST.get("next") else reverse("web:place-twins", args=[place_id])
    return HttpResponseRedirect(address)


def _write(request: HttpRequest, by: User, place_id: int, other_id: int) -> None:
    answer = request.POST.get("answer", "")
    if answer == "undo":
        _undo(by, place_id, other_id)
        messages.success(request, _("Taken back."))
        return
    if answer not in TwinMark.values:
        raise BadRequest(_("An answer is “interested”, “excluded” or “undo”."))
    reason = request.POST.get("reason", "")
    if answer == TwinMark.EXCLUDED and reason not in ExclusionReason.values:
        raise BadRequest(
            _("Say why it is not this one: you are talking already, it is not wanted, or other.")
        )
    choose_twin(
        place_id=place_id,
        other_id=other_id,
        by=by,
        at=timezone.now(),
        mark=TwinMark(answer),
        reason=ExclusionReason(reason) if answer == TwinMark.EXCLUDED else None,
        note=" ".join(request.POST.get("note", "").replace("\x00", "").split())[:_LONGEST],
    )
    if answer == TwinMark.EXCLUDED:
        messages.success(request, _("Noted. It will not be proposed again; you can take it back below."))
    else:
        messages.success(request, _("Noted. It is on your short list."))


def _undo(by: User, place_id: int, other_id: int) -> None:
    try:
        unchoose_twin(place_id=place_id, other_id=other_id, by=by)
    except TwinChoice.DoesNotExist as error:
        raise Http404(_("Nothing was said of this pair.")) from error
