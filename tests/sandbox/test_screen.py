"""How messages and modals look in a terminal."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from rich.console import Console, RenderableType

from bot.sandbox.people.markdown import Markdown
from bot.sandbox.people.names import Names
from bot.sandbox.people.screen import Screen
from bot.sandbox.people.seen import Message, Modal
from bot.sandbox.people.shop import Offer

NAMES = Names({"Ann": 1, "Bea": 2}, {"gifts": 10}, {"Gift team": 20})
NOW = 1_700_000_000.0
MARKDOWN = Markdown(NAMES, lambda: NOW)


def drawn(renderable: RenderableType) -> str:
    """Return what a terminal of 80 columns shows."""
    out = StringIO()
    Console(file=out, width=80, color_system=None).print(renderable)
    return out.getvalue()


def message(**more: Any) -> Message:
    base = {
        "id": "100", "channel_id": "10", "flags": 0, "content": "",
        "author": {"id": "9", "username": "ovation", "global_name": "Ovation", "bot": True},
    }  # fmt: skip
    return Message.read({**base, **more})


def show(**more: Any) -> str:
    return drawn(Screen(NAMES, lambda: NOW).message(message(**more), "Ann"))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("**Ann** sends *Bea* a __Lion__", "Ann sends Bea a Lion"),
        ("<@1> and <@!2> in <#10>, <@&20>", "@Ann and @Bea in #gifts, @Gift team"),
        ("<@77> <#78>", "@77 #78"),
        ("<t:1700000000:R>", "0 seconds ago"),
        ("<t:1699996400:R>", "1 hour ago"),
        ("<t:1700172800:R>", "in 2 days"),
        ("<t:1700000059:R>", "in 59 seconds"),
        ("<t:1700003599:R>", "in 1 hour"),
        ("<t:1700003500:R>", "in 58 minutes"),
        ("<t:1700000000>", "14 November 2023 22:13"),
        ("<t:1700000000:d> <t:1700000000:t>", "14/11/2023 22:13"),
        ("<t:9999999999999:d>", "Invalid date"),
        ("[site](https://a.b) <:rose:123> </gift:5>", "site :rose: /gift"),
        ("`**code**` \\*stars\\* ~~gone~~", "**code** *stars* gone"),
        ("# Title\n-# small\n> said\n- one", "Title\nsmall\n│ said\n• one"),
        ("```py\na = 1\nb\n```", "a = 1\nb"),
        ("snake_case_name 2*3*4", "snake_case_name 234"),
        ("**bold *and* both**", "bold and both"),
    ],
)
def test_markdown_is_read_as_discord_reads_it(source: str, shown: str) -> None:
    assert MARKDOWN.text(source).plain == shown


def test_emphasis_is_styled_where_it_stands() -> None:
    text = MARKDOWN.text("**Ann** sends *Bea* it")
    styles = {text.plain[span.start : span.end]: str(span.style) for span in text.spans}
    assert styles == {"Ann": "bold", "Bea": "italic"}


def test_a_message_says_who_wrote_it_and_who_sees_it() -> None:
    public = show(content="Hello")
    assert "Ovation APP in #gifts" in public
    assert "Hello" in public
    assert "only Ann sees this" not in public
    assert "only Ann sees this" in show(content="Hello", flags=64)
    assert "(edited)" in show(content="x", edited_timestamp="2026-01-01T00:00:00Z")


def test_a_deferred_answer_says_that_the_application_thinks() -> None:
    assert "is thinking" in show(flags=128 | 64)


def test_components_are_drawn_in_reading_order() -> None:
    shown = show(
        flags=1 << 15,
        components=[
            {
                "type": 17, "accent_color": 0xFF0000,
                "components": [
                    {"type": 10, "content": "## Wallet"},
                    {"type": 9, "components": [{"type": 10, "content": "97 coins"}],
                     "accessory": {"type": 2, "style": 2, "label": "History", "custom_id": "h"}},
                    {"type": 14, "divider": True},
                    {"type": 1, "components": [
                        {"type": 2, "style": 1, "label": "Send", "custom_id": "s",
                         "emoji": {"name": "🌹"}},
                        {"type": 2, "style": 4, "label": "No", "custom_id": "n", "disabled": True},
                    ]},
                    {"type": 1, "components": [
                        {"type": 3, "custom_id": "g", "placeholder": "Choose", "options": [
                            {"label": "Rose", "value": "1", "description": "1 coin",
                             "default": True},
                            {"label": "Lion", "value": "2"},
                        ]},
                    ]},
                    {"type": 1, "components": [
                        {"type": 5, "custom_id": "w", "placeholder": "Whom"}]},
                ],
            },
            {"type": 12, "items": [{"media": {"url": "attachment://card.png"}}]},
        ],
        attachments=[{"id": "5", "filename": "card.png", "size": 12, "url": "u"}],
    )  # fmt: skip
    order = [
        "Wallet",
        "97 coins",
        "[ History ]",
        "─" * 24 + " ",
        "[ 🌹 Send ] [ No ]",
        "▾ Choose",
        "● Rose  1 coin",
        "○ Lion",
        "▾ Whom (members)",
        "🖼 card.png",
        "📎 card.png (12 bytes)",
    ]
    places = [shown.index(part) for part in order]
    assert places == sorted(places)


def test_embeds_are_drawn_with_all_their_text() -> None:
    shown = show(embeds=[{"title": "Top", "description": "**Ann** 5", "color": 1,
                          "fields": [{"name": "Second", "value": "Bea"}],
                          "footer": {"text": "this week"}}])  # fmt: skip
    for part in ("Top", "Ann 5", "Second", "Bea", "this week"):
        assert part in shown


def test_an_empty_message_is_not_invisible() -> None:
    assert "(nothing to see)" in show()


def test_a_modal_shows_its_fields_and_what_is_prefilled() -> None:
    modal = Modal.read(
        {
            "id": "7", "custom_id": "send", "title": "Send a gift", "channel_id": "10",
            "components": [
                {"type": 10, "content": "You have **97** coins"},
                {"type": 18, "label": "Gift", "description": "What you can afford",
                 "component": {"type": 3, "custom_id": "gift",
                               "options": [{"label": "Rose", "value": "1"}]}},
                {"type": 18, "label": "Count",
                 "component": {"type": 4, "custom_id": "count", "value": "3", "required": True}},
                {"type": 1, "components": [
                    {"type": 4, "custom_id": "note", "label": "Note", "required": False,
                     "placeholder": "Say something"}]},
            ],
        }
    )  # fmt: skip
    shown = drawn(Screen(NAMES).modal(modal))
    for part in ("Send a gift", "You have 97 coins", "Gift *  What you can afford", "○ Rose",
                 "Count *", "  3", "Note", "Say something"):  # fmt: skip
        assert part in shown
    assert "Note *" not in shown
    assert modal.text.startswith("Send a gift\nYou have **97** coins\nGift")


def test_the_text_of_a_message_leaves_its_controls_out() -> None:
    section = {"type": 9, "components": [{"type": 10, "content": "b"}],
               "accessory": {"type": 2, "style": 1, "label": "no", "custom_id": "x"}}  # fmt: skip
    container = {"type": 17, "components": [{"type": 10, "content": "a"}, section]}
    seen = message(content="top", embeds=[{"title": "t"}], components=[container])
    assert seen.text == "top\nt\na\nb"
    assert [button.label for button in seen.buttons] == ["no"]


def test_a_message_says_whom_it_calls_and_whether_that_sounds() -> None:
    called = {"mentions": [{"id": "1"}], "mention_roles": ["20"], "mention_everyone": True}
    assert "🔔 @Ann, @Gift team, everyone" in show(content="x", **called)
    assert "🔕 @Ann" in show(content="x", flags=1 << 12, mentions=[{"id": "1"}])
    assert "🔔" not in show(content="@Ann")


def test_a_pinned_message_and_its_notice_say_so() -> None:
    assert "📌 pinned" in show(content="x", pinned=True)
    assert "📌 pinned a message to this channel" in show(type=6)


def test_what_sells_bears_the_name_and_the_price_that_discord_puts_on_it() -> None:
    row = {"type": 1, "components": [{"type": 2, "style": 6, "sku_id": str(sku)} for sku in (7, 8)]}
    screen = Screen(NAMES)
    screen.learn([Offer(7, "65 coins", 99, "usd")])
    shown = drawn(screen.message(message(components=[row])))
    assert "[ 🛍 65 coins · 0.99 USD ] [ 🛍 Buy ]" in shown


def test_a_deleted_message_is_told_of_by_how_it_began() -> None:
    gone = Screen(NAMES).gone(message(content="**Ann** sent a Rose\nand more"))
    assert drawn(gone) == "🗑 Ovation in #gifts, deleted: Ann sent a Rose\n"
    assert "(nothing to see)" in drawn(Screen(NAMES).gone(message()))
