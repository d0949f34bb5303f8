"""The form of a town's profile: free text, assets, themes with a weight, goals, capacity."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from antena.matching.engine.vocabulary import ASSETS
from antena.matching.enums import Capacity
from antena.matching.models import Profile
from antena.themes.models import Goal, Theme
from antena.web.templatetags.antena import named

NEEDS_LENGTH = 4_000
WEIGHTS = (
    ("0", gettext_lazy("no")),
    ("0.4", gettext_lazy("somewhat")),
    ("0.7", gettext_lazy("much")),
    ("1", gettext_lazy("first of all")),
)


@dataclass(frozen=True)
class ThemeRow:
    """A theme with its select; a field also has its sub-themes, of which ``chosen`` count."""

    label: str
    select: forms.BoundField
    children: list["ThemeRow"]
    chosen: int = 0


class ProfileForm(forms.Form):
    """What a town says of itself; each of ``themes``, fields and sub-themes, is a select of four weights."""

    needs = forms.CharField(
        required=False,
        max_length=NEEDS_LENGTH,
        error_messages={"max_length": gettext_lazy("Write at most %(limit_value)d characters.")},
    )
    assets = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    goals = forms.TypedMultipleChoiceField(required=False, coerce=int, widget=forms.CheckboxSelectMultiple)
    capacity = forms.ChoiceField(
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say who can carry a European project.")},
    )

    def __init__(self, *args: Any, themes: Iterable[Theme], goals: Iterable[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._themes = list(themes)
        self.fields["assets"].choices = [(code, gettext(label)) for code, label in ASSETS.items()]  # type: ignore[attr-defined]  # a ChoiceField, which the stubs call a Field
        self.fields["goals"].choices = [  # type: ignore[attr-defined]  # the same
            (goal.number, f"{goal.number} · {named(goal.labels)}") for goal in goals
        ]
        for theme in self._themes:
            self.fields[_name(theme.code)] = forms.TypedChoiceField(
                choices=WEIGHTS, coerce=float, required=False
            )

    @classmethod
    def starting(cls, profile: Profile) -> dict[str, Any]:
        """The initial values of a profile; a weight between two steps takes the nearer one."""
        return {
            "needs": profile.needs,
            "assets": profile.assets,
            "goals": profile.goals,
            "capacity": profile.capacity,
            **{_name(code): _nearest(weight) for code, weight in profile.themes.items()},
        }

    def theme_weights(self) -> dict[str, float]:
        """Theme code → weight, the themes that count only."""
        return {
            theme.code: weight
            for theme in self._themes
            if (weight := self.cleaned_data.get(_name(theme.code)) or 0.0) > 0
        }

    def theme_fields(self) -> list[ThemeRow]:
        """The seven fields with their sub-themes, as rows of the form."""
        children: dict[int, list[ThemeRow]] = {}
        for theme in self._themes:
            if theme.parent_id is not None:
                children.setdefault(theme.parent_id, []).append(self._row(theme, []))
        return [
            self._row(theme, children.get(theme.pk, [])) for theme in self._themes if theme.parent_id is None
        ]

    def problems(self) -> list[tuple[str, str]]:
        """The errors as the summary lists them: id of the field, sentence."""
        return [(f"id_{name}", str(error)) for name, errors in self.errors.items() for error in errors]

    def _row(self, theme: Theme, children: list[ThemeRow]) -> ThemeRow:
        chosen = sum(child.select.value() not in (None, "", "0") for child in children)
        return ThemeRow(named(theme.labels), self[_name(theme.code)], children, chosen)


def _name(code: str) -> str:
    return f"theme-{code}"


def _nearest(weight: float) -> str:
    return min((value for value, _label in WEIGHTS), key=lambda value: abs(float(value) - weight))
