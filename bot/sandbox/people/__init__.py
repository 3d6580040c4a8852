"""The user's side: members who act as Discord's own clients do, and what they see of it."""
