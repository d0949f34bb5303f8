"""What a town has, needs and can: the form, and what saving it sets off."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antena.accounts.models import User
from antena.matching import actions, rules
from antena.matching.models import Profile
from antena.themes.models import Goal, Theme
from antena.web.townhall.forms import ProfileForm
from antena.web.townhall.radar import profile_of


@require_http_methods(["GET", "HEAD", "POST"])
def town_profile(request: HttpRequest, slug: str) -> HttpResponse:
    """The profile of a town, for those who may write it."""
    profile = profile_of(slug)
    if not isinstance(request.user, User) or not rules.can_edit_profile(request.user, profile):
        raise PermissionDenied
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial=ProfileForm.starting(profile),
        themes=Theme.objects.all(),
        goals=Goal.objects.all(),
    )
    if request.method == "POST" and form.is_valid():
        _save(profile, form, request.user)
        messages.success(
            request, _("Saved. The radar is being matched again; what changes is here in a minute.")
        )
        return HttpResponseRedirect(reverse("web:town", args=[slug]))
    context = {
        "town": profile.place,
        "profile": profile,
        "form": form,
        "theme_fields": form.theme_fields(),
        "errors": form.problems(),
    }
    return render(request, "townhall/profile.html", context, status=422 if form.errors else 200)


def _save(profile: Profile, form: ProfileForm, by: User) -> None:
    said = form.cleaned_data
    actions.edit_profile(
        profile_id=profile.pk,
        by=by,
        at=timezone.now(),
        needs=said["needs"],
        themes=form.theme_weights(),
        assets=said["assets"],
        goals=said["goals"],
        capacity=said["capacity"],
        needs_language=get_language() or "",
    )
