"""Where a law stands, from its dates."""

from datetime import date

import pytest

from antena.signals.linking.stages import Document, moments, standing

TODAY = date(2026, 11, 22)


def doc(id_: int, kind: str, published: str = "", **over) -> Document:
    defaults = {
        "document_type": "",
        "status": "",
        "published_on": date.fromisoformat(published) if published else None,
        "opens_on": None,
        "deadlines": (),
        "details": {},
    }
    return Document(id=id_, kind=kind, **{**defaults, **over})


CONSULTATION = doc(1, "consultation", "2026-01-10", opens_on=date(2026, 2, 1))
PROPOSAL = doc(2, "proposal", "2026-05-04")
PROCEDURE = doc(
    3,
    "procedure",
    "2026-05-04",
    details={
        "events": [
            {"date": "2026-05-04", "activity": "REFERRAL"},
            {"date": "2026-09-15", "label": "Vote in committee"},
            {"date": "soon"},
            "no event",
        ]
    },
)
PUBLISHED = PROCEDURE._replace(
    id=6,
    details={
        "events": [
            {"date": "2026-05-04", "activity": "REFERRAL"},
            {"date": "2026-11-10", "activity": "PUBLICATION_OFFICIAL_JOURNAL"},
        ]
    },
)
REGULATION = doc(
    4,
    "act",
    "2026-11-02",
    document_type="REG",
    details={"entry_into_force": ["2026-11-20", "2027-06-01"]},
)
DIRECTIVE = doc(
    5,
    "act",
    "2026-11-02",
    document_type="DIR",
    details={"entry_into_force": ["2026-11-20"], "transposition": ["2028-11-20"]},
)


@pytest.mark.parametrize(
    ("documents", "stage", "changes_on"),
    [
        ([doc(1, "consultation")], "prepared", None),
        ([doc(1, "consultation", opens_on=date(2026, 12, 1))], "prepared", date(2026, 12, 1)),
        ([CONSULTATION], "consulted", None),
        ([CONSULTATION, PROPOSAL], "proposed", None),
        ([CONSULTATION, PROPOSAL, PROCEDURE], "debated", None),
        ([PROCEDURE, PUBLISHED], "adopted", None),
        ([PROPOSAL, doc(9, "opinion", "2026-06-01")], "debated", None),
        ([PROCEDURE, doc(4, "act", "2026-11-02")], "adopted", None),
        ([PROCEDURE, doc(4, "act")], "adopted", None),
        ([PROCEDURE, doc(4, "act", status="in_force")], "in_force", None),
        ([PROCEDURE, REGULATION], "in_force", date(2027, 6, 1)),
        ([DIRECTIVE], "in_force", date(2028, 11, 20)),
        ([DIRECTIVE._replace(details={"entry_into_force": ["2026-11-20"]})], "in_force", None),
        ([REGULATION._replace(details={"entry_into_force": ["2026-11-20"]})], "applied", None),
    ],
)
def test_a_law_stands_at_the_last_stage_its_dates_reach(documents, stage, changes_on) -> None:
    found = standing(documents, today=TODAY)
    assert (found.stage, found.changes_on) == (stage, changes_on)
    assert standing(list(reversed(documents)), today=TODAY) == found


def test_everything_has_its_day_once_and_in_order() -> None:
    told = [(one.day.isoformat(), one.what, one.words) for one in moments([DIRECTIVE, PROCEDURE])]
    assert told == [
        ("2026-05-04", "event", "REFERRAL"),
        ("2026-05-04", "published_procedure", ""),
        ("2026-09-15", "event", "Vote in committee"),
        ("2026-11-02", "published_act", ""),
        ("2026-11-20", "enters_into_force", ""),
        ("2028-11-20", "transposed", ""),
    ]


def test_a_paper_of_an_initiative_has_its_period_and_says_what_a_bare_deadline_does_not() -> None:
    papers = [
        {"type": "OPC_LAUNCHED", "published_on": "2026-06-17", "ends_on": "2026-09-09"},
        {"type": "INIT_PLANNED", "published_on": "2026-03-01"},
    ]
    one = doc(1, "consultation", details={"publications": papers}, deadlines=((date(2026, 9, 9), ""),))
    assert [(m.day.isoformat(), m.what, m.words, m.stage) for m in moments([one])] == [
        ("2026-06-17", "opens", "OPC_LAUNCHED", "consulted"),
        ("2026-09-09", "deadline", "OPC_LAUNCHED", ""),
    ]


@pytest.mark.parametrize("junk", [None, "x", 7, [None], [{"date": 3}], {"a": 1}])
def test_whatever_a_source_puts_in_details_makes_no_days(junk: object) -> None:
    names = ("events", "publications", "entry_into_force", "application", "transposition", "end_of_validity")
    details = dict.fromkeys(names, junk)
    assert moments([doc(1, "act", details=details), doc(2, "procedure", details=details)]) == []
