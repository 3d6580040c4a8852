"""What the announcer promises."""
