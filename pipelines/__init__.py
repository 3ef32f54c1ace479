"""Top floor: when and how work runs. No measure, no SQL and no HTTP here."""
