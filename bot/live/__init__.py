"""Acknowledgement: the outbox, and the announcer that empties it."""
