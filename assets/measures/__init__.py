"""The measures: runs `models/sql/measures` in the order of their needs."""
