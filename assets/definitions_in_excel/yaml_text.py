"""Changes values in a YAML text and leaves every other character as it is: comments, order, quoting, layout.

A dumper would write the whole file anew. Here the parser's own marks tell where a value stands, and only that span is
replaced. After the edits the text is read again, and must say exactly what was meant: else nothing is given back.
"""

import copy
import re
from datetime import date
from decimal import Decimal
from math import inf
from typing import cast

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from models.definitions.base import Plain
from models.errors import StyrtalError

Path = tuple[str | int, ...]
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_BOM = "\ufeff"


class YamlText:
    """One file's text with its edits. A path leads from a section by keys and places: ("goals", 3, "title")."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._bom = _BOM if text.startswith(_BOM) else ""
        self._text = text.removeprefix(_BOM)
        self._newline = "\r\n" if "\r\n" in self._text else "\n"
        loaded = cast("dict[str, Plain] | None", yaml.load(self._text, Loader=yaml.CSafeLoader))
        self._meant: dict[str, Plain] = copy.deepcopy(loaded or {})

    @property
    def sections(self) -> list[str]:
        """The sections that the file holds."""
        return list(self._meant)

    @property
    def first_line(self) -> str:
        """The file's first line."""
        return self._text.split("\n", 1)[0].rstrip("\r")

    def finish(self) -> str:
        """Return the edited text.

        Raises:
            StyrtalError: the text does not say what was meant. Its layout is one that no edit here fits.
        """
        try:
            said = yaml.load(self._text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError:
            said = None
        if said != self._meant:
            raise StyrtalError(
                f"{self._name} är skriven på ett sätt som inte kan ändras från en arbetsbok. Inget "
                "skrevs. Gör ändringen för hand i filen."
            )
        return self._bom + self._text

    def set(self, path: Path, value: Plain, order: tuple[str, ...] = ()) -> None:
        """Give a key a value; a new key comes after those that stand before it in `order`."""
        mapping = cast("MappingNode", self._node(path[:-1]))
        key = str(path[-1])
        in_flow = self._in_flow(path[:-1])
        index = _index(mapping, key)
        if index is not None:
            self._replace(mapping.value[index][0], mapping.value[index][1], value, in_flow=in_flow)
        else:
            self._add_key(mapping, key, value, order)
        self.mapping(path[:-1])[key] = _plain(value)

    def remove(self, path: Path) -> None:
        """Remove a key of a mapping, or an item of a list, with the comments inside it."""
        parent = self._node(path[:-1])
        if isinstance(parent, MappingNode):
            self._remove_key(parent, cast("int", _index(parent, str(path[-1]))))
        else:
            self._remove_item(path[:-1], cast("SequenceNode", parent), cast("int", path[-1]))
        self._forget(path)

    def insert(self, path: Path, index: int, value: Plain) -> None:
        """Put an item into a list: an item of a section in lines of its own, deeper ones in the manner of those there."""
        node = self._node(path)
        items: list[Node] = node.value if isinstance(node, SequenceNode) else []
        if not items:
            self._first_item(path, node, value)
            self.mapping(path[:-1])[str(path[-1])] = [_plain(value)]
            return
        if cast("SequenceNode", node).flow_style:
            before = self._end(items[index - 1]) if index else items[0].start_mark.index
            self._splice(before, before, f", {_flow(value)}" if index else f"{_flow(value)}, ")
        else:
            mappings = [item for item in items if isinstance(item, MappingNode)]
            lines = self._item(value, node.start_mark.column, flow=_as_flow(path, mappings))
            if index:
                at = self._line_end(self._end(items[index - 1]))
                self._splice(at, at, self._newline + lines)
            else:
                at = self._dash(items[0], node.start_mark.column)
                self._splice(at, at, lines + self._newline)
        self.items(path).insert(index, _plain(value))

    def replace_item(self, path: Path, value: Plain) -> None:
        """Replace an item of a list."""
        node, index = self._node(path), cast("int", path[-1])
        if isinstance(node, MappingNode | SequenceNode) and not node.flow_style:
            self.insert(path[:-1], index, value)
            self.remove((*path[:-1], index + 1))
            return
        self._replace(None, node, value, in_flow=self._in_flow(path[:-1]))
        self.items(path[:-1])[index] = _plain(value)

    def add_section(self, section: str) -> None:
        """Add an empty section at the end of the file."""
        if self._text and not self._text.endswith("\n"):
            self._text += self._newline
        gap = self._newline if self._text else ""
        self._text += f"{gap}{section}: []{self._newline}"
        self._meant[section] = []

    def _node(self, path: Path) -> Node:
        return self._nodes(path)[-1]

    def _nodes(self, path: Path) -> list[Node]:
        """Return the nodes on the way to a place, the file's own first."""
        nodes = [cast("Node", yaml.compose(self._text, Loader=yaml.CSafeLoader))]
        for part in path:
            node = nodes[-1]
            if isinstance(node, MappingNode):
                nodes.append(node.value[cast("int", _index(node, str(part)))][1])
            else:
                nodes.append(cast("SequenceNode", node).value[cast("int", part)])
        return nodes

    def mapping(self, path: Path) -> dict[str, Plain]:
        """Return the mapping that stands at a path, after the edits so far."""
        return cast("dict[str, Plain]", self._value(path))

    def items(self, path: Path) -> list[Plain]:
        """Return the list that stands at a path, after the edits so far; an empty one where nothing does."""
        return cast("list[Plain]", self._value(path) or [])

    def _value(self, path: Path) -> Plain:
        data: Plain = self._meant
        for part in path:
            data = cast("list[Plain]", data)[part] if isinstance(part, int) else cast("dict[str, Plain]", data)[part]
        return data

    def _forget(self, path: Path) -> None:
        above = self._value(path[:-1])
        if isinstance(above, list):
            del above[cast("int", path[-1])]
        else:
            del cast("dict[str, Plain]", above)[str(path[-1])]

    def _in_flow(self, path: Path) -> bool:
        nodes = self._nodes(path)
        return any(isinstance(node, MappingNode | SequenceNode) and bool(node.flow_style) for node in nodes)

    def _splice(self, start: int, end: int, new: str) -> None:
        self._text = self._text[:start] + new + self._text[end:]

    def _end(self, node: Node) -> int:
        """Return where a node's own text ends, without the blank lines and comments that the parser counts to it."""
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, MappingNode) and not node.flow_style and node.value:
            return self._end(node.value[-1][1])
        if isinstance(node, SequenceNode) and not node.flow_style and node.value:
            return self._end(node.value[-1])
        return start + len(self._text[start:end].rstrip(" \t\r\n"))

    def _line_start(self, at: int) -> int:
        return self._text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """Return where the line of a place ends, before its line break."""
        end = self._text.find("\n", at)
        end = len(self._text) if end < 0 else end
        return end - 1 if end > at and self._text[end - 1] == "\r" else end

    def _drop_lines(self, start: int, end: int) -> None:
        """Drop whole lines, from the start of the one at `start` through the one at `end`."""
        first, last = self._line_start(start), self._line_end(end)
        if last < len(self._text):
            last += len(self._newline)
        elif first:
            first = self._line_end(first - len(self._newline))
        self._splice(first, last, "")

    def _dash(self, item: Node, column: int) -> int:
        """Return the start of the line where a block list's item has its dash."""
        at = self._line_start(item.start_mark.index)
        while self._text[at : at + column].strip() or self._text[at + column] != "-":
            at = self._line_start(at - 1)
        return at

    def _replace(self, key: Node | None, old: Node, value: Plain, *, in_flow: bool) -> None:
        start, end = old.start_mark.index, self._end(old)
        style = (old.style or None) if isinstance(old, ScalarNode) else None
        plain = isinstance(old, ScalarNode) and not style and start < end
        new = _flow(value, in_flow=in_flow, style=style, plain=plain)
        if key is not None and isinstance(old, MappingNode | SequenceNode) and not old.flow_style:
            start = self._text.index(":", key.end_mark.index) + 1
            new = f" {new}"
        elif start == end and self._text[start - 1 : start].strip():
            new = f" {new}"
        self._splice(start, end, new)

    def _add_key(self, mapping: MappingNode, key: str, value: Plain, order: tuple[str, ...]) -> None:
        earlier = order[: order.index(key)] if key in order else ()
        if not mapping.value:
            self._splice(mapping.start_mark.index, self._end(mapping), f"{{{key}: {_flow(value)}}}")
            return
        known = [pair for pair in mapping.value if pair[0].value in earlier] or mapping.value
        after = self._end(known[-1][1])
        if mapping.flow_style:
            self._splice(after, after, f", {key}: {_flow(value)}")
            return
        at = self._line_end(after)
        indent = " " * mapping.value[0][0].start_mark.column
        self._splice(at, at, f"{self._newline}{indent}{key}: {_flow(value, in_flow=False)}")

    def _remove_key(self, mapping: MappingNode, i: int) -> None:
        key, value = mapping.value[i]
        start, end = key.start_mark.index, self._end(value)
        if mapping.flow_style:
            if i:
                self._splice(self._end(mapping.value[i - 1][1]), end, "")
            else:
                following = mapping.value[1][0].start_mark.index if len(mapping.value) > 1 else end
                self._splice(start, following, "")
        elif self._text[self._line_start(start) : start].strip():
            # It stands beside its item's dash, and the next key takes its place.
            self._splice(start, mapping.value[i + 1][0].start_mark.index, "")
        else:
            self._drop_lines(start, end)

    def _remove_item(self, path: Path, items: SequenceNode, i: int) -> None:
        nodes = items.value
        if items.flow_style:
            if i:
                self._splice(self._end(nodes[i - 1]), self._end(nodes[i]), "")
            else:
                following = nodes[1].start_mark.index if len(nodes) > 1 else self._end(nodes[0])
                self._splice(nodes[0].start_mark.index, following, "")
            return
        self._drop_lines(self._dash(nodes[i], items.start_mark.column), self._end(nodes[i]))
        if len(nodes) == 1:
            parent = cast("MappingNode", self._node(path[:-1]))
            key = parent.value[cast("int", _index(parent, str(path[-1])))][0]
            at = self._text.index(":", key.end_mark.index) + 1
            self._splice(at, at, " []")

    def _first_item(self, path: Path, node: Node, value: Plain) -> None:
        start, end = node.start_mark.index, self._end(node)
        if self._in_flow(path[:-1]):
            self._splice(start, end, f"[{_flow(value)}]")
            return
        parent = cast("MappingNode", self._node(path[:-1]))
        column = parent.value[0][0].start_mark.column + 2
        line_end = self._line_end(end)
        lines = self._item(value, column, flow=_as_flow(path, []))
        rest = self._text[end:line_end].rstrip()
        self._splice(line_end, line_end, self._newline + lines)
        self._splice(start, line_end, rest)
        kept = self._text[:start].rstrip(" ")
        self._text = kept + self._text[start:]

    def _item(self, value: Plain, column: int, *, flow: bool) -> str:
        pad = " " * column
        if flow or not isinstance(value, dict):
            return f"{pad}- {_flow(value, in_flow=isinstance(value, dict))}"
        lines: list[str] = []
        for key, held in value.items():
            if isinstance(held, list) and held and all(isinstance(item, dict) for item in held):
                lines += [f"{pad}  {key}:"]
                lines += [self._item(item, column + 4, flow=True) for item in held]
            else:
                lines.append(f"{pad}  {key}: {_flow(held, in_flow=False)}")
        lines[0] = f"{pad}- {lines[0].lstrip()}"
        return self._newline.join(lines)


