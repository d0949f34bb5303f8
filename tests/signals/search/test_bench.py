"""The measuring itself, on a handful: it runs, cleans up after itself and tells ranks apart."""

import pytest
from django.db import connection

from antena.signals.models import SearchRow, Signal
from antena.signals.search.bench import bench_search


@pytest.mark.django_db
def test_the_bench_measures_and_leaves_nothing_behind() -> None:
    measured = bench_search(signals=150, queries=2)
    assert measured.timings[0].queries == "one common word"
    assert measured.recall == 1.0
    assert measured.precision_bm25 > measured.precision_ts_rank
    assert measured.indexed_per_second > 0
    assert not Signal.objects.exists()
    assert not SearchRow.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'antena%'")
        assert cursor.fetchone() == (0,)
