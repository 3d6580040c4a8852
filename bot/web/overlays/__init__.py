"""The overlay that a creator's stream shows: one alert at a time, each once, and a few figures."""
