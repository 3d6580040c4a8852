"""What browsers see: a creator's overlay, the dashboard, and how the bot is."""
