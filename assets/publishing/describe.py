"""What lies beside published tables: a dictionary, a Data Package and a DCAT-AP-SE catalogue, all from the tables' headers.

Sources: Data Package 2 (datapackage.org/standard), DCAT-AP-SE 3.0.1 (docs.dataportal.se/dcat).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from assets.publishing.report_star import with_swedish
from assets.storage.write_whole import write_whole
from models.definitions.publishing import Publishing
from models.tables.column_lineage import ground_columns
from models.tables.header import Column, Table, table
from models.words import publishing as sv

DICTIONARY, PACKAGE, TURTLE, JSON_LD = "dictionary.csv", "datapackage.json", "catalogue.ttl", "catalogue.jsonld"
POWER_BI = "styrtal.pbids"
DESCRIBED = (DICTIONARY, PACKAGE, TURTLE, JSON_LD, POWER_BI)
_TYPES = {"text": "string", "int": "integer", "float": "number", "bool": "boolean", "time": "datetime", "date": "date"}
_FORMATS = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}
KOLADA = "https://www.kolada.se/"
_MEDIA_TYPE = "http://www.iana.org/assignments/media-types/"
_THEME = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
_SWEDISH = "http://publications.europa.eu/resource/authority/language/SWE"
_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
_LOCAL_AUTHORITY = "http://purl.org/adms/publishertype/LocalAuthority"
_CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
_AS_ANSWERED = {("fact_value", "value"), ("fact_value", "riket")}
# Which tables tell of what in the star: the key's column, the dimension's.
_JOINS = {
    "report_key": ("dim_report", "report_key"),
    "unit_key": ("dim_unit", "unit_key"),
    "parent_key": ("dim_unit", "unit_key"),
    "goal_key": ("dim_goal", "goal_key"),
    "indicator_key": ("dim_indicator", "indicator_key"),
    "plan_key": ("dim_plan", "plan_key"),
    "set_key": ("dim_set", "set_key"),
    "area_id": ("dim_area", "area_id"),
    "period_key": ("dim_period", "period_key"),
}


@dataclass(frozen=True)
class Terms:
    """What is said of all of a folder's tables.

    Attributes:
        decided: by what decision they are published, and who answers for it.
        csv: whether each table lies there as CSV too, which the Data Package then tells of.
        fictional: whether every figure is made up, and nobody's.
    """

    decided: Publishing
    csv: bool
    fictional: bool


def write_descriptions(folder: Path, place: Path, frames: Mapping[str, pl.DataFrame], terms: Terms) -> None:
    """Write the dictionary, the Data Package, the catalogue and Power BI's connection of a folder's tables.

    Args:
        folder: where the tables lie.
        place: where they will, once the folder is put in place.
        frames: the tables.
        terms: what is said of all of them.
    """
    described = [table(name) for name in frames]
    pl.DataFrame([row for each in described for row in _dictionary(each, terms)]).write_csv(
        folder / DICTIONARY, include_bom=True, separator=";"
    )
    write_whole(folder / PACKAGE, _text(_package(described, terms)))
    source = {"details": {"protocol": "folder", "address": {"path": str(place)}}, "mode": "Import"}
    write_whole(folder / POWER_BI, _text({"version": "0.1", "connections": [source]}))
    for name, form in ((TURTLE, "turtle"), (JSON_LD, "json-ld")):
        told = catalogue(described, frames["dim_report"], terms, form)
        write_whole(folder / name, told.encode())


def sources(described: Table, column: str, terms: Terms) -> list[str]:
    """Return whose a column's figures are, by what it stems from: Kolada's, the municipality's, or both; or that it is made up."""
    if terms.fictional:
        return [sv.FICTIONAL]
    if described.name == "fact_chart":
        return [sv.KOLADA, sv.PROCESSED, sv.OWN]
    if not described.sql:
        return [sv.OWN]
    ground = {table(source.table).folder for source in ground_columns(described.name, column)}
    kolada = sv.KOLADA if (described.name, column) in _AS_ANSWERED else sv.PROCESSED
    named = {"warehouse": kolada, "definitions": sv.OWN}
    return [name for folder, name in named.items() if folder in ground] or [sv.OWN]


def _sources_of_figures(described: Table, terms: Terms) -> list[str]:
    """Return whose its figures are: of every column that is not there to join by."""
    figures = [column.name for column in described.columns if column.name not in {*described.key, *_JOINS}]
    found = {source for name in figures for source in sources(described, name, terms)}
    return [source for source in (sv.KOLADA, sv.PROCESSED, sv.OWN, sv.FICTIONAL) if source in found]


