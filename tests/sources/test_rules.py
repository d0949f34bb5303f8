"""When a run is believed, how a source is, and that every problem can be said in a sentence."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from antena.sources import catalogue, rules
from antena.sources.contracts import Contract, ContractError, Rhythm, load
from antena.sources.drafts import Problem
from antena.sources.enums import Health, RunState
from tests.sources.conftest import MORNING

SEDIA = catalogue.connector("sedia").contract
CELLAR = catalogue.connector("cellar").contract


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_is_a_sentence_that_names_the_source(problem: Problem) -> None:
    said = rules.sentence(problem, source="The portal", record="X-1", field="deadline", detail="31/31/2027")
    assert said.startswith("The portal")
    assert said.endswith(".")
    assert "%" not in said


def test_a_problem_of_a_field_names_record_and_field() -> None:
    with translation.override("en"):
        said = rules.sentence(
            Problem.BAD_DATE, source="The portal", record="X-1", field="startDate", detail="soon"
        )
    assert said == "The portal, record X-1, field startDate: this is not a plausible date: soon."


def test_a_problem_of_an_older_version_is_shown_as_it_is() -> None:
    assert rules.sentence("no_longer_used", source="S", record="r", field="f") == "S, r, f: no_longer_used"


def judged(contract: Contract = SEDIA, **changes: object) -> rules.Verdict:
    facts = {
        "rows": 600,
        "understood": 600,
        "expected": 600,
        "baseline": 600.0,
        "ok_pages": 6,
        "failed_pages": 0,
        "accept_shrinkage": False,
    }
    return rules.judge(contract, **{**facts, **changes})  # type: ignore[arg-type]  # a table of facts


@pytest.mark.parametrize(
    ("changes", "state", "problem"),
    [
        ({}, RunState.DONE, None),
        ({"ok_pages": 0, "failed_pages": 6, "rows": 0}, RunState.FAILED, Problem.NOTHING_CAME),
        ({"failed_pages": 1, "rows": 500}, RunState.PARTIAL, Problem.PAGES_FAILED),
        ({"failed_pages": 4, "rows": 100, "understood": 100}, RunState.PARTIAL, Problem.PAGES_FAILED),
        ({"rows": 599}, RunState.PARTIAL, Problem.INCOMPLETE),
        ({"rows": 420, "understood": 420, "expected": 420}, RunState.DONE, None),
        ({"rows": 419, "understood": 419, "expected": 419}, RunState.REFUSED, Problem.SHRUNK),
        ({"understood": 419}, RunState.REFUSED, Problem.SHRUNK),
        ({"understood": 49, "baseline": None}, RunState.REFUSED, Problem.TOO_FEW),
        ({"understood": 49, "accept_shrinkage": True}, RunState.DONE, None),
        ({"expected": None, "baseline": None}, RunState.DONE, None),
    ],
)
def test_a_run_is_judged_as_a_whole(
    changes: dict[str, object], state: RunState, problem: Problem | None
) -> None:
    verdict = judged(**changes)
    assert (verdict.state, verdict.problem) == (state, problem)
    assert verdict.imports == (state in {RunState.DONE, RunState.PARTIAL})
    assert verdict.delists == (state == RunState.DONE)


def test_what_a_window_does_not_list_is_not_gone() -> None:
    assert not judged(CELLAR).delists


def test_a_share_of_very_few_says_nothing() -> None:
    assert judged(CELLAR, understood=5, rows=5, expected=None, baseline=19.0).state == RunState.DONE
    assert judged(CELLAR, understood=5, rows=5, expected=None, baseline=20.0).state == RunState.REFUSED


def test_too_many_and_unknown_fields_warn() -> None:
    found = rules.warnings(SEDIA, rows=9000, unread=2, unknown={"b": 1, "a": 3})
    assert found == [
        ("too_many", "9000 > 8000"),
        ("nothing_delisted", "2"),
        ("unknown_fields", "a (3), b (1)"),
    ]


RHYTHM = Rhythm(run_hours=24, item_hours=100)


@pytest.mark.parametrize(
    ("states", "run", "good", "new", "health"),
    [
        ([], None, None, None, Health.NEVER),
        (["done"], 1, 1, 1, Health.FINE),
        (["done"], 36, 36, 36, Health.FINE),
        (["done"], 37, 37, 37, Health.LATE),
        (["partial", "done"], 1, 25, 25, Health.FINE),
        (["partial", "partial"], 1, None, 1, Health.LATE),
        (["partial", "stopped", "partial"], 1, 200, 1, Health.FAILING),
        (["failed", "done"], 1, 25, 25, Health.FAILING),
        (["refused", "done"], 1, 25, 25, Health.FAILING),
        (["done"], 1, 1, 101, Health.SILENT),
        (["done"], 1, 1, None, Health.FINE),
    ],
)
def test_health(
    states: list[str], run: int | None, good: int | None, new: int | None, health: Health
) -> None:
    last_run, last_good, last_new = (
        None if hours is None else MORNING - timedelta(hours=hours) for hours in (run, good, new)
    )
    found = rules.health_of(
        RHYTHM, states=states, last_run=last_run, last_good=last_good, last_new=last_new, at=MORNING
    )
    assert found == health


def test_a_contract_that_says_what_it_may_not_names_file_and_key(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    text = (catalogue.FOLDER / "sedia" / "contract.toml").read_text(encoding="utf-8")
    (folder / "contract.toml").write_text(
        text.replace("run_hours = 24", 'run_hours = "daily"'), encoding="utf-8"
    )
    with pytest.raises(ContractError, match=r"odd/contract\.toml.*rhythm\.run_hours"):
        load(folder)
    (folder / "contract.toml").write_text("colour = 1\n" + text, encoding="utf-8")
    with pytest.raises(ContractError, match="colour"):
        load(folder)


def test_a_source_that_does_not_exist_says_which_do() -> None:
    with pytest.raises(catalogue.UnknownSourceError, match="sedia, ted"):
        catalogue.connector("nowhere")


@pytest.mark.parametrize("source", list(catalogue.connectors()))
def test_contracts_are_complete(source: str) -> None:
    contract = catalogue.connectors()[source].contract
    assert contract.source == source
    # A run that brings less than 70 % of the last one is never believed; a register that hardly moves, later.
    assert 0.70 <= contract.believed_share <= 0.90
    assert contract.home.startswith("https://")
    assert contract.documentation.startswith("https://")
    assert all(address.startswith("https://") for address in contract.api.values())
    assert contract.expected.least < contract.expected.most


@pytest.mark.parametrize("source", list(catalogue.connectors()))
def test_the_operators_page_says_what_the_contract_says(source: str) -> None:
    """The page is written by hand; it may not say something else than the contract."""
    contract = catalogue.connectors()[source].contract
    page = Path(__file__).parents[2] / "docs" / "operator" / "sources" / f"{source}.md"
    section = page.read_text(encoding="utf-8")
    assert section.startswith(f"# {source} — {contract.name}\n")
    rhythm, expected = contract.rhythm, contract.expected
    for line in (
        f"| publisher | {contract.publisher} |",
        f"| licence | {contract.licence} |",
        f"| attribution | {contract.attribution} |",
        f"| rhythm | a run every {rhythm.run_hours} h, something new at least every {rhythm.item_hours} h |",
        f"| expects | {expected.least} to {expected.most} records a run |",
        f"| pace | one request every {contract.manners.interval_seconds:g} s |",
        f"| raw answers kept | {contract.raw_days} days |",
        f"| asks | {', '.join(f'<{address}>' for address in contract.api.values())} |",
    ):
        assert line in section
