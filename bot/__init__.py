"""Ovation: gifts for live-stream communities, acknowledged at once, on books that balance."""
