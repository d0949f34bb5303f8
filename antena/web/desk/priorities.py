"""Priorities the association adopted: see what one would change, adopt it, withdraw it."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from antena.accounts.models import User
from antena.matching import actions
from antena.matching.enums import PriorityKind
from antena.matching.models import Priority
from antena.matching.queries import priorities
from antena.themes.models import Goal, Theme
from antena.web.context import today
from antena.web.desk.access import for_officers
from antena.web.languages import own_name
from antena.web.rows import words_of
from antena.web.templatetags.antena import named

# What a decision does, as people say it, and the factor it stands for.
FACTORS = (
    ("2", gettext_lazy("rises much: its odds double")),
    ("1.4", gettext_lazy("rises")),
    ("0.7", gettext_lazy("falls")),
    ("0.5", gettext_lazy("falls much: its odds are halved")),
)
_WRONG = {
    "ends_on": gettext_lazy("It cannot end before it starts."),
    "code": gettext_lazy("Choose what the priority is about."),
    "body": gettext_lazy("Say who decided it."),
}


def _day_input() -> forms.DateInput:
    """A browser shows the day of a date field only where it is written as ISO, whatever the language."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PriorityForm(forms.Form):
    """What the office enters of a decision."""

    about = forms.ChoiceField(label=gettext_lazy("What it is about"))
    programme = forms.CharField(
        max_length=120, required=False, label=gettext_lazy("The programme, where it is one")
    )
    factor = forms.ChoiceField(choices=FACTORS, label=gettext_lazy("What is about it"))
    body = forms.CharField(
        max_length=200,
        label=gettext_lazy("Who decided it"),
        error_messages={"required": _WRONG["body"]},
    )
    session = forms.CharField(max_length=200, required=False, label=gettext_lazy("In which session"))
    reference = forms.CharField(
        max_length=300, required=False, label=gettext_lazy("Where it is written down")
    )
    adopted_on = forms.DateField(label=gettext_lazy("When it was decided"), widget=_day_input())
    starts_on = forms.DateField(label=gettext_lazy("It counts from"), widget=_day_input())
    ends_on = forms.DateField(
        required=False,
        label=gettext_lazy("It counts until (empty: until it is withdrawn)"),
        widget=_day_input(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = _choices()  # type: ignore[attr-defined]  # a ChoiceField, which the stubs call a Field
        for code in settings.ASSOCIATION.languages:
            self.fields[f"title_{code}"] = forms.CharField(
                max_length=200,
                required=code == settings.LANGUAGE_CODE,
                label=_("Its name in %(language)s") % {"language": own_name(code)},
                widget=forms.TextInput(attrs={"lang": code}),
            )
        self.initial.setdefault("adopted_on", today())
        self.initial.setdefault("starts_on", today())
        for name in self.fields:
            if self[name].errors:
                self.fields[name].widget.attrs |= {
                    "aria-invalid": "true",
                    "aria-describedby": f"{name}-wrong",
                }

    def draft(self) -> Priority | None:
        """The decision, checked and not stored; None where something is wrong, which the form then says."""
        said = self.cleaned_data
        kind, _sep, code = said["about"].partition(":")
        dates: dict[str, date | None] = {key: said[key] for key in ("adopted_on", "starts_on", "ends_on")}
        try:
            return actions.draft_priority(
                kind=PriorityKind(kind),
                code=code or said["programme"],
                factor=float(said["factor"]),
                title={lang: said[f"title_{lang}"] for lang in settings.ASSOCIATION.languages},
                body=said["body"],
                session=said["session"],
                reference=said["reference"],
                at=timezone.now(),
                **dates,  # type: ignore[arg-type]  # the two that may not be empty are required fields
            )
        except actions.BadPriorityError as error:
            field = "programme" if kind == PriorityKind.PROGRAMME and error.field == "code" else error.field
            self.add_error(field if field in self.fields else None, str(_WRONG.get(error.field, error)))
            return None

    def problems(self) -> list[tuple[str, str]]:
        """The errors as the summary lists them: id of the field, its name and the sentence."""
        return [
            (f"id_{name}", f"{self[name].label}: {error}" if name in self.fields else str(error))
            for name, errors in self.errors.items()
            for error in errors
        ]


def _choices() -> list[tuple[str, Any]]:
    """Themes below their field, goals, and a programme by name."""
    themes = [(f"theme:{theme.code}", named(theme.labels)) for theme in Theme.objects.all()]
    goals = [(f"goal:{goal.number}", f"{goal.number} {named(goal.labels)}") for goal in Goal.objects.all()]
    return [
        ("", ""),
        (_("Themes"), themes),
        (_("Sustainable Development Goals"), goals),
        (_("Programmes"), [("programme:", _("A programme, named below"))]),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def priorities_page(request: HttpRequest) -> HttpResponse:
    """The decisions, and a form for one more: first what it would change, then the decision."""
    form = PriorityForm(request.POST if request.method == "POST" else None)
    effect = None
    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        if draft is not None and "adopt" in request.POST:
            assert isinstance(request.user, User)
            actions.adopt_priority(draft=draft, by=request.user, at=timezone.now())
            messages.success(request, _("Adopted. The radars follow within some minutes."))
            return redirect("web:priorities")
        if draft is not None:
            effect = priorities.effect_of(draft, at=timezone.now())
    context = {
        "form": form,
        "errors": form.problems(),
        "effect": effect,
        "examples": _examples(effect),
        "listed": [_row(one) for one in priorities.listed()],
    }
    return render(request, "desk/priorities.html", context, status=422 if form.errors else 200)


@require_POST
@for_officers
def withdraw(request: HttpRequest, priority_id: int) -> HttpResponse:
    """Withdraw a decision; the next pass is as if it had never been."""
    assert isinstance(request.user, User)
    try:
        actions.withdraw_priority(priority_id=priority_id, by=request.user, at=timezone.now())
    except Priority.DoesNotExist as error:
        raise Http404(_("There is no such priority.")) from error
    except actions.NotInForceError:
        messages.info(request, _("It was withdrawn before."))
    else:
        messages.success(request, _("Withdrawn. The radars go back within some minutes."))
    return redirect("web:priorities")


def _row(priority: Priority) -> dict[str, object]:
    """A decision as the page lists it."""
    is_over = priority.ends_on is not None and priority.ends_on < today()
    return {
        "priority": priority,
        "title": named(priority.title),
        "raises": priority.factor > 1,
        "counts": priority.withdrawn_at is None and not is_over and priority.starts_on <= today(),
        "is_over": is_over,
    }


def _examples(effect: priorities.Effect | None) -> list[dict[str, object]]:
    language = get_language() or "en"
    return [
        {"town": one.town, "enters": one.enters, "signal": one.signal,
         "words": words_of(one.signal.texts.all(), language)}
        for one in (effect.examples if effect else ())
    ]  # fmt: skip
