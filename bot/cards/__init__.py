"""Every message layout: what a message shows and which controls it carries, in words' words."""
