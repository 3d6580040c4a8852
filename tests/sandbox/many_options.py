"""A bot whose commands take everything there is to take, and whose form has every field."""

from __future__ import annotations

import discord
from discord import app_commands, ui

from tests.sandbox.conftest import Client

HOSTILE = "<img src=x onerror=executed=1>"


class EveryField(ui.Modal, title="Every field"):
    """A form with each kind of field; what was filled in is repeated."""

    word: ui.Label[EveryField] = ui.Label(
        text="Word",
        description="Two to five letters",
        component=ui.TextInput(custom_id="word", min_length=2, max_length=5, default="hey"),
    )
    story: ui.Label[EveryField] = ui.Label(
        text="Story",
        component=ui.TextInput(
            custom_id="story", style=discord.TextStyle.paragraph, required=False
        ),
    )
    whom: ui.Label[EveryField] = ui.Label(
        text="Whom", component=ui.UserSelect(custom_id="whom", max_values=2, required=True)
    )
    size: ui.Label[EveryField] = ui.Label(
        text="Size",
        component=ui.RadioGroup(
            custom_id="size",
            options=[
                discord.RadioGroupOption(label="Small", value="s"),
                discord.RadioGroupOption(label="Large", value="l"),
            ],
        ),
    )
    sure: ui.Label[EveryField] = ui.Label(text="Sure", component=ui.Checkbox(custom_id="sure"))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Repeat what was filled in."""
        parts = [self.word.component, self.story.component]
        said = [part.value for part in parts if isinstance(part, ui.TextInput)]
        assert isinstance(self.whom.component, ui.UserSelect)
        assert isinstance(self.size.component, ui.RadioGroup)
        assert isinstance(self.sure.component, ui.Checkbox)
        said += [user.display_name for user in self.whom.component.values]
        said += [str(self.size.component.value), str(self.sure.component.value)]
        await interaction.response.send_message(" | ".join(said))


def many_options() -> Client:
    """Return the bot, not yet connected."""
    client = Client(discord.Intents(guilds=True))
    tree = client.tree

    @tree.command(description="Take one of each")
    @app_commands.choices(
        colour=[
            app_commands.Choice(name=HOSTILE, value=1),
            app_commands.Choice(name="Blue", value=2),
        ]
    )
    async def take(
        interaction: discord.Interaction,
        word: app_commands.Range[str, 2, 5],
        colour: app_commands.Choice[int],
        part: app_commands.Range[float, 0.5, 2.5] | None = None,
        sure: bool | None = None,
        who: discord.Member | None = None,
        place: discord.TextChannel | None = None,
        role: discord.Role | None = None,
        anybody: discord.Member | discord.Role | None = None,
        picture: discord.Attachment | None = None,
    ) -> None:
        given = [word, colour.value, part, sure, who, place, role, anybody, picture]
        said = [str(it) for it in given if it is not None]
        await interaction.response.send_message(" | ".join(said))

    @tree.command(description="Only a file will do")
    async def keep(interaction: discord.Interaction, picture: discord.Attachment) -> None:
        await interaction.response.send_message(picture.filename)

    @tree.command(description="Find something")
    async def find(interaction: discord.Interaction, what: str, of: str | None = None) -> None:
        await interaction.response.send_message(f"Found {what} of {of}")

    @find.autocomplete("what")
    async def suggest(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        if typed == "fail":
            raise LookupError(typed)
        of = interaction.namespace.of or "nothing"
        names = [HOSTILE, f"{typed} of {of}"]
        return [
            app_commands.Choice(name=name, value=name.upper()) for name in names if typed in name
        ]

    add_forms(client)
    return client


def add_forms(client: Client) -> None:
    """Add a group within a group, and what opens the form."""
    tree = client.tree
    deep = app_commands.Group(name="deep", description="A group")
    inner = app_commands.Group(name="inner", description="A group within", parent=deep)

    @inner.command(description="Far down")
    async def below(interaction: discord.Interaction, depth: int) -> None:
        await interaction.response.send_message(f"{depth} deep")

    @tree.command(description="Open the form")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(EveryField())

    tree.add_command(deep)
