"""The questions to the open data portal: three listings, each counted first and then asked for page by page.

The names of mayors stand in the register of local bodies; that column is not asked for.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.figures import whole
from antena.sources.pages import Ask, Page, Reach, Request

_BODY_COLUMNS: Final = (
    *("codi_ens", "nom_complert", "municipi", "comarca", "provincia", "nomtipus"),
    *("cens", "any_cens", "web", "e_mail", "latitud", "longitud"),
)
# Two rows of the second listing stand for "unknown" and "several".
_NO_MUNICIPALITY: Final = "codi not in('999998','999999')"


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:  # noqa: ARG001  it asks for all
    """Ask for every body, municipality and seat; see `antena.sources.pages.Connector`."""
    kind = contract.scope["kind"].replace("'", "''")
    bodies = {"$where": f"nomtipus='{kind}'", "$select": ",".join(_BODY_COLUMNS)}
    yield from _listing(ask, contract, "bodies", bodies)
    yield from _listing(ask, contract, "municipalities", {"$where": _NO_MUNICIPALITY})
    yield from _listing(ask, contract, "seats", {})


def _listing(ask: Ask, contract: Contract, name: str, params: dict[str, str]) -> Iterator[Page]:
    counting = {**params, "$select": "count(*)"}
    count = ask(_request(contract, name, f"{name}.count", counting))
    yield count
    if count.failure is not None:
        return
    total = counted(msgspec.json.decode(count.body))
    if total is None:
        return
    size = contract.options["page_size"]
    last = max(1, -(-total // size))
    for number in range(1, last + 1):
        offset = (number - 1) * size
        window = {"$order": ":id", "$limit": str(size), "$offset": str(offset)}
        page = ask(_request(contract, name, f"{name}.{number:04}", {**params, **window}))
        if page.failure is None:
            found = len(msgspec.json.decode(page.body, type=list[Any]))
            if found < min(size, total - offset):
                detail = f"{found} < {min(size, total - offset)}"
                page = msgspec.structs.replace(page, failure=Problem.PAGE_MISSING, detail=detail)
        yield msgspec.structs.replace(page, of=last - number)


def counted(answer: Any) -> int | None:
    """Read the answer to "how many": one row with one number, written as a string. None where it is none."""
    if not (isinstance(answer, list) and len(answer) == 1 and isinstance(answer[0], dict)):
        return None
    values = list(answer[0].values())
    return whole(values[0]) if len(values) == 1 else None


def _request(contract: Contract, name: str, key: str, params: dict[str, str]) -> Request:
    token = contract.keys.get("app_token", "")
    return Request(
        key=key,
        url=contract.api[name],
        params=params,
        headers={"X-App-Token": token} if token else {},
        expects=list[dict[str, Any]],
    )
