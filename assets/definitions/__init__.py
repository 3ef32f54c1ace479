"""The municipality's definitions: YAML read with file and line, and as tables."""
