"""A small writer of ONNX graphs: names values, keeps constants, and stores matrices as floats or as 8-bit integers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"


class Graph:
    """Collects nodes and constants of one ONNX graph."""

    def __init__(self, name: str, quantised: bool) -> None:
        self.name, self.quantised = name, quantised
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []

    def input(self, name: str, kind: int, shape: list[str | int]) -> str:
        """Declare an input."""
        self._inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, name: str, value: str, shape: list[str | int]) -> None:
        """Declare `value` an output called `name`."""
        self._nodes.append(helper.make_node("Identity", [value], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def constant(self, array: NDArray[Any]) -> str:
        """Store an array and return its name."""
        name = f"c{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, op: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes: Any) -> str:
        """Add a node; return the name of its first output, the others have `.1`, `.2`, ... behind it."""
        name = f"v{len(self._nodes)}"
        names = [name] + [f"{name}.{i}" for i in range(1, outputs)]
        self._nodes.append(helper.make_node(op, list(inputs), names, domain=domain, **attributes))
        return name

    def matrix(self, x: str, weight: NDArray[np.float32], bias: NDArray[np.float32] | None = None) -> str:
        """Multiply by a matrix [in, out]: with 8-bit weights and inputs in a quantised graph, else in floats."""
        if self.quantised:
            values, scale = quantise_columns(weight)
            zero = np.zeros(scale.shape, np.int8)
            inputs = [x, self.constant(values), self.constant(scale), self.constant(zero)]
            if bias is not None:
                inputs.append(self.constant(bias))
            return self.node("DynamicQuantizeMatMul", *inputs, domain=MICROSOFT)
        return self.float_matrix(x, weight, bias)

    def float_matrix(self, x: str, weight: NDArray[np.float32], bias: NDArray[np.float32] | None = None) -> str:
        """Multiply by a matrix [in, out] in floats."""
        product = self.node("MatMul", x, self.constant(weight))
        return product if bias is None else self.node("Add", product, self.constant(bias))

    def table(self, ids: str, rows: NDArray[np.float32]) -> str:
        """Look up rows of a table; a quantised graph keeps each row as bytes with a scale of its own."""
        if not self.quantised:
            return self.node("Gather", self.constant(rows), ids)
        values, scale = quantise_columns(rows.T)
        looked = self.node("Gather", self.constant(values.T), ids)
        scaled = self.node("Gather", self.constant(scale[:, None]), ids)
        return self.node("Mul", self.node("Cast", looked, to=TensorProto.FLOAT), scaled)

    def save(self, path: Path, metadata: dict[str, str]) -> None:
        """Check the graph and write it."""
        graph = helper.make_graph(self._nodes, self.name, self._inputs, self._outputs, self._constants)
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid(MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="sayso")
        helper.set_model_props(model, metadata)
        onnx.checker.check_model(model)
        onnx.save(model, str(path))


def quantise_columns(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return 8-bit integers and a scale a column, symmetric about zero.

    The largest magnitude is 127 only where the processor adds products without saturating (VNNI, ARM dot
    product); elsewhere ONNX Runtime falls back to exact arithmetic for signed weights of this range.
    """
    scale = np.abs(weight).max(0) / 127
    scale = np.where(scale == 0, 1, scale).astype(np.float32)
    return np.clip(np.rint(weight / scale), -127, 127).astype(np.int8), scale
