"""Results as they are kept beside the documentation, and the page made of them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from antena.operations.evaluation.frame import Figure, Result, Row, state

_HEAD: Final = """# How good the matching is

Made by `antena evaluate --page` from the results kept beside it; each was kept by
`antena evaluate NAME --data DIR --keep`. Ours and the baselines were measured in the same run on the same
cases. In brackets: the interval of 95 %. A goal that was missed says **NO**. The data sets are public and
stay outside the repository.
"""


def keep(result: Result, folder: Path) -> Path:
    """Write the result to its file, which is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{result.task}.json"
    text = msgspec.json.format(msgspec.json.encode(_rounded(result)), indent=1)
    file.write_bytes(text + b"\n")
    return file


def kept(folder: Path) -> list[Result]:
    """The results of a folder by the names of their tasks."""
    files = sorted(folder.glob("*.json"))
    return [msgspec.json.decode(file.read_bytes(), type=Result) for file in files]


def page(results: Sequence[Result]) -> str:
    """The page of results in Markdown."""
    return "\n".join((_HEAD, *_summary(results), *(line for one in results for line in _section(one)))) + "\n"


def _summary(results: Sequence[Result]) -> Iterator[str]:
    rows = [(one, row) for one in results for row in one.rows if row.goal is not None]
    met = sum(row.is_met is True for _, row in rows)
    yield f"Goals met: {met} of {len(rows)}.\n"
    yield from _head("task", "what", "measure", "ours", "goal", "met")
    for one, row in rows:
        yield _line(
            (f"[{one.task}](#{one.task})", row.what, row.metric, said(row.ours), goal(row), _met(row))
        )
    yield ""


def _section(result: Result) -> Iterator[str]:
    yield f"## {result.task}\n"
    yield f"**{result.title}.** {result.data}. Split: {result.split}."
    yield f"Model `{result.model}`, {result.seconds:.0f} s.\n"
    yield from _head("what", "measure", "cases", "ours", "baselines", "goal", "met")
    for row in result.rows:
        beside = "; ".join(f"{name} {figure.value:.3f}" for name, figure in row.baselines.items())
        yield _line((row.what, row.metric, str(row.ours.of), said(row.ours), beside, goal(row), _met(row)))
    yield ""
    notes = [f"- {row.what}, {row.metric}: {row.note}" for row in result.rows if row.note]
    yield from (*notes, "") if notes else ()


def said(figure: Figure) -> str:
    """A figure with its interval, three decimals."""
    return f"{figure.value:.3f} ({figure.low:.3f}–{figure.high:.3f})"


def goal(row: Row) -> str:
    """The goal in words; empty without one."""
    if row.goal is None or row.target is None:
        return ""
    sign = "≤" if row.goal.at_most else "≥"
    times = f" = {row.goal.value:g} × {row.goal.times}" if row.goal.times else ""
    return f"{sign} {row.target:.3g}{times}"


def _met(row: Row) -> str:
    return {"yes": "yes", "NO": "**NO**", "": ""}[state(row)]


def _head(*names: str) -> tuple[str, str]:
    return _line(names), _line("---" for _ in names)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _rounded(result: Result) -> Result:
    """Figures to five decimals: the last bits differ between machines and say nothing."""
    rows = tuple(
        msgspec.structs.replace(
            row,
            ours=_short(row.ours),
            baselines={name: _short(figure) for name, figure in row.baselines.items()},
        )
        for row in result.rows
    )
    return msgspec.structs.replace(result, rows=rows, seconds=round(result.seconds, 1))


def _short(figure: Figure) -> Figure:
    return Figure(
        value=round(figure.value, 5), low=round(figure.low, 5), high=round(figure.high, 5), of=figure.of
    )
