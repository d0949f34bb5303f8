"""The four steps of an import in one call."""

from datetime import datetime

from antena.accounts.models import User
from antena.exchange import actions
from antena.exchange.models import Import
from antena.exchange.targets import TARGETS, names_of
from tests.exchange.conftest import NOW


def checked(
    target: str,
    content: bytes,
    by: User,
    *,
    at: datetime = NOW,
    blanks_erase: bool = False,
    name: str = "list.csv",
) -> Import:
    """Brought, its columns mapped as suggested, and checked."""
    brought = actions.upload(target=target, file_name=name, content=content, by=by, at=at)
    mapping = names_of(TARGETS[target].columns()).suggest(brought.headers)
    actions.map_columns(import_id=brought.pk, mapping=mapping, blanks_erase=blanks_erase, by=by, at=at)
    return actions.check(import_id=brought.pk)


def carried(
    target: str, content: bytes, by: User, *, at: datetime = NOW, blanks_erase: bool = False
) -> Import:
    """Checked and imported."""
    brought = checked(target, content, by, at=at, blanks_erase=blanks_erase)
    actions.start_carrying(import_id=brought.pk, by=by, at=at)
    return actions.carry_out(import_id=brought.pk, at=at)


def undone(brought: Import, by: User, *, at: datetime = NOW) -> Import:
    """Taken back."""
    actions.start_undoing(import_id=brought.pk, by=by, at=at)
    return actions.undo(import_id=brought.pk, at=at)
