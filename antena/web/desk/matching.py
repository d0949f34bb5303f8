"""How good the matching is, and whom it serves: what people said, and what was learned of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antena.accounts.models import User
from antena.matching import actions
from antena.matching.engine.algorithm import algorithm
from antena.matching.engine.explanations import EXPLANATIONS
from antena.matching.models import WeightVersion
from antena.matching.queries import drift, fairness, quality, weights
from antena.matching.queries.quality import Said, Step
from antena.sources.queries import contracts
from antena.themes.models import Theme
from antena.web.desk.access import for_officers
from antena.web.templatetags.antena import named

# The side of the reliability diagram, in units of the drawing: one per cent is two.
SIDE = 200


@dataclass(frozen=True)
class Point:
    """One group of matches in the diagram; its area grows with the verdicts."""

    x: int
    y: int
    r: int


def points(steps: tuple[Step, ...]) -> list[Point]:
    """Where each group stands: to the right what was said, upwards what was found."""
    most = max((step.verdicts for step in steps), default=1)
    return [
        Point(2 * step.expected, SIDE - 2 * step.found, 3 + round(7 * (step.verdicts / most) ** 0.5))
        for step in steps
    ]


def _parts(said: quality.Quality) -> list[tuple[str, list[Said]]]:
    """The share worth reading by bucket, source, theme and feature, each under its heading."""
    sources = {code: contract.name for code, contract in contracts().items()}
    themes = {theme.code: named(theme.labels) for theme in Theme.objects.only("code", "labels")}
    features = {one.label: feature_named(one.label) for one in said.by_feature}
    return [
        (_("By what it asks"), list(said.by_bucket)),
        (_("By source"), _renamed(said.by_source, sources)),
        (_("By theme"), _renamed(said.by_theme, themes)),
        (_("By what spoke for it"), _renamed(said.by_feature, features)),
    ]


def _renamed(rows: Iterable[Said], names: Mapping[str, str]) -> list[Said]:
    return [replace(one, label=names.get(one.label, one.label)) for one in rows]


@require_safe
@for_officers
def matching_page(request: HttpRequest) -> HttpResponse:
    """The state of matching on one page."""
    said = quality.quality()
    context = {
        "quality": said,
        "parts": _parts(said),
        "drift": drift.drift(),
        "points": points(said.reliability),
        "side": SIDE,
        "fairness": fairness.fairness(at=timezone.now()),
        "in_force": weights.algorithm_in_force().name,
        "versions": [_version(one) for one in weights.versions()],
    }
    return render(request, "desk/matching.html", context)


@require_POST
@for_officers
def decide(request: HttpRequest) -> HttpResponse:
    """Learn from the verdicts, put a version in force, or go back to the weights as they are shipped."""
    assert isinstance(request.user, User)
    try:
        messages.success(request, _done(request.POST, request.user))
    except WeightVersion.DoesNotExist as error:
        raise Http404(_("There is no such version.")) from error
    except actions.TooFewVerdictsError:
        messages.info(request, _("There are too few verdicts to learn from yet."))
    except actions.NothingBetterError:
        messages.info(request, _("The verdicts ask for nothing else: what is in force serves as well."))
    except actions.NotProposedError:
        messages.info(request, _("That is how it is already."))
    return redirect("web:matching")


def _done(said: QueryDict, by: User) -> str:
    if "propose" in said:
        version = actions.propose_weights(at=timezone.now(), by=by)
        return _("%(name)s is proposed. Nothing changes until somebody puts it in force.") % {
            "name": version.name
        }
    if "revert" in said:
        actions.revert_weights(by=by, at=timezone.now())
        return _("The weights are those shipped with the product again.")
    number = said.get("activate", "")
    version = actions.activate_weights(
        version_id=int(number) if number.isdecimal() else 0, by=by, at=timezone.now()
    )
    return _("%(name)s is in force. The radars follow within some minutes.") % {"name": version.name}


def _version(version: WeightVersion) -> dict[str, object]:
    """A version with what it changes, in words of the features."""
    base = algorithm(version.base).weights
    changed = [
        (feature_named(name), base[name], weight)
        for name, weight in version.weights.items()
        if weight != base[name]
    ]
    return {"version": version, "changed": changed}


def feature_named(name: str) -> str:
    """What a feature compares, in one sentence of the reader's language; its name if nobody explained it."""
    return _(EXPLANATIONS[name]).split("\n")[0] if name in EXPLANATIONS else name
