"""Traces as graphs: in Graphviz's language and in Mermaid's."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.claims.tracing import Node
from sayso.exports.arrange import one_line
from sayso.ledger.disputes import Trace


def dot(found: Trace) -> str:
    """Return a trace as Graphviz has it: an arrow from each source to whoever says it on their word."""
    lines = ["digraph trace {", "  rankdir=LR;", f"  label={_quoted(found.claim.sentence)};", "  node [shape=box];"]
    for side, nodes, colour in (("affirm", found.affirmed, "#1b7f5c"), ("deny", found.denied, "#a63d40")):
        for key, node in _nodes(nodes):
            style = "" if node.relay.named else ", style=dashed"
            lines.append(
                f"  {_quoted(f'{side} {key}')} [label={_quoted(_label(node))}, color={_quoted(colour)}{style}];"
            )
        lines += [f"  {_quoted(f'{side} {a}')} -> {_quoted(f'{side} {b}')};" for a, b in _arrows(nodes)]
    return "\n".join([*lines, "}"])


def mermaid(found: Trace) -> str:
    """Return a trace as Mermaid has it, in a subgraph a side."""
    lines = ["flowchart LR"]
    names: dict[str, str] = {}
    for side, nodes in (("affirm", found.affirmed), ("deny", found.denied)):
        if not nodes:
            continue
        lines.append(f"  subgraph {side}")
        for key, node in _nodes(nodes):
            name = names.setdefault(f"{side} {key}", f"n{len(names)}")
            lines.append(f'    {name}["{_escaped(_label(node))}"]')
        lines += [f"    {names[f'{side} {a}']} --> {names[f'{side} {b}']}" for a, b in _arrows(nodes)]
        lines.append("  end")
    return "\n".join(lines)


def _nodes(nodes: tuple[Node, ...]) -> Iterator[tuple[str, Node]]:
    for node in nodes:
        if not node.again:
            yield node.relay.key, node
        yield from _nodes(node.passed_on)


def _arrows(nodes: tuple[Node, ...]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        yield from ((node.relay.key, other.relay.key) for other in node.passed_on)
        yield from _arrows(node.passed_on)


def _label(node: Node) -> str:
    name = one_line(node.relay.name) + ", denying it" * node.relay.denies
    return f"{name} ({node.first})" if node.first else name


def _quoted(text: str) -> str:
    inner = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def _escaped(text: str) -> str:
    """Return text in which nothing means anything to Mermaid, which takes character numbers in hashes."""
    return "".join(c if c.isalnum() or c in " .,()’-" else f"#{ord(c)};" for c in text)
