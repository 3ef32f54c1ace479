"""The `styrtal` command."""
