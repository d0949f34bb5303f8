"""Whether every town gets something useful: by size, by county, on the map, and by name."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from antena.matching.engine.calibration import in_ten
from antena.matching.engine.fairness import DAYS, LINE
from antena.matching.queries import fairness
from antena.web import maps
from antena.web.desk.access import for_officers
from antena.web.drawing.bars import HEIGHT, STEP, Bar, bars

# The tints of the map: no useful thing, one, two, three, four or more.
STEPS = tuple(range(fairness.MOST + 1))


@dataclass(frozen=True)
class Spread:
    """A group of towns with the bars of how many have 0, 1, 2 … things."""

    group: fairness.Group
    bars: list[Bar]


@require_safe
@for_officers
def fairness_page(request: HttpRequest) -> HttpResponse:
    """Who has something useful that is new, and who has not."""
    found = fairness.fairness(at=timezone.now())
    context = {
        "fairness": found,
        "spreads": [Spread(group, bars(group.spread)) for group in (*found.by_size, found.whole)],
        "numbers": STEPS,
        "most": fairness.MOST,
        "width": STEP * len(STEPS),
        "height": HEIGHT,
        "days": DAYS,
        "of_ten": in_ten(LINE),
        "map": maps.tinted({town.slug: town.useful for town in found.towns}, STEPS),
    }
    return render(request, "desk/fairness.html", context)
