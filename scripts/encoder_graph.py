"""Write the ONNX graph of a BERT encoder, with mean pooling or without, with its weights left where they are.

    python scripts/encoder_graph.py [FOLDER]

``FOLDER/model.onnx`` (about 30 kB) reads every weight from ``FOLDER/model.safetensors`` by its offset, so that nothing is
stored twice. It takes ``ids`` (1 × length, int64: the pieces of one text with its prompt) and gives ``vector`` (1 × width,
float32, of length one). Half-precision weights are widened to float32 when the graph is loaded. Without FOLDER, the shipped
encoder is meant. A folder with ``heads.npz`` holds the reader of norms, whose graph gives ``states`` (1 × length × width,
float32: what its last layer makes of each piece) instead. Needs the package ``onnx`` (extra ``dev``).
"""

from __future__ import annotations

import json
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onnx import ModelProto, NodeProto, TensorProto, helper

from kg.law.places import encoder_dir

_OPSET, _IR = 20, 9
_WEIGHTS = "model.safetensors"
_TYPES = {"F16": TensorProto.FLOAT16, "F32": TensorProto.FLOAT}
_HEADS_FIRST, _KEYS_LAST = [0, 2, 1, 3], [0, 2, 3, 1]


@dataclass
class Graph:
    """A graph under construction, whose weights are named as in the file of weights."""

    folder: Path
    nodes: list[NodeProto] = field(default_factory=list)
    tensors: dict[str, TensorProto] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with (self.folder / _WEIGHTS).open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            self._start, self._head = 8 + length, json.loads(file.read(length))
        self.config: dict[str, Any] = json.loads((self.folder / "config.json").read_text(encoding="utf-8"))

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """The name of the output of a new node."""
        out = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [out], **attributes))
        return out

    def constant(self, name: str, kind: int, values: list[Any], shape: list[int]) -> str:
        """The name of a constant."""
        self.tensors[name] = helper.make_tensor(name, kind, shape, values)
        return name

    def weight(self, name: str) -> str:
        """The name of a weight that stays in the file of weights."""
        about = self._head[name]
        start, end = about["data_offsets"]
        tensor = TensorProto(name=name, data_type=_TYPES[about["dtype"]], dims=about["shape"], data_location=TensorProto.EXTERNAL)
        for key, value in (("location", _WEIGHTS), ("offset", self._start + start), ("length", end - start)):
            tensor.external_data.add(key=key, value=str(value))
        self.tensors[name] = tensor
        return name

    def wide(self, name: str) -> str:
        """A value as float32."""
        return self.node("Cast", name, to=TensorProto.FLOAT)

    def dense(self, x: str, name: str) -> str:
        """A linear layer."""
        turned = self.node("Transpose", self.wide(self.weight(f"{name}.weight")), perm=[1, 0])
        return self.node("Add", self.node("MatMul", x, turned), self.wide(self.weight(f"{name}.bias")))

    def norm(self, x: str, name: str) -> str:
        """A layer normalisation."""
        scale, bias = (self.wide(self.weight(f"{name}.{part}")) for part in ("weight", "bias"))
        return self.node("LayerNormalization", x, scale, bias, axis=-1, epsilon=self.config["layer_norm_eps"])


def encoder(folder: Path) -> ModelProto:
    """The graph of the encoder in a folder, which gives the vector of a text."""
    g = Graph(folder)
    x = _states(g)
    g.nodes.append(helper.make_node("LpNormalization", [g.node("ReduceMean", x, "1", keepdims=0)], ["vector"], axis=-1, p=2))
    return _model(g, "encoder", "vector", [1, int(g.config["hidden_size"])])


def reader(folder: Path) -> ModelProto:
    """The graph of the reader of norms in a folder, which gives the state of each piece of a text."""
    g = Graph(folder)
    g.nodes.append(helper.make_node("Identity", [_states(g)], ["states"]))
    return _model(g, "reader", "states", [1, "length", int(g.config["hidden_size"])])


def _model(g: Graph, name: str, output: str, shape: list[Any]) -> ModelProto:
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "length"])
    given = helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)
    graph = helper.make_graph(g.nodes, name, [ids], [given], list(g.tensors.values()))
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)


def _states(g: Graph) -> str:
    """The name of the output of the last layer."""
    heads, width = int(g.config["num_attention_heads"]), int(g.config["hidden_size"])
    g.constant("by_head", TensorProto.INT64, [0, 0, heads, width // heads], [4])
    g.constant("flat", TensorProto.INT64, [0, 0, width], [3])
    g.constant("scale", TensorProto.FLOAT, [(width // heads) ** -0.5], [])
    for number in (0, 1):
        g.constant(str(number), TensorProto.INT64, [number], [1])
    x = _embeddings(g)
    for number in range(int(g.config["num_hidden_layers"])):
        x = _layer(g, x, f"encoder.layer.{number}.")
    return x


def _embeddings(g: Graph) -> str:
    words = g.wide(g.node("Gather", g.weight("embeddings.word_embeddings.weight"), "ids"))
    length = g.node("Shape", "ids", start=1, end=2)
    places = g.wide(g.node("Slice", g.weight("embeddings.position_embeddings.weight"), "0", length, "0"))
    kinds = g.wide(g.node("Slice", g.weight("embeddings.token_type_embeddings.weight"), "0", "1", "0"))
    return g.norm(g.node("Add", g.node("Add", words, kinds), places), "embeddings.LayerNorm")


def _layer(g: Graph, x: str, name: str) -> str:
    x = g.norm(g.node("Add", g.dense(_attention(g, x, f"{name}attention.self."), f"{name}attention.output.dense"), x),
               f"{name}attention.output.LayerNorm")
    inner = g.node("Gelu", g.dense(x, f"{name}intermediate.dense"))
    return g.norm(g.node("Add", g.dense(inner, f"{name}output.dense"), x), f"{name}output.LayerNorm")


def _attention(g: Graph, x: str, name: str) -> str:
    query, key, value = (
        g.node("Transpose", g.node("Reshape", g.dense(x, name + part), "by_head"), perm=order)
        for part, order in (("query", _HEADS_FIRST), ("key", _KEYS_LAST), ("value", _HEADS_FIRST))
    )
    shares = g.node("Softmax", g.node("Mul", g.node("MatMul", query, key), "scale"), axis=-1)
    return g.node("Reshape", g.node("Transpose", g.node("MatMul", shares, value), perm=_HEADS_FIRST), "flat")


def main() -> None:
    """Write the graph."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else encoder_dir()
    made = reader(folder) if (folder / "heads.npz").is_file() else encoder(folder)
    (folder / "model.onnx").write_bytes(made.SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()
