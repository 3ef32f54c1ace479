"""Empty on purpose: `pipelines.definitions` is the one entry."""
