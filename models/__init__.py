"""Ground floor: what things mean. No I/O, no Dagster, no clock."""
