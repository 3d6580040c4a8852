"""The only place that speaks SQL: one task writes, everybody else reads."""
