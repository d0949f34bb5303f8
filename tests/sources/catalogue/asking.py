"""Asks a player without a server: for tests of what a connector asks and makes of the answers."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit

import msgspec

from antena.sources.catalogue import connectors
from antena.sources.contracts import Contract
from antena.sources.drafts import AnyDraft, Problem
from antena.sources.pages import Page, Reach, Request
from antena.sources.validation import checked
from tests.sources.playing import Asked, Player

REACH = Reach(since=date(2026, 11, 1), at=datetime(2026, 11, 22, tzinfo=UTC), languages=("ca", "en"))


@dataclass
class Asking:
    """Puts requests to ``player`` and keeps them; an answer that is not 200 is a failed page."""

    player: Player
    requests: list[Request] = field(default_factory=list)

    def __call__(self, request: Request) -> Page:
        self.requests.append(request)
        address = urlsplit(request.url)
        asked = Asked(
            method=request.method,
            path=address.path,
            params={**dict(parse_qsl(address.query)), **request.params},
            headers={
                "user-agent": "Antena",
                **{name.lower(): text for name, text in request.headers.items()},
            },
            form=dict(request.form),
        )
        told = self.player.told(asked)
        if told is None or told.status != 200:
            return Page(key=request.key, status=404, failure=Problem.HTTP_ERROR)
        return Page(key=request.key, url=request.url, body=told.body)


def contract_for(player: Player) -> Contract:
    """The contract of a source, with the addresses and options of its player."""
    contract = connectors()[player.source].contract
    return msgspec.structs.replace(
        contract,
        api={**contract.api, **player.addresses("http://player")},
        options={**contract.options, **player.options},
        keys=player.keys,
    )


def fit(drafts: list[AnyDraft]) -> list[AnyDraft]:
    """The drafts after the last look at them; each must be fit to store, with nothing set aside."""
    looked = [checked(draft) for draft in drafts]
    assert [refusals for _, refusals in looked if refusals] == []
    return [draft for draft, _ in looked if draft is not None]
