"""The command groups: each parses, submits and shows a card; no SQL, no rule, no sentence."""
