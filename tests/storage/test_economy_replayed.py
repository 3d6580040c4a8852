"""The economy in a file against the rules alone: one by one or at once, the same comes of it.

The rules are asked with all that is known laid open; the store reads only what it believes that a
batch needs. What it forgot to read, or wrote otherwise than it was decided, is found here.
"""

import asyncio
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from bot.ledger.outcomes import Outcome
from bot.ledger.requests import ChangeSetting, Person, Request
from bot.ledger.requests.marks import Mark
from tests.ledger.asking import GUILDS
from tests.ledger.scene import MOD, milliseconds
from tests.ledger.test_economy_model import EconomyMachine
from tests.ledger.widely import run_widely
from tests.storage.live_scene import LOG_CHANNEL
from tests.storage.replaying import Batch, Said, Stored, all_at_once, one_by_one


class StoredEconomyMachine(EconomyMachine):
    """The whole economy as the rules decide it; in the end, two files are asked the same."""

    folder: ClassVar[Path]

    def __init__(self) -> None:
        """Open both guilds' books for the first time."""
        self.batches: list[Batch] = []
        self.said: list[Said] = []
        super().__init__()

    @initialize(rich=st.just(False), commits_always=st.booleans())
    def people_have_something(self, rich: bool, commits_always: bool) -> None:
        """Fill wallets, by transfers alone; what moderators do is posted from the beginning."""
        for guild in GUILDS:
            changes = (("log_channel", str(LOG_CHANNEL)),)
            self.shop(ChangeSetting, guild, MOD, changes=changes)
        super().people_have_something(rich, commits_always)

    def heard(self, asked: Request | Mark, answer: Outcome | bool) -> None:
        """Write down what is asked."""
        super().heard(asked, answer)
        self.said.append(Said(asked, answer))

    def commit(self, pause: timedelta) -> None:
        """Put the books away, and open them again after a pause."""
        self._end_batch(kept=True)
        super().commit(pause)

    def roll_back(self) -> None:
        """Open the books anew as they were before the batch."""
        self._end_batch(kept=False)
        super().roll_back()

    def play(self, guild: int, creator: Person, which: int, *, breaks: bool) -> None:
        """A page breaks on nothing but what it was given to show, as the doctor expects of it."""
        shows = which % 4 and self._own(guild, creator)
        super().play(guild, creator, which, breaks=breaks and bool(shows))

    def _end_batch(self, *, kept: bool) -> None:
        self.batches.append(Batch(milliseconds(self.now), tuple(self.said), kept))
        self.said = []

    def teardown(self) -> None:
        """Ask two files for all of it."""
        self.commit(timedelta(0))
        with TemporaryDirectory(dir=self.folder) as folder:
            asyncio.run(self._replay(Path(folder)))

    async def _replay(self, folder: Path) -> None:
        alone = await one_by_one(self.batches, folder / "alone.db")
        together = await all_at_once(self.batches, folder / "together.db")
        for stored in (alone, together):
            self._hold_to_the_rules(stored)
            assert stored.findings == ()
        for table, rows in alone.rows.items():
            assert together.rows[table] == rows, table

    def _hold_to_the_rules(self, stored: Stored) -> None:
        """See that a file answered as the rules did, and holds what they say."""
        said = [it for batch in self.batches if batch.kept for it in batch.said]
        assert len(stored.answers) == len(said)
        for it, answer in zip(said, stored.answers, strict=True):
            assert answer == it.answer, (it.asked, stored.path.stem)
        for table in self.shelves[GUILDS[0]].economy.rows():
            kept = {
                (guild, *row)
                for guild in GUILDS
                for row in self.shelves[guild].economy.rows()[table]
            }
            assert kept == {*stored.rows[table]}, table
        assert stored.balances == {
            (guild, account.kind, account.owner, account.currency): balance
            for guild in GUILDS
            for account, balance in self.shelves[guild].balances.items()
            if balance
        }


def test_whatever_is_asked_at_once_or_one_by_one_a_file_says_what_the_rules_say(
    tmp_path: Path,
) -> None:
    class Machine(StoredEconomyMachine):
        """The same, in this test's folder."""

        folder = tmp_path

    run_widely(Machine, runs=20, steps=120)
