"""A small real bot whose form has every field that discord.py knows, and which tells what came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
import orjson
from discord import app_commands, ui

from tests.sandbox.conftest import Client


class EveryField(ui.Modal, title="About your show"):
    """One field of each newer kind."""

    size: ui.Label[EveryField] = ui.Label(
        text="How large",
        description="One of these",
        component=ui.RadioGroup(
            custom_id="size",
            options=[
                discord.RadioGroupOption(label="Small", value="s", description="Up to ten"),
                discord.RadioGroupOption(label="Medium", value="m", default=True),
                discord.RadioGroupOption(label="Large", value="l"),
            ],
        ),
    )
    days: ui.Label[EveryField] = ui.Label(
        text="On which days",
        component=ui.CheckboxGroup(
            custom_id="days",
            min_values=1,
            max_values=2,
            options=[
                discord.CheckboxGroupOption(label="Friday", value="fri"),
                discord.CheckboxGroupOption(label="Saturday", value="sat", default=True),
                discord.CheckboxGroupOption(label="Sunday", value="sun"),
            ],
        ),
    )
    quiet: ui.Label[EveryField] = ui.Label(
        text="Keep it quiet", component=ui.Checkbox(custom_id="quiet")
    )
    poster: ui.Label[EveryField] = ui.Label(
        text="A poster",
        component=ui.FileUpload(custom_id="poster", required=False, min_values=0, max_values=2),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Tell what came, file by file."""
        values: dict[str, Any] = {
            "size": _of(self.size, ui.RadioGroup).value,
            "days": _of(self.days, ui.CheckboxGroup).values,
            "quiet": _of(self.quiet, ui.Checkbox).value,
        }
        files = _of(self.poster, ui.FileUpload).values
        read = [f"{file.filename} {(await file.read())[:40]!r}" for file in files]
        told = [f"{name}: {value}" for name, value in values.items()]
        await interaction.response.send_message("\n".join([*told, *read]), ephemeral=True)


class Proof(ui.Modal, title="Proof"):
    """A file that must be there, below a text with a mention and an address."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.add_item(ui.TextDisplay(text))
        self.upload: ui.FileUpload[Proof] = ui.FileUpload(custom_id="proof")
        self.add_item(ui.Label(text="Receipt", component=self.upload))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Tell how large it is."""
        (file,) = self.upload.values
        await interaction.response.send_message(f"{file.filename}, {file.size}", ephemeral=True)


def _of(label: ui.Label[EveryField], kind: type[Any]) -> Any:
    assert isinstance(label.component, kind)
    return label.component


def form_bot(texts: Sequence[str] = ("Show it",)) -> Client:
    """Return the bot, not yet connected; the texts stand above the form that asks for a file."""
    client = Client(discord.Intents(guilds=True))

    @client.tree.command(description="Every field")
    async def fields(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(EveryField())

    @client.tree.command(description="A file")
    async def proof(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Proof(" ".join(texts)))

    @client.tree.command(description="Whatever form is asked for")
    async def raw(interaction: discord.Interaction, component: app_commands.Range[str, 1]) -> None:
        form = {"custom_id": "raw", "title": "Raw", "components": [orjson.loads(component)]}
        params = discord.webhook.async_.interaction_response_params(9, form)
        adapter = discord.webhook.async_.async_context.get()
        session = interaction._session
        await adapter.create_interaction_response(
            interaction.id, interaction.token, session=session, params=params
        )

    return client
