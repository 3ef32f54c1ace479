"""Recorded answers served as Kolada's API, and the example's made-up data."""
