"""The definitions as a workbook to edit, and back into the YAML."""
