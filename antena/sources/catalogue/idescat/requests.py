"""The questions to Idescat: the register of municipalities, then a set of indicators for all at once.

A single element comes as an object, several as a list. An answer about fewer municipalities than the register
has was cut.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from antena.sources.catalogue.idescat.indicators import sets
from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Ask, Page, Reach, Request


class _Register(msgspec.Struct):
    v: Any


class _Nodes(msgspec.Struct):
    fitxes: _Register


class _Columns(msgspec.Struct):
    col: list[Any] | dict[str, Any]


class _Indicators(msgspec.Struct):
    i: list[Any] | dict[str, Any]


class _Sheet(msgspec.Struct):
    cols: _Columns
    indicadors: _Indicators


class _Data(msgspec.Struct):
    fitxes: _Sheet


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:  # noqa: ARG001  it asks for all
    """Ask for the register and each set of indicators; see `antena.sources.pages.Connector`."""
    asked = {"tipus": contract.scope["kind"], "lang": contract.scope["language"]}
    register = ask(Request(key="nodes", url=contract.api["nodes"], params=asked, expects=_Nodes))
    yield msgspec.structs.replace(register, of=1 + len(sets()))
    known = 0
    if register.failure is None:
        answer = msgspec.json.decode(register.body, type=_Nodes)
        known = sum(node.get("scheme") == contract.scope["kind"] for node in nodes(answer.fitxes.v))
    for number, (name, members) in enumerate(sets().items(), 1):
        params = {"i": ",".join(members), **asked}
        page = ask(Request(key=f"data.{name}", url=contract.api["data"], params=params, expects=_Data))
        if page.failure is None:
            found = len(as_list(msgspec.json.decode(page.body, type=_Data).fitxes.cols.col))
            if found < known:
                detail = f"{found} < {known}"
                page = msgspec.structs.replace(page, failure=Problem.PAGE_MISSING, detail=detail)
        yield msgspec.structs.replace(page, of=len(sets()) - number)


def as_list(value: Any) -> list[Any]:
    """One element or several, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every node of the register, a division before those in it, however deep."""
    waiting = as_list(value)[::-1]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += as_list(node.get("v"))[::-1]
