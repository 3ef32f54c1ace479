"""The shape of Kolada's answers as tables: values, and metadata."""

import polars as pl

VALUE_SCHEMA = pl.Schema(
    {
        "kpi": pl.String,
        "municipality": pl.String,
        "period": pl.Int32,
        "gender": pl.String,
        "value": pl.Float64,
        "status": pl.String,
        "count": pl.Int32,
        "isdeleted": pl.Boolean,
    }
)


METADATA_SCHEMAS = {
    "kpi": pl.Schema(
        {
            "id": pl.String,
            "title": pl.String,
            "description": pl.String,
            "is_divided_by_gender": pl.Boolean,
            "municipality_type": pl.String,
            "auspice": pl.String,
            "operating_area": pl.String,
            "perspective": pl.String,
            "prel_publication_date": pl.String,
            "publication_date": pl.String,
            "publ_period": pl.String,
            "has_ou_data": pl.Boolean,
        }
    ),
    "municipality": pl.Schema({"id": pl.String, "title": pl.String, "type": pl.String}),
    "municipality_groups": pl.Schema(
        {
            "id": pl.String,
            "title": pl.String,
            "members": pl.List(pl.Struct({"member_id": pl.String, "member_title": pl.String})),
        }
    ),
    "kpi_groups": pl.Schema(
        {
            "id": pl.String,
            "title": pl.String,
            "members": pl.List(pl.Struct({"member_id": pl.String, "member_title": pl.String})),
        }
    ),
    "ou": pl.Schema({"id": pl.String, "title": pl.String, "municipality": pl.String}),
}
