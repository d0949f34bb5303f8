"""What is done with files people bring, in the order in which it is done."""

from antena.exchange.actions.carrying import carry_out, start_carrying
from antena.exchange.actions.checking import check
from antena.exchange.actions.mapping import WrongMappingError, map_columns
from antena.exchange.actions.states import WrongStateError
from antena.exchange.actions.undoing import start_undoing, undo
from antena.exchange.actions.uploading import UnknownTargetError, table_of, upload

__all__ = [
    "UnknownTargetError",
    "WrongMappingError",
    "WrongStateError",
    "carry_out",
    "check",
    "map_columns",
    "start_carrying",
    "start_undoing",
    "table_of",
    "undo",
    "upload",
]
