"""Pictures: what a gift and a show look like, drawn in a thread of its own, as PNG."""
