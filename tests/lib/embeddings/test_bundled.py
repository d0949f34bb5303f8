"""The bundled engine: converted once, the same vectors as its source, and languages that meet."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from antena.lib import embeddings
from antena.lib.embeddings import bench, graph
from antena.lib.embeddings.bundled import OnnxEngine, weights_path
from antena.lib.embeddings.centring import CentredEmbedder, shipped_means
from antena.lib.embeddings.nano import NanoEngine
from antena.lib.embeddings.protocol import Kind
from antena.lib.embeddings.weights import Weights, WeightsUnreadable

# Written for this test: what a town hall says, and the same in English.
PAIRS = [
    (
        "L'ajuntament instal·larà plaques solars a les teulades de les escoles.",
        "Solar panels on school roofs.",
    ),
    (
        "Ajuts per recollir els residus orgànics porta a porta.",
        "Grants for door-to-door collection of food waste.",
    ),
    ("La biblioteca obrirà fins a mitjanit en època d'exàmens.", "The library stays open late at exam time."),
    ("El municipi vol agermanar-se amb una vila francesa.", "The town seeks a twin town in France."),
    ("S'ha de reparar la xarxa d'aigua per evitar fuites.", "Fixing leaks in the water pipes."),
    ("Carrils bici segurs entre els barris i l'estació.", "Safe cycle lanes to the railway station."),
    ("Programa d'intercanvi per a joves de divuit anys.", "An exchange programme for eighteen-year-olds."),
    ("Atenció domiciliària per a la gent gran que viu sola.", "Home care for older people living alone."),
    ("Plantarem arbres per fer ombra a les places.", "Trees will shade the squares."),
    ("Prevenció d'incendis forestals amb ramats de cabres.", "Goats graze to prevent forest fires."),
    ("Els comerços del centre demanen menys trànsit.", "Shopkeepers ask for less traffic downtown."),
    ("Una oficina per ajudar les dones que pateixen violència.", "Support for women who suffer violence."),
    ("Digitalització dels tràmits municipals.", "Putting town hall paperwork online."),
    ("Restauració de l'ermita romànica del segle XII.", "Restoring a twelfth-century Romanesque chapel."),
    ("Habitatge públic de lloguer per a famílies joves.", "Public rented housing for young families."),
    (
        "Acollida de persones refugiades i aprenentatge de la llengua.",
        "Welcoming refugees and teaching them.",
    ),
    ("Festival internacional de música al castell.", "An international music festival in the castle."),
    ("Control de plagues sense productes químics.", "Fighting pests without chemicals."),
    ("Menjadors escolars amb productes de proximitat.", "School meals from local farms."),
    ("Rehabilitació energètica d'edificis municipals.", "Energy renovation of public buildings."),
    ("Formació professional per a persones a l'atur.", "Vocational training for the unemployed."),
    ("El riu ha inundat els camps i les cases baixes.", "The river flooded fields and low houses."),
    ("Vacunació gratuïta contra la grip.", "Free flu jabs."),
    ("El ple aprova el pressupost de l'any vinent.", "The council adopts next year's budget."),
    ("Ampliació de la xarxa de fibra òptica als pobles petits.", "Broadband reaches small villages."),
    ("Transport a demanda per a les masies aïllades.", "On-demand buses for remote farmhouses."),
    ("Campanya contra les notícies falses a l'institut.", "Teaching pupils to spot fake news."),
    ("Recuperació de la platja després del temporal.", "Restoring the beach after the storm."),
    ("Els veïns voten en què gastar els diners públics.", "Residents vote on how to spend public money."),
    ("Gimnàs accessible per a persones amb discapacitat.", "A gym that disabled people can use."),
    ("Control del soroll dels bars a la nit.", "Limiting night-time noise from bars."),
    ("Una llançadora per a empreses emergents.", "An incubator for start-up companies."),
    ("Turisme sostenible a la muntanya.", "Sustainable tourism in the mountains."),
    ("Comunitats energètiques entre veïns.", "Neighbours share an energy community."),
    ("Policia local amb perspectiva de gènere.", "Gender-aware local policing."),
    ("Dipòsits per guardar l'aigua de pluja.", "Tanks that store rainwater."),
    ("L'arxiu digitalitza fotografies antigues.", "The archive scans old photographs."),
    ("Protecció de la tortuga mediterrània.", "Protecting a Mediterranean tortoise."),
    ("Càrrega de vehicles elèctrics al pàrquing.", "Charging electric cars in the car park."),
    ("Suport psicològic per a adolescents.", "Mental health support for teenagers."),
    ("Bones pràctiques en contractació pública.", "Good practice in public procurement."),
    ("Cooperació amb un municipi del Senegal.", "Development work with a town in Senegal."),
    ("Ajuts a la pesca artesanal.", "Aid for small-scale fishing."),
    ("Reutilització de roba i mobles.", "Second-hand clothes and furniture."),
    ("Ciberseguretat dels ordinadors de l'ajuntament.", "Protecting town hall computers from hackers."),
    ("Neteja d'una antiga zona industrial contaminada.", "Cleaning up a polluted industrial site."),
    ("Escola de música per a tothom.", "A music school open to all."),
    ("Eleccions al Parlament Europeu.", "European Parliament elections."),
    ("Menors sense família acollits al municipi.", "Unaccompanied children in foster care."),
    ("Mercat setmanal de pagès.", "A weekly farmers' market."),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def engine(folder: Path) -> OnnxEngine:
    return OnnxEngine(folder)


@pytest.fixture(scope="module")
def embedder(engine: OnnxEngine) -> CentredEmbedder:
    return CentredEmbedder(engine, shipped_means())


def test_a_catalan_sentence_finds_its_english_translation(embedder: CentredEmbedder) -> None:
    english = embedder.passages([pair[1] for pair in PAIRS], ["en"] * len(PAIRS))
    first = [
        int(np.argmax(english @ embedder.query(pair[0], "ca"))) == place for place, pair in enumerate(PAIRS)
    ]
    assert len(PAIRS) == 50
    assert sum(first) >= 46


def test_centring_parts_what_is_close_from_what_is_not(embedder: CentredEmbedder) -> None:
    catalan = embedder.passages([pair[0] for pair in PAIRS], ["ca"] * len(PAIRS))
    english = embedder.passages([pair[1] for pair in PAIRS], ["en"] * len(PAIRS))
    cosines = catalan @ english.T
    own = np.diag(cosines).mean()
    others = (cosines.sum() - np.trace(cosines)) / (cosines.size - len(PAIRS))
    assert own > 0.45
    assert abs(others) < 0.2


def test_vectors_are_unit_in_order_and_named(embedder: CentredEmbedder) -> None:
    texts = ["long " * 60, "a", "", "Ğ 漢字 🎉"]
    vectors = embedder.passages(texts, ["en", "ca", "", "tr"])
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = np.stack(
        [
            embedder.passages([text], [language])[0]
            for text, language in zip(texts, ["en", "ca", "", "tr"], strict=True)
        ]
    )
    assert (alone * vectors).sum(axis=1).min() > 0.9999
    assert embedder.query("x", "ca").shape == (384,)
    assert embedder.name == "e5-small-int8-c1"
    assert embedder.dimensions == 384
    assert embedder.passages([], []).shape == (0, 384)


def test_eight_bits_say_what_the_weights_say(engine: OnnxEngine) -> None:
    nano = NanoEngine()
    texts = [text for pair in PAIRS[:8] for text in pair]
    for kind in Kind:
        cosines = (engine.encode(texts, kind) * nano.encode(texts, kind)).sum(axis=1)
        assert cosines.min() > 0.985


def test_a_long_text_is_read_to_its_limit(engine: OnnxEngine) -> None:
    assert engine.lengths(["word " * 100_000, "word"], Kind.PASSAGE) == [256, 5]


def test_two_processes_may_convert_at_once(tmp_path: Path) -> None:
    start = "import sys, pathlib; from antena.lib.embeddings import bundled"
    start += "; bundled.OnnxEngine(pathlib.Path(sys.argv[1]))"
    both = [subprocess.Popen([sys.executable, "-c", start, str(tmp_path)]) for _ in range(2)]
    assert [one.wait(120) for one in both] == [0, 0]
    assert [path.suffix for path in tmp_path.iterdir()] == [".onnx"]


def test_a_broken_conversion_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(model: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(graph.onnx, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        graph.write(Weights(weights_path()), tmp_path / "model.onnx")
    assert list(tmp_path.iterdir()) == []


def test_quantising_keeps_each_output_to_its_scale() -> None:
    matrix = np.array([[1.0, -0.5, 0.25], [0.0, 0.0, 0.0], [100.0, 1.0, -100.0]], np.float32)
    values, scales = graph.quantised(matrix)
    assert values.T.tolist() == [[64, -32, 16], [0, 0, 0], [64, 1, -64]]
    assert np.allclose(values.T * scales[:, None], matrix, atol=100 / 128)


@pytest.mark.parametrize("content", [b"nonsense" * 10, b"E5S1" + b"\x00" * 400, b"E5S1"])
def test_weights_of_another_kind_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(WeightsUnreadable, match=r"weights\.bin"):
        Weights(path)


def test_load_makes_one_embedder_per_process(folder: Path) -> None:
    assert embeddings.load("bundled", folder=folder) is embeddings.load("bundled", folder=folder)


def test_without_onnxruntime_the_slower_engine_takes_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("illegal instruction")

    monkeypatch.setattr("antena.lib.embeddings.bundled.onnxruntime.InferenceSession", refuse)
    fallen_back = embeddings.load("bundled", folder=tmp_path)
    assert fallen_back.name == "e5-small-q4-c1"
    assert "illegal instruction" in caplog.text
    assert fallen_back.query("residus", "ca").shape == (384,)


def test_the_bench_measures(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_ROUNDS", 1)
    speed = bench.measure(folder, texts=4)
    assert speed.ours > speed.nano > 0
    assert 0 < speed.of_limit < 1, "what runs cannot pass what its products alone allow"
    assert speed.query_ms > 0
    assert 120 < speed.tokens < 200
    assert speed.of_limit == speed.ours_idle / speed.limit
