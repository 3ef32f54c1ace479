"""Finished reports as data that others read: a star schema, described as the standards say, within what is decided."""
