"""The finished report as an asset: tables, pages, workbooks and manifest, put in place all at once."""

import shutil
from pathlib import Path
from typing import Any

import dagster as dg

from assets.definitions.read_yaml import in_report
from assets.finished.approved import approved_parts
from assets.finished.diff import compare_reports
from assets.finished.open_finished import Side, report_before_or_told
from assets.finished.publish import manifest, publish, write_definitions, write_manifest
from assets.finished.tables import (
    draft_made_on,
    keep_own_measurements,
    own_measurements,
    read_tables,
    report_instant,
    write_tables,
)
from assets.followup.change_view import approved_told, build_diff_view
from assets.followup.setting.excel import write_workbooks
from assets.followup.setting.html import contents, with_files, write_pages
from assets.followup.setting.pdf import write_papers
from assets.followup.view import build_report_view
from assets.own_files.of_run import RunOwnFiles
from assets.quality.evidence import DATA_DOCS
from assets.specs import plain_failure, split_key
from assets.storage.one_writer import locked
from assets.storage.report_folders import Name
from assets.storage.write_whole import write_whole
from assets.workplace import Workplace
from models.tables.header import published_tables


def followup_assets(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Return the assets of this room."""

    @dg.asset(
        partitions_def=partitions,
        deps=[*published_tables(), "data_docs"],
        group_name="followup",
        owners=["team:analysts", "team:chief-of-quality"],
        kinds={"html", "excel", "pdf", "parquet"},
        code_version="2",
        description="The follow-up report: a page, a workbook and a PDF for each committee and for the council, every table as "
        "Parquet, the definitions as they were used, and a manifest with the SHA-256 of all that it was made from.",
    )
    @plain_failure
    def report(
        context: dg.AssetExecutionContext,
        workplace: dg.ResourceParam[Workplace],
        own_files: dg.ResourceParam[RunOwnFiles],
    ) -> dg.MaterializeResult[Any]:  # of no value: Dagster's word for it is private
        municipality, report_id = split_key(context)
        tables = read_tables(workplace.staging(municipality, report_id))
        as_of = report_instant(workplace.staging(municipality, report_id))
        draft = draft_made_on(workplace.staging(municipality, report_id))
        definitions = in_report(own_files.definitions(municipality), report_id, as_of)
        measured = own_measurements(workplace.staging(municipality, report_id))
        folder = workplace.report_folder(municipality, report_id)
        let_in = own_files.defined.let_in(municipality)
        before = report_before_or_told(workplace, definitions.model, report_id)

        def write(new: Path) -> None:
            write_definitions(definitions, new / "definitions")
            write_tables(tables, new / "tables", csv=workplace.csv)
            keep_own_measurements(measured, tables["fulfilment"], new)
            this = Side(Name(municipality, report_id, None), new, definitions, as_of, None, draft=draft is not None)
            changes = None if before is None else build_diff_view(compare_reports(before, this))
            approved = [approved_told(part) for part in approved_parts(workplace, this, workplace.as_of)]
            known_always = own_files.version(municipality).first
            view = build_report_view(
                definitions,
                report_id,
                {**tables, "year_value": measured},
                as_of,
                changes,
                approved=approved,
                known_always=known_always,
                draft=draft is not None,
                let_in_until=let_in.until if let_in is not None else None,
            )
            pages = contents(view)
            write_pages(view, pages, new)
            write_workbooks(view, pages, with_files(view), new)
            write_papers(view, pages, with_files(view), new)
            shutil.copytree(workplace.staging(municipality, report_id) / DATA_DOCS, new / DATA_DOCS)
            compared = None if before is None else {"report": str(before.name), "sha256": before.sha256}
            write_manifest(new, manifest(new, definitions, report_id, as_of, tables["lineage"], compared, draft))

        with locked(workplace.home):
            publish(folder, write)
            write_whole(
                workplace.made_from(municipality, report_id), str(workplace.municipalities[municipality]).encode()
            )
        statuses = tables["fulfilment"]["status"].value_counts().sort("status").to_dicts()
        return dg.MaterializeResult(
            metadata={
                "folder": dg.MetadataValue.path(folder),
                "data_docs": dg.MetadataValue.url(workplace.served(municipality, report_id, f"{DATA_DOCS}/index.html")),
                "overview": dg.MetadataValue.url(workplace.served(municipality, report_id, "index.html")),
                "as_of": f"{as_of:%Y-%m-%dT%H:%M:%SZ}",
                **{row["status"]: row["count"] for row in statuses},
            }
        )

    return [report]
