"""What a creator sees of their shows in a browser, and a moderator of the books."""