def _index(mapping: MappingNode, key: str) -> int | None:
    return next((i for i, (node, _) in enumerate(mapping.value) if node.value == key), None)


def _as_flow(path: Path, siblings: list[MappingNode]) -> bool:
    return bool(siblings[-1].flow_style) if siblings else len(path) > 1


def _plain(value: Plain) -> Plain:
    """Return what a value reads as once it is written."""
    return cast("dict[str, Plain]", yaml.load(f"k: {_flow(value)}", Loader=yaml.CSafeLoader))["k"]


def _flow(  # noqa: PLR0911  one return a type
    value: Plain, *, in_flow: bool = True, style: str | None = None, plain: bool = False
) -> str:
    """Write a value on one line."""
    if isinstance(value, str):
        return _string(value, in_flow=in_flow, style=style, plain=plain)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(_flow(item) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(held)}" for key, held in value.items()) + "}"
    return str(value)


def _string(text: str, *, in_flow: bool, style: str | None, plain: bool) -> str:
    """Write a text as the one that it replaces: plain, in single or in double quotes; else words plain, texts in quotes."""
    tries: list[str] = []
    if plain or (style is None and _WORD.fullmatch(text)):
        tries.append(text)
    if style == "'":
        tries.append("'" + text.replace("'", "''") + "'")
    for written in tries:
        if "\n" not in written and _reads_as(f"{{k: {written}, l: 1}}" if in_flow else f"k: {written}\nl: 1", text):
            return written
    return yaml.dump(text, default_style='"', allow_unicode=True, width=inf).rstrip("\n")


def _reads_as(document: str, text: str) -> bool:
    """Return whether both of PyYAML's readers find the text there: they differ on signs such as a question mark."""
    try:
        return all(
            yaml.load(document, Loader=loader) == {"k": text, "l": 1}  # noqa: S506  both are safe
            for loader in (yaml.CSafeLoader, yaml.SafeLoader)
        )
    except yaml.YAMLError:
        return False
