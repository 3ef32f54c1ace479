"""Logs as JSON lines on standard error, for machines that gather them: STYRTAL_LOG=json."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

import dagster as dg


class JsonLines(logging.Formatter):
    """A line a record: at, level, message, and for what Dagster logs its run, step and report."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON."""
        # What Dagster lays beside a record has no type of its own.
        meta: dict[str, Any] = getattr(record, "dagster_meta", None) or {}
        tags: dict[str, str] = meta.get("job_tags") or {}
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": meta.get("orig_message") or record.getMessage(),
            "run": meta.get("run_id"),
            "step": meta.get("step_key"),
            "report": tags.get("dagster/partition"),
        }
        return json.dumps({key: value for key, value in line.items() if value is not None}, ensure_ascii=False)


def _json_logger(_: dg.InitLoggerContext) -> logging.Logger:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("styrtal.run")
    logger.setLevel(logging.INFO)
    logger.handlers = [handler]
    logger.propagate = False
    return logger


json_lines = dg.LoggerDefinition(_json_logger, description="JSON lines on standard error.")


def run_loggers(log: str) -> dict[str, object]:
    """Return the part of a run's configuration that says how the command's run logs: JSON lines, or not at all."""
    return {"loggers": {"json": {}} if log == "json" else {"console": {"config": {"log_level": "CRITICAL"}}}}
