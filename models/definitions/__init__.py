"""What a municipality defines, as pydantic models, and what is wrong across its definitions."""
