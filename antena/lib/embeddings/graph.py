"""The model as an ONNX graph in 8-bit integers, made once from the 4-bit weights.

Each matrix is held per output channel in 7 bits (so that the pairwise sums of AVX2 cannot overflow); the
activations are quantised as they come. The word vectors are not in the graph: they are read from the
package's own file, row by row, which spares 190 MB on disk and in memory.
"""

import os
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from antena.lib.embeddings.weights import Shape, Weights

_CONTRIBUTED: Final = "com.microsoft"
_LARGEST: Final = 64


def write(weights: Weights, path: Path) -> None:
    """Write the graph of ``weights`` to ``path``, whole or not at all, even when two processes do it at once.

    Input: ``words`` float32 (tokens, hidden), the word vectors of one text. Output: ``vector`` float32
    (hidden), the mean of its tokens, unit length.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        onnx.save(_Builder(weights).model(), unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class _Builder:
    """Collects the nodes and constants of the graph."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._shape: Shape = weights.shape
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        state = self._embedded()
        for layer in range(self._shape.layers):
            state = self._layer(state, f"l{layer}.")
        self._pooled(state)
        hidden = self._shape.hidden
        graph = helper.make_graph(
            self._nodes,
            "e5",
            [helper.make_tensor_value_info("words", TensorProto.FLOAT, ["tokens", hidden])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [hidden])],
            self._constants,
        )
        versions = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIBUTED, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=9)

    def _embedded(self) -> str:
        """Word, position and type vectors summed and normalised."""
        hidden = self._shape.hidden
        positions = self._weights.vector("emb.pos").reshape(-1, hidden)
        types = self._weights.vector("emb.type").reshape(-1, hidden)
        self._constant("positions", positions + types[0])
        self._constant("zero", np.array([0], np.int64))
        self._constant("one", np.array([1], np.int64))
        self._constant("over", np.array([0, 1], np.int64))
        self._node("Shape", ["words"], "shape")
        self._node("Slice", ["shape", "zero", "one"], "tokens")
        self._node("Slice", ["positions", "zero", "tokens", "zero"], "places")
        self._node("Add", ["words", "places"], "placed")
        # Attention wants a dimension for the texts, of which there is one.
        self._node("Unsqueeze", ["placed", "zero"], "text")
        return self._normalised("text", "emb.ln")

    def _layer(self, state: str, layer: str) -> str:
        hidden, inner = self._shape.hidden, self._shape.inner
        sides = [self._linear(state, layer + side, hidden, hidden) for side in "qkv"]
        self._node(
            "MultiHeadAttention",
            sides,
            layer + "context",
            domain=_CONTRIBUTED,
            num_heads=self._shape.heads,
        )
        attended = self._linear(layer + "context", layer + "ao", hidden, hidden)
        state = self._normalised(self._node("Add", [state, attended], layer + "sum"), layer + "aln")
        widened = self._linear(state, layer + "fi", inner, hidden)
        self._node("Gelu", [widened], layer + "active", domain=_CONTRIBUTED)
        narrowed = self._linear(layer + "active", layer + "fo", hidden, inner)
        return self._normalised(self._node("Add", [state, narrowed], layer + "out"), layer + "oln")

    def _pooled(self, state: str) -> None:
        # The sum has the direction of the mean, and its length goes.
        self._node("ReduceSum", [state, "over"], "sum", keepdims=0)
        self._node("LpNormalization", ["sum"], "vector", axis=-1, p=2)

    def _linear(self, state: str, name: str, rows: int, columns: int) -> str:
        values, scales = quantised(self._weights.matrix(name + ".w", rows, columns))
        inputs = [
            state,
            self._constant(name + ".w", values),
            self._constant(name + ".scale", scales),
            "",
            self._constant(name + ".b", self._weights.vector(name + ".b")),
        ]
        return self._node("DynamicQuantizeMatMul", inputs, name + ".y", domain=_CONTRIBUTED)

    def _normalised(self, state: str, name: str) -> str:
        weight = self._constant(name + ".w", self._weights.vector(name + ".w"))
        bias = self._constant(name + ".b", self._weights.vector(name + ".b"))
        return self._node(
            "LayerNormalization", [state, weight, bias], name + ".y", axis=-1, epsilon=self._shape.epsilon
        )

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(
        self, operator: str, inputs: list[str], output: str, *, domain: str = "", **options: Any
    ) -> str:
        self._nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **options))
        return output


def quantised(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """``matrix`` (outputs, inputs) as integers from -64 to 64, transposed, and the scale of each output."""
    scales = np.maximum(np.abs(matrix).max(axis=1), np.finfo(np.float32).tiny) / _LARGEST
    values = np.rint(matrix / scales[:, None]).astype(np.int8)
    return values.T, scales.astype(np.float32)
