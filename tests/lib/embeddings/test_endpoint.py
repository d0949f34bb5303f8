"""The contract with an OpenAI-compatible endpoint, against a stand-in for its client."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from antena.lib import embeddings
from antena.lib.embeddings import EmbeddingFailed
from antena.lib.embeddings.endpoint import EndpointEngine
from antena.lib.embeddings.protocol import DIMENSIONS, Kind
from antena.lib.http import Answer, FetchFailed, PoliteClient

Reply = Callable[[dict[str, Any]], object]


def good(question: dict[str, Any]) -> object:
    """Vectors that point along the length of their text, in the wrong order, as servers may send them."""
    items = []
    for index, text in enumerate(question["input"]):
        vector = [0.0] * DIMENSIONS
        vector[len(text) % DIMENSIONS] = 2.0
        items.append({"object": "embedding", "index": index, "embedding": vector})
    return {"object": "list", "model": question["model"], "data": items[::-1], "usage": {"total_tokens": 1}}


class FakeClient(PoliteClient):
    def __init__(self, reply: Reply | FetchFailed | bytes) -> None:
        self.reply = reply
        self.asked: list[tuple[str, dict[str, Any], dict[str, str]]] = []

    def post(self, url: str, **request: Any) -> Answer:
        self.asked.append((url, request["json"], request["headers"]))
        if isinstance(self.reply, FetchFailed):
            raise self.reply
        body = (
            self.reply if isinstance(self.reply, bytes) else json.dumps(self.reply(request["json"])).encode()
        )
        return Answer(status=200, headers={}, body=body, url=url)


def engine(reply: Reply | FetchFailed | bytes, *, model: str = "some-model", key: str = "") -> EndpointEngine:
    return EndpointEngine("http://host/v1/", model=model, key=key, client=FakeClient(reply))


def test_texts_go_in_batches_and_come_back_in_order_and_unit() -> None:
    client = FakeClient(good)
    found = EndpointEngine("http://host/v1/", model="some-model", key="secret", client=client).encode(
        ["x" * length for length in range(1, 71)], Kind.PASSAGE
    )
    assert found.argmax(axis=1).tolist() == list(range(1, 71))
    assert np.allclose(np.linalg.norm(found, axis=1), 1)
    assert [len(question["input"]) for _, question, _ in client.asked] == [32, 32, 6]
    url, question, headers = client.asked[0]
    assert url == "http://host/v1/embeddings"
    assert (question["model"], question["encoding_format"]) == ("some-model", "float")
    assert headers == {"Authorization": "Bearer secret"}


def test_models_of_the_e5_family_are_told_the_kind() -> None:
    client = FakeClient(good)
    e5 = EndpointEngine("http://host/embeddings", model="intfloat/multilingual-e5-small", client=client)
    e5.encode(["a"], Kind.QUERY)
    e5.encode(["a"], Kind.PASSAGE)
    assert [question["input"] for _, question, _ in client.asked] == [["query: a"], ["passage: a"]]
    assert client.asked[0][0] == "http://host/embeddings"
    assert client.asked[0][2] == {}
    assert e5.name == "multilingual-e5-small"
    assert e5.encode([], Kind.QUERY).shape == (0, DIMENSIONS)


def test_long_texts_are_cut() -> None:
    client = FakeClient(good)
    EndpointEngine("http://host", model="m", client=client).encode(["x" * 10_000], Kind.PASSAGE)
    assert len(client.asked[0][1]["input"][0]) == 2_000


def short(question: dict[str, Any]) -> object:
    return {"data": [{"index": 0, "embedding": [1.0] * 1024}]}


def missing(question: dict[str, Any]) -> object:
    return {"data": []}


def twice(question: dict[str, Any]) -> object:
    return {"data": [{"index": 0, "embedding": [1.0] * DIMENSIONS}] * 2}


def huge(question: dict[str, Any]) -> object:
    return {"data": [{"index": 0, "embedding": [1e300] * DIMENSIONS}]}


@pytest.mark.filterwarnings("ignore:overflow encountered in cast")
@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (short, "gives 1024 numbers per text; this house stores 384"),
        (missing, "0 vectors came for 1 texts"),
        (twice, "2 vectors came for 1 texts"),
        (huge, "no number"),
        (b"<html>", "not an embeddings answer"),
        (b'{"error": "no such model"}', "not an embeddings answer"),
        (FetchFailed("http://host", "answered 401 Unauthorized", status=401), "did not answer.*401"),
    ],
)
def test_what_is_no_answer_is_named(reply: Reply | FetchFailed | bytes, says: str) -> None:
    with pytest.raises(EmbeddingFailed, match=says):
        engine(reply).encode(["x"], Kind.QUERY)


def test_load_takes_an_address(tmp_path: Path) -> None:
    assert embeddings.load("http://host/v1", folder=tmp_path, model="bge-m3").name == "bge-m3-c0"
    e5 = embeddings.load("http://host/v1", folder=tmp_path, model="multilingual-e5-small")
    assert e5.name == "multilingual-e5-small-c1"
    with pytest.raises(EmbeddingFailed, match="name the model"):
        embeddings.load("http://host/v1", folder=tmp_path)
    with pytest.raises(EmbeddingFailed, match='"bundeld" is neither "bundled" nor'):
        embeddings.load("bundeld", folder=tmp_path)
