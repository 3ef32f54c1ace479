"""The follow-up: tables, pages and workbooks that people read, with a manifest of all that they were made from."""
