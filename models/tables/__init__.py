"""A table's header, and all that is made from it."""
