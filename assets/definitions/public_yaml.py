"""A file of definitions as a report may carry it: without the rows that may tell of few persons."""

from typing import cast

import yaml
from yaml.nodes import MappingNode, Node

from models.definitions.municipality import SECRET


def public_bytes(data: bytes) -> bytes:
    """Return a file of definitions with its secret sections (`SECRET`) empty, and every line where it stood.

    What stands beside or after the rows of such a section, up to the next one, goes with them: comments too, since a row that
    was commented out tells as much. A file without them is returned as it is, byte for byte.
    """
    text = data.decode("utf-8-sig")
    root = cast("Node | None", yaml.compose(text, Loader=yaml.CSafeLoader))
    if not isinstance(root, MappingNode):
        return data
    public, last = "", 0
    for key, value in root.value:
        if str(key.value) not in SECRET:
            continue
        begins, ends = key.end_mark.index, value.end_mark.index
        if not root.flow_style:
            # A comment on the last line of a list in brackets, and on the section's own line where it is empty.
            ends = next((i for i in range(ends, len(text)) if text[i - 1 : i] == "\n" or text[i] == "\n"), len(text))
        public += f"{text[last:begins]}: []" + "".join(each for each in text[begins:ends] if each in "\r\n")
        last = ends
    return (public + text[last:]).encode() if last else data
