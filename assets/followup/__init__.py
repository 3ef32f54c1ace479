"""The follow-up: what people read."""
