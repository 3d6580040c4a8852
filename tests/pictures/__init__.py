"""Pictures, and what may be on them."""
