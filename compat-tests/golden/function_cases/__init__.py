"""The function fixtures by family; each module has a `cases()` that returns a list of JSON objects."""
