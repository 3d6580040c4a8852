"""A Discord on loopback, for the unmodified discord.py and for users' clients."""
