"""Pages of where a figure comes from."""
