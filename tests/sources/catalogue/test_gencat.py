"""The Generalitat's listings: nobody's name, nobody's own mailbox, every row counted."""

import msgspec
import pytest

from antena.sources.catalogue.gencat import parser, requests
from antena.sources.catalogue.gencat.mailboxes import office_mailbox
from antena.sources.drafts import Problem
from antena.sources.pages import Page
from tests.sources.catalogue.asking import REACH, Asking, contract_for
from tests.sources.players.gencat import ThePlayer

CONTRACT = contract_for(ThePlayer())

OFFICES = [
    ("ajuntament@abrera.cat", "Abrera"),
    ("Ajuntament.Abrera@diba.cat", "Abrera"),
    ("aj.abrera@gencat.example", "Abrera"),
    ("ajabrera@example.org", "Abrera"),
    ("abrera@example.org", "Abrera"),
    ("info@hospitalet.example", "l'Hospitalet de Llobregat"),
    ("hospitaletdellobregat@example.org", "l'Hospitalet de Llobregat"),
    ("ajt.hospitalet@example.org", "l'Hospitalet de Llobregat"),
    ("oac2@premia.example", "Premià de Mar"),
    ("registre.general@premia.example", "Premià de Mar"),
]
PEOPLE = [
    ("joan.puig@abrera.cat", "Abrera"),
    ("jpuig@abrera.cat", "Abrera"),
    ("joan@example.org", "Sant Joan Despí"),
    ("alcalde.puig@abrera.cat", "Abrera"),
    ("ajuntament.puig@abrera.cat", "Abrera"),
    ("x@abrera.cat", "Abrera"),
    ("123@abrera.cat", "Abrera"),
]


@pytest.mark.parametrize(("mailbox", "town"), OFFICES)
def test_an_office_keeps_its_mailbox(mailbox: str, town: str) -> None:
    assert office_mailbox(mailbox, town) == (mailbox.lower(), False)


@pytest.mark.parametrize(("mailbox", "town"), PEOPLE)
def test_a_mailbox_that_may_be_a_persons_is_left_out(mailbox: str, town: str) -> None:
    assert office_mailbox(mailbox, town) == ("", True)


def test_of_several_mailboxes_the_offices_is_kept() -> None:
    text = "joan.puig@abrera.cat; ajuntament@abrera.cat"
    assert office_mailbox(text, "Abrera") == ("ajuntament@abrera.cat", True)


def test_the_name_of_a_mayor_is_neither_asked_for_nor_kept() -> None:
    asking = Asking(ThePlayer())
    pages = list(requests.pages(asking, CONTRACT, REACH))
    assert all(page.failure is None for page in pages)
    assert not any("president" in request.params.get("$select", "") for request in asking.requests)
    row = {
        "codi_ens": "0890130008",
        "municipi": "Abrera",
        "president": "Una Persona",
        "partitpol": "X",
        "e_mail": "una.persona@abrera.cat",
    }
    kept = parser.scrub("bodies.0001", msgspec.json.encode([row]))
    assert b"ersona" not in kept.replace(b"(left out: may be a person's)", b"")
    assert msgspec.json.decode(kept)[0]["codi_ens"] == "0890130008"
    parsed = parser.parse([Page(key="bodies.0001", body=kept)], CONTRACT)
    assert [(one.field, one.problem) for one in parsed.refusals] == [("e_mail", Problem.BAD_ADDRESS)]
    with pytest.raises(ValueError, match="no list"):
        parser.scrub("bodies.0001", b"{}")


def test_a_page_shorter_than_was_counted_is_missing() -> None:
    player = ThePlayer()
    pages = {}
    for page in requests.pages(Asking(player), CONTRACT, REACH):
        pages[page.key] = page
        if page.key == "seats.count":
            player.rows["seats"] = player.rows["seats"][:30]
    assert pages["seats.0001"].failure is None
    assert (pages["seats.0002"].failure, pages["seats.0002"].detail) == (Problem.PAGE_MISSING, "10 < 20")


@pytest.mark.parametrize(
    ("stated", "code"), [("0890130008", "0890130008"), ("890130008", "0890130008"), (890130008, "0890130008")]
)
def test_codes_get_their_zeros_back(stated: object, code: str) -> None:
    body = msgspec.json.encode([{"codi_ens": stated, "municipi": "Vila"}])
    [draft] = parser.parse([Page(key="bodies.0001", body=body)], CONTRACT).drafts
    assert draft.external_id == code
