"""What must be there before an installation can serve: each step knows whether it is done."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from antena.matching import actions as matching_actions
from antena.matching.models import Profile
from antena.operations import sample
from antena.operations.translations import compile_catalogues
from antena.places import actions as place_actions
from antena.signals import actions as signal_actions
from antena.signals.embedding import embedder, model_folder
from antena.themes import actions as theme_actions

# Called with what is done and the whole, in the step's own unit.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Step:
    """One thing to prepare. ``do`` is safe to run again after it was cut short at any point."""

    title: str
    is_done: Callable[[], bool]
    do: Callable[[Progress], None]


def steps(*, with_sample: bool) -> Sequence[Step]:
    """The steps in their order. ``with_sample`` false leaves out what is invented."""
    prepare = [
        Step("Database tables", _migrated, _migrate),
        Step("Languages", lambda: False, _compile),
        Step("Pages' files", _collected, _collect),
        Step("Language model", _model_ready, _make_model),
        Step("Places of the world", place_actions.world_is_loaded, _load_world),
        Step("Members of the association", _members_loaded, _load_members),
        Step("Themes", theme_actions.catalogue_is_loaded, _load_themes),
        Step("Profiles of the towns", _profiles_made, _make_profiles),
    ]
    invented = [Step("Sample", sample.is_settled, lambda _: sample.load(at=timezone.now()))]
    finish = [
        Step("Reading what arrived", lambda: not signal_actions.pending_count(), _read),
        Step("Matches", lambda: not matching_actions.pending_count(), _match),
    ]
    return [*prepare, *(invented if with_sample else []), *finish]


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _migrate(progress: Progress) -> None:
    executor = MigrationExecutor(connection)
    total = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    done = 0

    def count(action: str, *_: object) -> None:
        nonlocal done
        if action == "apply_success":
            done += 1
            progress(done, total)

    executor.progress_callback = count
    executor.migrate(executor.loader.graph.leaf_nodes())
    call_command("migrate", verbosity=0)  # sends the signals that make permissions and content types


def _compile(progress: Progress) -> None:
    compile_catalogues(Path(folder) for folder in settings.LOCALE_PATHS)
    progress(1, 1)


def _static_digest() -> str:
    digest = hashlib.sha256()
    for path, changed in sorted(_static_files()):
        digest.update(f"{path} {changed}\n".encode())
    return digest.hexdigest()


def _static_files() -> Iterator[tuple[str, float]]:
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            yield path, Path(storage.path(path)).stat().st_mtime


def _collected() -> bool:
    stamp = settings.VAR_DIR / "static.digest"
    return stamp.exists() and stamp.read_text() == _static_digest()


def _collect(progress: Progress) -> None:
    # htmx ships its extensions and unminified selves, which no page asks for.
    unused = ["ext", "htmx.js", "*.esm*", "htmax*"]
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=unused)
    (settings.VAR_DIR / "static.digest").write_text(_static_digest())
    progress(1, 1)


def _model_ready() -> bool:
    return settings.EMBEDDER != "bundled" or any(model_folder().glob("*.onnx"))


def _make_model(progress: Progress) -> None:
    embedder()
    progress(1, 1)


def _load_world(progress: Progress) -> None:
    place_actions.load_world(progress)


def _members_loaded() -> bool:
    return place_actions.members_are_loaded(association=settings.ASSOCIATION)


def _load_members(progress: Progress) -> None:
    place_actions.load_members(association=settings.ASSOCIATION)
    progress(1, 1)


def _load_themes(progress: Progress) -> None:
    theme_actions.load_catalogue()
    progress(1, 1)


def _profiles_made() -> bool:
    return Profile.objects.exists()


def _make_profiles(progress: Progress) -> None:
    matching_actions.make_profiles(at=timezone.now())
    progress(1, 1)


def _read(progress: Progress) -> None:
    signal_actions.read_pending(embedder=embedder(), at=_now(), progress=progress)


def _match(progress: Progress) -> None:
    matching_actions.match_all(at=_now(), progress=progress)


def _now() -> datetime:
    return timezone.now()
