"""Discord's side: REST and gateway on loopback, and everything that Discord enforces."""
