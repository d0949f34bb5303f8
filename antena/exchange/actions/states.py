"""An import held for a step, which it must be ready for; what people did with it, written down."""

from collections.abc import Mapping
from typing import Any

from antena.accounts.models import AuditEntry, User
from antena.exchange.enums import ImportState
from antena.exchange.models import Import


class WrongStateError(Exception):
    """The import is not where this step begins; the message is its state."""


def held(import_id: int, *states: ImportState) -> Import:
    """The import, locked until the transaction ends. Raises `WrongStateError`, `Import.DoesNotExist`."""
    brought = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
    if brought.state not in states:
        raise WrongStateError(brought.state)
    return brought


def audit(verb: str, brought: Import, by: User | None, detail: Mapping[str, Any]) -> None:
    """Write down who did what with a file."""
    AuditEntry.objects.create(
        actor=by,
        verb=verb,
        object_kind="import",
        object_id=str(brought.pk),
        detail={"file": brought.file_name, "target": brought.target, **detail},
    )
