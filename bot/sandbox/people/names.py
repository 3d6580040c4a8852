"""Names and ids of a guild's people, channels and roles, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.sandbox.people.command_index import nearest
from bot.sandbox.people.seen import Json


class UnknownNameError(LookupError):
    """Nobody and nothing bears that name; the text names the nearest."""


@dataclass(frozen=True, slots=True)
class Names:
    """Who is who in one guild; maps go from name to id, and grow with channels and roles."""

    members: Mapping[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    bots: frozenset[int] = frozenset()

    @classmethod
    def of(cls, guild: Json) -> Names:
        """Return the names in one guild of a sandbox's description."""
        members = guild["members"]
        return cls(
            {str(it["name"]): int(it["id"]) for it in members},
            {str(it["name"]): int(it["id"]) for it in guild["channels"]},
            {str(it["name"]).removeprefix("@"): int(it["id"]) for it in guild["roles"]},
            frozenset(int(it["id"]) for it in members if it.get("bot")),
        )

    def learn_channel(self, channel_id: int, name: str) -> None:
        """Take in a channel that is new or has a new name."""
        _learn(self.channels, channel_id, name)

    def learn_role(self, role_id: int, name: str) -> None:
        """Take in a role that is new or has a new name."""
        _learn(self.roles, role_id, name.removeprefix("@"))

    def member(self, text: str) -> int:
        """Return a member's id by name, `@name`, mention or id; UnknownNameError if none."""
        return _find(self.members, text, ("<@!", "<@", "@"), "member")

    def channel(self, text: str) -> int:
        """Return a channel's id by name, `#name`, mention or id; UnknownNameError if none."""
        return _find(self.channels, text, ("<#", "#"), "channel")

    def role(self, text: str) -> int:
        """Return a role's id by name, `@name`, mention or id; UnknownNameError if none."""
        return _find(self.roles, text, ("<@&", "@"), "role")

    def mentionable(self, text: str) -> int:
        """Return the id of a member or, if no member is called so, of a role."""
        try:
            return self.member(text)
        except UnknownNameError:
            return _find(self.roles, text, ("<@&", "@"), "member or role")

    def member_name(self, member_id: int) -> str:
        """Return a member's name, or the id if nobody here has it."""
        return _name(self.members, member_id)

    def channel_name(self, channel_id: int) -> str:
        """Return a channel's name, or the id if there is none."""
        return _name(self.channels, channel_id)

    def role_name(self, role_id: int) -> str:
        """Return a role's name, or the id if there is none."""
        return _name(self.roles, role_id)


def _learn(known: dict[str, int], number: int, name: str) -> None:
    for old in [its for its, other in known.items() if other == number and its != name]:
        del known[old]
    # Of two that bear one name, the first keeps it.
    known.setdefault(name, number)


def _find(known: Mapping[str, int], text: str, marks: tuple[str, ...], kind: str) -> int:
    bare = text.strip()
    for mark in marks:
        if bare.startswith(mark):
            bare = bare.removeprefix(mark).removesuffix(">" if mark[0] == "<" else "")
            break
    folded = {name.casefold(): number for name, number in known.items()}
    if bare.casefold() in folded:
        return folded[bare.casefold()]
    if bare.isdecimal() and int(bare) in known.values():
        return int(bare)
    raise UnknownNameError(f"There is no {kind} called {bare!r}{nearest(bare, known)}")


def _name(known: Mapping[str, int], number: int) -> str:
    return next((name for name, its in known.items() if its == number), str(number))