def _dictionary(described: Table, terms: Terms) -> list[dict[str, str]]:
    """Return a row for each of a table's columns, in Swedish and in English."""
    return [
        dict(
            zip(
                sv.DICTIONARY,
                (
                    described.name,
                    described.title,
                    sv.WHAT[described.name],
                    described.what,
                    column.name,
                    column.title,
                    column.what,
                    _TYPES[column.kind],
                    sv.YES if column.nullable else sv.NO,
                    sv.YES if column.name in described.key else sv.NO,
                    _JOINS[column.name][0] if _leads_on(described, column) else "",
                    ", ".join(column.words),
                    ", ".join(sources(described, column.name.removesuffix("_sv"), terms)),
                ),
                strict=True,
            )
        )
        for column in with_swedish(described.columns)
    ]


def _is_own(described: Table) -> bool:
    """Whether a table is the municipality's to give under terms of its own: it holds no other municipality's values."""
    return "area_id" not in described.key and described.name != "fact_chart"


def _leads_on(described: Table, column: Column) -> bool:
    return column.name in _JOINS and _JOINS[column.name] != (described.name, column.name)


def _package(described: list[Table], terms: Terms) -> object:
    names = [each.name for each in described]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "styrtal",
        "title": sv.TITLE.format(publisher=terms.decided.publisher),
        "homepage": terms.decided.address,
        "contributors": [{"title": terms.decided.publisher, "email": terms.decided.email, "roles": ["publisher"]}],
        "resources": [_resource(each, names, terms) for each in described],
    }


def _resource(described: Table, names: list[str], terms: Terms) -> object:
    fields = [_field(column, terms) for column in with_swedish(described.columns)]
    joins = [(column.name, *_JOINS[column.name]) for column in described.columns if _leads_on(described, column)]
    sourced = [
        {"title": source, **({"path": KOLADA} if source == sv.KOLADA else {})}
        for source in _sources_of_figures(described, terms)
    ]
    nullable = {column.name for column in described.columns if column.nullable}
    return {
        "name": described.name.replace("_", "-"),
        "title": described.title,
        "description": sv.WHAT[described.name],
        "sources": sourced,
        **({"licenses": [{"path": terms.decided.license}]} if _is_own(described) else {}),
        **(
            {
                "path": f"{described.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "dialect": {"delimiter": ";"},
            }
            if terms.csv
            else {"path": f"{described.name}.parquet", "format": "parquet", "mediatype": _FORMATS["parquet"]}
        ),
        "schema": {
            "fields": fields,
            # A part of a key that may be empty, as the unit of a goal as a whole, is no key in the standard's sense.
            **({} if nullable & {*described.key} else {"primaryKey": list(described.key)}),
            "foreignKeys": [
                {"fields": [name], "reference": {"resource": to.replace("_", "-"), "fields": [column]}}
                for name, to, column in joins
                if to in names and name not in nullable
            ],
        },
    }


def _field(column: Column, terms: Terms) -> object:
    limits = {"enum": list(column.words) or None, "minimum": column.low, "maximum": column.high}
    constraints = {name: value for name, value in limits.items() if value is not None}
    if not column.nullable:
        constraints["required"] = True
    decimal = {"decimalChar": ","} if terms.csv and column.kind == "float" else {}
    return {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.title,
        "description": column.what,
        **decimal,
        **({"constraints": constraints} if constraints else {}),
    }


