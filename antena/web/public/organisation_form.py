"""The form of an organisation: the columns of its directory, read as a file's cells are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from antena.actors.enums import OrganisationKind
from antena.actors.models import Organisation
from antena.exchange.rules import sentence
from antena.exchange.tables.problems import CellError
from antena.exchange.tables.table import Row
from antena.exchange.targets import EXPECTS, TARGETS, Column, header
from antena.exchange.targets.converting import Converter

_LONG = frozenset({"description", "notes"})
# Columns a person does not type: identifiers come from files, names of other languages too.
_NOT_TYPED = frozenset({"id", "attribution", "other_names"})


class OrganisationForm(forms.Form):
    """One text field a column; what is wrong in each is said as it is of a file's cell."""

    def __init__(self, data: Any, *, kind: OrganisationKind, organisation: Organisation | None) -> None:
        self._target = TARGETS[kind.value]
        # identifiers that have no field here stay as they are
        self._kept: dict[str, str] = {}
        self._facts: dict[str, Any] = {}
        self._columns = [
            column
            for column in self._target.columns()
            if column.name not in _NOT_TYPED and ":" not in column.name
        ]
        super().__init__(data, initial=self._starting(organisation) if organisation else None)
        for column in self._columns:
            self.fields[column.name] = _field(column)

    def clean(self) -> dict[str, Any]:
        """Read all fields as the cells of one row, and have them fit each other."""
        columns = [column for column in self._columns if column.name not in self.errors]
        names = [column.name for column in columns]
        converter = Converter(names, {name: name for name in names}, columns, blanks_erase=True)
        row = converter.read(Row(1, tuple(str(self.cleaned_data.get(name) or "") for name in names)))
        for error in row.errors:
            self._add(error)
        readings, errors = self._target.readings([(1, row.values)])
        for error in errors:
            self._add(error)
        self._facts = readings[0].facts if readings else {}
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """What the valid form says of the organisation; identifiers that were cleared are gone."""
        facts = dict(self._facts)
        if "identifiers" in facts:
            facts["identifiers"] = self._kept | {
                name: value for name, value in facts["identifiers"].items() if value
            }
        return facts

    def take(self, error: ValidationError) -> None:
        """Show what only the record itself could find wrong."""
        for name, said in error.message_dict.items():
            self.add_error(name if name in self.fields else None, said)

    def problems(self) -> list[tuple[str, str]]:
        """The errors as the summary lists them: id of the field, sentence."""
        return [
            (f"id_{name}", f"{self.fields[name].label}: {error}")
            if name in self.fields
            else ("id_name", str(error))
            for name, errors in self.errors.items()
            for error in errors
        ]

    def _starting(self, organisation: Organisation) -> dict[str, str]:
        typed = {column.name for column in self._columns}
        self._kept = {name: value for name, value in organisation.identifiers.items() if name not in typed}
        started = {
            name: str(getattr(organisation, name) or "")
            for name in typed
            if hasattr(organisation, name) and name not in ("country", "themes")
        }
        started |= {name: value for name, value in organisation.identifiers.items() if name in typed}
        started["country"] = organisation.country_id or ""
        started["themes"] = "; ".join(theme.code for theme in organisation.themes.all())
        return started

    def _add(self, error: CellError) -> None:
        self.add_error(error.field, sentence(error, expects=str(EXPECTS.get(error.expects, ""))))


def _field(column: Column) -> forms.Field:
    widget: Any = forms.Textarea(attrs={"rows": 4}) if column.name in _LONG else forms.TextInput()
    if column.choices:
        choices = [("", "—"), *((value, label) for value, label in column.choices.items())]
        return forms.ChoiceField(label=header(column.name).capitalize(), required=False, choices=choices)
    return forms.CharField(
        label=header(column.name).capitalize(),
        required=False,
        widget=widget,
        help_text=_hint(column),
    )


def _hint(column: Column) -> str:
    """What to write; nothing where any words will do."""
    if column.hint:
        return str(column.hint)
    return "" if column.kind == "text" else str(EXPECTS[column.kind]).capitalize()
