"""The German of all rooms: one module a room, each beside the English room that it translates."""