def catalogue(described: list[Table], reports: pl.DataFrame, terms: Terms, form: str) -> str:
    """Return the catalogue of the tables in Turtle or JSON-LD: a dataset for each, a distribution for each of its files.

    Args:
        described: the tables.
        reports: `dim_report`, whose last instant is when the catalogue was changed.
        terms: what is said of all of them.
        form: `turtle` or `json-ld`.
    """
    # Only publishing needs it, and it takes a quarter of a second to import.
    from rdflib import RDF, XSD, Graph, IdentifiedNode, Literal, Namespace, URIRef
    from rdflib.namespace import DCAT, DCTERMS, FOAF, SKOS

    vcard = Namespace("http://www.w3.org/2006/vcard/ns#")
    graph = Graph()
    for prefix, space in (("dcat", DCAT), ("dcterms", DCTERMS), ("foaf", FOAF), ("skos", SKOS), ("vcard", vcard)):
        graph.bind(prefix, space)
    base = terms.decided.address
    top, publisher, contact = (URIRef(f"{base}#{name}") for name in ("catalogue", "publisher", "contact"))

    def say(subject: URIRef, **facts: IdentifiedNode | Literal) -> None:
        for name, value in facts.items():
            space, _, word = name.partition("_")
            predicate = {"dcat": DCAT, "dcterms": DCTERMS, "foaf": FOAF, "vcard": vcard, "rdf": RDF, "skos": SKOS}[
                space
            ][word]
            graph.add((subject, predicate, value))

    # What is named from elsewhere is said to be what the profile wants there.
    named = {
        _SWEDISH: DCTERMS.LinguisticSystem, _CC0: DCTERMS.LicenseDocument, terms.decided.license: DCTERMS.LicenseDocument,
        base: FOAF.Document, _PUBLIC: DCTERMS.RightsStatement,
        **{_MEDIA_TYPE + form: DCTERMS.MediaTypeOrExtent for form in _FORMATS.values()},
    }  # fmt: skip
    for address, kind in named.items():
        say(URIRef(address), rdf_type=kind)
    for address, title in ((_THEME, sv.THEME), (_LOCAL_AUTHORITY, sv.LOCAL_AUTHORITY)):
        say(URIRef(address), rdf_type=SKOS.Concept, skos_prefLabel=Literal(title, lang="sv"))
    issued = Literal(max(reports["as_of"].to_list()).date(), datatype=XSD.date)
    say(
        top, rdf_type=DCAT.Catalog, dcterms_title=Literal(sv.TITLE.format(publisher=terms.decided.publisher), lang="sv"),
        dcterms_description=Literal(sv.CATALOGUE, lang="sv"), dcterms_publisher=publisher, dcterms_license=URIRef(_CC0),
        dcterms_language=URIRef(_SWEDISH), dcterms_modified=issued, foaf_homepage=URIRef(base),
    )  # fmt: skip
    say(
        publisher,
        rdf_type=FOAF.Agent,
        foaf_name=Literal(terms.decided.publisher),
        dcterms_type=URIRef(_LOCAL_AUTHORITY),
    )
    say(contact, rdf_type=vcard.Kind)
    say(
        contact, rdf_type=vcard.Organization, vcard_fn=Literal(terms.decided.publisher),
        vcard_hasEmail=URIRef(f"mailto:{terms.decided.email}"),
    )  # fmt: skip
    for each in described:
        dataset = URIRef(f"{base}#{each.name}")
        source = ", ".join(_sources_of_figures(each, terms))
        say(top, dcat_dataset=dataset)
        say(
            dataset, rdf_type=DCAT.Dataset, dcterms_title=Literal(each.title, lang="sv"),
            dcterms_description=Literal(sv.DATASET.format(title=each.title, what=sv.WHAT[each.name], source=source), lang="sv"),
            dcterms_publisher=publisher, dcat_contactPoint=contact, dcat_theme=URIRef(_THEME), dcterms_modified=issued,
            dcterms_accessRights=URIRef(_PUBLIC), dcterms_language=URIRef(_SWEDISH),
        )  # fmt: skip
        for keyword in sv.KEYWORDS:
            say(dataset, dcat_keyword=Literal(keyword, lang="sv"))
        for ending in ("parquet", *(("csv",) if terms.csv else ())):
            file = URIRef(f"{base}#{each.name}-{ending}")
            say(dataset, dcat_distribution=file)
            say(
                file, rdf_type=DCAT.Distribution, dcat_accessURL=URIRef(f"{base}/{each.name}.{ending}"),
                dcat_downloadURL=URIRef(f"{base}/{each.name}.{ending}"), dcterms_format=URIRef(_MEDIA_TYPE + _FORMATS[ending]),
                dcterms_title=Literal(sv.FILE.format(title=each.title, form=ending), lang="sv"),
            )  # fmt: skip
            if _is_own(each):
                say(file, dcterms_license=URIRef(terms.decided.license))
    return graph.serialize(format="turtle") if form == "turtle" else _in_order(graph.serialize(format="json-ld"))


def _in_order(text: str) -> str:
    """Return a graph's JSON-LD with its nodes and their values in order, which the library gives in none."""
    nodes: list[dict[str, Any]] = json.loads(text)
    for node in nodes:
        for values in node.values():
            if isinstance(values, list):
                values.sort(key=json.dumps)
    return _text(sorted(nodes, key=lambda node: node["@id"])).decode()


def _text(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
