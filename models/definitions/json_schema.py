"""The JSON Schema of a municipality's definitions, so that editors complete and check while one types."""

from models.definitions.municipality import Municipality


def json_schema() -> dict[str, object]:
    """Return the schema of a definition file: any of the sections, as a file may hold one or all of them."""
    made = Municipality.model_json_schema()
    del made["required"]
    # A goal may name an indicator alone, without a weight.
    named = made["$defs"]["Goal"]["properties"]["indicators"]
    named["items"] = {"anyOf": [{"type": "string"}, named["items"]]}
    # A step's name may look like a number, so that a target may be right in two ways.
    for year in ("year1", "year2", "year3"):
        either = made["$defs"]["Target"]["properties"][year]["anyOf"]
        made["$defs"]["Target"]["properties"][year]["anyOf"] = [
            {"anyOf": one["oneOf"]} if "oneOf" in one else one for one in either
        ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": "styrtal",
        "description": "A municipality's definitions. A file holds one or more of these sections.",
    }
