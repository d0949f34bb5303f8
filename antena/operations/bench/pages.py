"""How quickly pages answer with what is stored now: one web process, one reader, the real server."""

import http.client
import socket
import statistics
import subprocess
import sys
import time
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from antena.matching.models import Profile
from antena.operations.bench.figures import Figure, Options, at_most, figure
from antena.signals import bench as signals_bench
from antena.signals.models import Signal
from antena.signals.search import champions

ROUNDS = 60
WORDS = ("aigua", "energia dels edificis", "pobles que perden població", "jove", "CERV")


def bench(options: Options) -> list[Figure]:
    """Radar, signal, search and first page: median and 95th percentile, beside the lightest page we have.

    ``signals``: that many invented ones are stored first and taken out again afterwards.
    """
    if not options.signals:
        return _measure()
    try:
        signals_bench.fill(options.signals, at=timezone.now())
        champions.rebuild(at=timezone.now())
        return _measure()
    finally:
        signals_bench.empty()
        champions.rebuild(at=timezone.now())


def _measure() -> list[Figure]:
    language = settings.ASSOCIATION.language
    towns = list(Profile.objects.order_by("?").values_list("place__slug", flat=True)[:20])
    signals = list(
        Signal.objects.exclude(source=signals_bench.SOURCE).order_by("?").values_list("slug", flat=True)[:20]
    )
    kinds = {
        "radar": ([f"/{language}/towns/{slug}/" for slug in towns], 60, 150),
        "signal": ([f"/{language}/signals/{slug}/" for slug in signals], 60, 150),
        "search": ([f"/{language}/search/?{urlencode({'q': words})}" for words in WORDS], 60, 150),
        "first page": ([f"/{language}/"], 60, 150),
    }
    figures = [figure("signals stored", Signal.objects.count(), "signals")]
    port = _free_port()
    server = _serve(port)
    try:
        lightest = statistics.median(_times(port, [f"/{language}/sign-in/"]))
        for name, (paths, middle, slow) in kinds.items():
            times = _times(port, paths)
            p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            figures += [
                figure(
                    f"{name}, median",
                    p50,
                    "ms",
                    goal=at_most(middle, p50),
                    baseline=lightest,
                    against="sign-in page",
                ),
                figure(f"{name}, 95th percentile", p95, "ms", goal=at_most(slow, p95)),
                figure(f"{name}, database queries", _queries(paths), "queries"),
            ]
    finally:
        server.terminate()
        server.wait()
    return figures


def _serve(port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--threads", "2", "--worker-class", "gthread", "--log-level", "error"]
    server = subprocess.Popen(command)  # noqa: S603  our own command
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            _get(port, "/")
        except OSError:
            time.sleep(0.1)
        else:
            break
    return server


def _times(port: int, paths: list[str]) -> list[float]:
    for path in paths:
        _get(port, path)
    return [_get(port, paths[turn % len(paths)]) for turn in range(ROUNDS)]


def _get(port: int, path: str) -> float:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    begun = time.perf_counter()
    asked.request("GET", path)
    answer = asked.getresponse()
    answer.read()
    took = (time.perf_counter() - begun) * 1000
    asked.close()
    if answer.status >= 400:
        raise OSError(f"{path} answered {answer.status}")
    return took


def _queries(paths: list[str]) -> float:
    client = Client(headers={"host": "127.0.0.1"})
    client.get(paths[0])
    with CaptureQueriesContext(connection) as captured:
        client.get(paths[0])
    return len(captured)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
