"""The steps of the schema, numbered; each says why it exists."""
