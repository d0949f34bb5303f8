"""Pages the office follows: see what one would bring, follow it, let it go."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from antena.accounts.models import User
from antena.signals.enums import Kind
from antena.sources import following, rules
from antena.sources.models import Feed
from antena.web.desk.access import for_officers

KINDS = (Kind.NEWS, Kind.EVENT, Kind.CALL, Kind.PRACTICE)
# A preview shows so many; the count says how many there are.
SHOWN = 10


class FeedForm(forms.Form):
    """What the office says of a page it follows."""

    address = forms.URLField(
        max_length=500,
        assume_scheme="https",
        label=gettext_lazy("Address of the feed, calendar or page"),
        error_messages={
            "required": gettext_lazy("Give the address of the page."),
            "invalid": gettext_lazy("This is not a web address: it begins with https://."),
        },
    )
    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("What to call it"),
        error_messages={"required": gettext_lazy("Give it a name.")},
    )
    publisher = forms.CharField(
        max_length=120,
        label=gettext_lazy("Who publishes it"),
        error_messages={"required": gettext_lazy("Say who publishes it.")},
    )
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in KINDS],
        label=gettext_lazy("What it lists, where it does not say"),
    )
    language = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Its language, where it does not say"),
    )
    licence = forms.CharField(
        max_length=120, required=False, label=gettext_lazy("Licence, as the publisher states it")
    )
    item_days = forms.IntegerField(
        min_value=1,
        max_value=365,
        initial=30,
        label=gettext_lazy("Days without anything new that are silence"),
        error_messages={
            "required": gettext_lazy("Say after how many days without news it has fallen silent."),
            "min_value": gettext_lazy("Between 1 and 365 days."),
            "max_value": gettext_lazy("Between 1 and 365 days."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("guess it from the words")), *settings.LANGUAGES]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, which the stubs call a Field
        for name, bound in ((name, self[name]) for name in self.fields):
            if bound.errors:
                bound.field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{name}-wrong"}

    def problems(self) -> list[tuple[str, str]]:
        """The errors as the summary lists them: id of the field, sentence."""
        return [(f"id_{name}", str(error)) for name, errors in self.errors.items() for error in errors]


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def feeds(request: HttpRequest) -> HttpResponse:
    """The pages that are followed, and a form for one more: first a look, then the decision."""
    form = FeedForm(request.POST if request.method == "POST" else None)
    glance = None
    if request.method == "POST" and form.is_valid():
        if "follow" in request.POST and (done := _follow(request, form)) is not None:
            return done
        if not form.errors:
            glance = _glance(form)
    context = {
        "form": form,
        "errors": form.problems(),
        "glance": glance,
        "shown": None if glance is None else glance.drafts[:SHOWN],
        "failure": _failure(form, glance),
        "followed": Feed.objects.filter(is_followed=True),
        "dropped": Feed.objects.filter(is_followed=False),
    }
    return render(request, "desk/feeds.html", context, status=422 if form.errors else 200)


@require_POST
@for_officers
def unfollow(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop asking a page; what it brought stays."""
    assert isinstance(request.user, User)
    try:
        feed = following.unfollow(slug=slug, by=request.user)
    except Feed.DoesNotExist as error:
        raise Http404(_("No page is followed under this name.")) from error
    messages.success(
        request, _("%(name)s is not asked any more. What it brought stays.") % {"name": feed.name}
    )
    return redirect("web:feeds")


def _follow(request: HttpRequest, form: FeedForm) -> HttpResponse | None:
    assert isinstance(request.user, User)
    try:
        feed = following.follow(by=request.user, at=timezone.now(), **form.cleaned_data)
    except following.AlreadyFollowedError as error:
        form.add_error("address", _("This page is followed already: %(name)s.") % {"name": error})
        return None
    except following.NotAPageError:
        form.add_error("address", _("This is not an address on the web that anybody can open."))
        return None
    messages.success(
        request, _("%(name)s is followed: it is asked within five minutes.") % {"name": feed.name}
    )
    return redirect("web:feeds")


def _glance(form: FeedForm) -> following.Glance | None:
    said = form.cleaned_data
    try:
        return following.glance(
            address=said["address"], kind=said["kind"], language=said["language"], at=timezone.now()
        )
    except following.NotAPageError:
        form.add_error("address", _("This is not an address on the web that anybody can open."))
        return None


def _failure(form: FeedForm, glance: following.Glance | None) -> str:
    if glance is None or glance.failure is None:
        return ""
    failure = glance.failure
    return rules.sentence(
        failure.problem, source=form.cleaned_data["name"], record=failure.record, detail=failure.detail
    )
