"""The page in a browser on which one acts as anybody in the sandbox."""
