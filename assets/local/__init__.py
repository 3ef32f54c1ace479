"""The municipality's own files: definitions in YAML."""
