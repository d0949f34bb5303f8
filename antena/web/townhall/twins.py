"""What a town's people or the office say of a twinning a source tells of: one button, one answer."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antena.accounts.models import User
from antena.accounts.rules import is_officer
from antena.matching.models import Profile
from antena.matching.rules import can_edit_profile
from antena.places import actions
from antena.places.models import TwinTown

_ANSWERS = {
    "confirm": actions.confirm_twin,
    "deny": actions.deny_twin,
    "undo": actions.undecide_twin,
}


def may_decide(user: object, place_id: int) -> bool:
    """Whether somebody may say which towns this place is twinned with: the office, and who writes for it."""
    if is_officer(user):
        return True
    if not isinstance(user, User):
        return False
    profile = Profile.objects.filter(place_id=place_id).first()
    return profile is not None and can_edit_profile(user, profile)


@require_POST
def decide(request: HttpRequest, place_id: int, twinning_id: int) -> HttpResponse:
    """Write the answer and go back to the page of the place."""
    twinning = TwinTown.objects.filter(pk=twinning_id).first()
    if twinning is None or place_id not in (twinning.place_id, twinning.twin_id):
        raise Http404(_("We know of no such twinning."))
    if not isinstance(request.user, User) or not may_decide(request.user, place_id):
        raise PermissionDenied
    answer = _ANSWERS.get(request.POST.get("answer", ""))
    if answer is None:
        raise BadRequest(_("An answer is “confirm”, “deny” or “undo”."))
    answer(twinning_id=twinning_id, by=request.user, at=timezone.now())
    messages.success(request, _("Noted. No source will change it."))
    return HttpResponseRedirect(f"{reverse('web:place', args=[place_id])}#twins")
