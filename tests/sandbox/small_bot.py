"""A small real bot that answers in every way there is."""

from __future__ import annotations

import discord
from discord import app_commands, ui

from tests.sandbox.conftest import Client


class GiftModal(ui.Modal, title="Send a gift"):
    gift: ui.Label[GiftModal] = ui.Label(
        text="Gift",
        component=ui.Select(
            custom_id="gift",
            options=[discord.SelectOption(label="Rose"), discord.SelectOption(label="Lion")],
        ),
    )
    note: ui.Label[GiftModal] = ui.Label(
        text="Message",
        component=ui.TextInput(custom_id="note", required=False, max_length=140),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.gift.component, ui.Select)
        assert isinstance(self.note.component, ui.TextInput)
        text = f"{self.gift.component.values[0]}: {self.note.component.value}"
        await interaction.response.send_message(text, ephemeral=True)


class Controls(ui.LayoutView):
    row: ui.ActionRow[Controls] = ui.ActionRow()
    people: ui.ActionRow[Controls] = ui.ActionRow()

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.TextDisplay("Press **one**"))

    @row.button(label="Count", custom_id="count")
    async def count(self, interaction: discord.Interaction, _: ui.Button[Controls]) -> None:
        view = ui.LayoutView(timeout=None)
        view.add_item(ui.TextDisplay("Counted"))
        await interaction.response.edit_message(view=view)

    @row.button(label="Tell me", custom_id="tell")
    async def tell(self, interaction: discord.Interaction, _: ui.Button[Controls]) -> None:
        await interaction.response.send_message("Only you", ephemeral=True)

    @row.button(label="Form", custom_id="form")
    async def form(self, interaction: discord.Interaction, _: ui.Button[Controls]) -> None:
        await interaction.response.send_modal(GiftModal())

    @people.select(cls=ui.UserSelect, custom_id="whom", placeholder="Whom")
    async def whom(self, interaction: discord.Interaction, select: ui.UserSelect[Controls]) -> None:
        await interaction.response.send_message(select.values[0].mention, ephemeral=True)


def small_bot() -> Client:
    """Return the bot, not yet connected."""
    client = Client(discord.Intents(guilds=True))
    tree = client.tree

    @tree.command(description="Send a gift")
    async def gift(
        interaction: discord.Interaction,
        gift: str = "Rose",
        to: discord.Member | None = None,
        count: app_commands.Range[int, 1, 999] = 1,
    ) -> None:
        name = to.display_name if to else "nobody"
        await interaction.response.send_message(f"{count} {gift} to {name}", ephemeral=True)

    @gift.autocomplete("gift")
    async def suggest(_: discord.Interaction, text: str) -> list[app_commands.Choice[str]]:
        names = {"🌹 Rose · 1": "rose", "🦁 Lion · 29,999": "lion"}
        return [
            app_commands.Choice(name=name, value=value)
            for name, value in names.items()
            if text.casefold() in name.casefold()
        ]

    @tree.command(description="Take a while")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content="At last")
        await interaction.followup.send("And more", ephemeral=True)

    @tree.command(description="Say nothing")
    async def silent(interaction: discord.Interaction) -> None: ...

    @tree.command(description="Say something and take it back")
    async def vanish(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Not for long")
        await interaction.client.wait_for("interaction")
        await interaction.delete_original_response()

    @tree.command(description="Show controls to all")
    async def controls(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Controls())

    @tree.context_menu(name="Send a gift")
    async def send(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_modal(GiftModal(title=f"For {member.display_name}"))

    @tree.context_menu(name="Look up this gift")
    async def look(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"Message {message.id}", ephemeral=True)

    group = app_commands.Group(
        name="mod",
        description="Moderation",
        default_permissions=discord.Permissions(moderate_members=True),
    )

    @group.command(description="Freeze a member")
    async def freeze(interaction: discord.Interaction, member: discord.Member, reason: str) -> None:
        await interaction.response.send_message(f"Froze {member.display_name}: {reason}")

    tree.add_command(group)
    return client
