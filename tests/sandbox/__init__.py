"""The sandbox held to what Discord does."""
