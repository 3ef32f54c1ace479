"""Pages of what changed between two reports."""
