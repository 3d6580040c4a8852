"""Starts a bench without the command line of the bot: `python -m bench`."""

from cyclopts import App
from rich.console import Console

from bench.run import main

if __name__ == "__main__":
    app = App(name="bench", help="Measure Ovation.")

    @app.default
    def run(*, quick: bool = False) -> None:
        """Measure everything, or with --quick only see that all of it runs."""
        main(Console(), quick=quick)

    app()
