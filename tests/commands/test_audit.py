"""The audit: what moderators and managers did, to whom and why."""

from typing import Any

from bot.cards.moderation import LINES_ON_PAGE
from bot.controls.moderation import AuditPage
from bot.sandbox.people.seen import Message
from bot.sandbox.service import permissions
from bot.sandbox.service.world import Role
from tests.commands.moderators import force, force_press, gift, number_of, set_up
from tests.theatre import Theatre


async def audit(theatre: Theatre, **options: Any) -> Message:
    """Have Max use `/mod audit`; the answer is private."""
    shown = await theatre.use("Max", "/mod audit", **options)
    assert shown.reply.ephemeral
    return shown.reply


async def freeze(theatre: Theatre, name: str, by: str = "Max") -> None:
    """Have somebody frozen."""
    await theatre.use(by, "/mod freeze", member=theatre.id_of(name), reason="a dispute")


async def test_an_empty_audit_says_what_will_stand_there(theatre: Theatre) -> None:
    await gift(theatre)
    shown = await audit(theatre)
    assert "Nothing here yet" in shown.text
    assert "newest first" in shown.text
    assert not shown.buttons
    assert not shown.selects


async def test_the_audit_says_who_did_what_to_whom_why_and_when_newest_first(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 50)
    seq = await gift(theatre)
    await theatre.use("Max", "/mod reverse", gift=f"#{seq}", reason="wrong person")
    await freeze(theatre, "Kim")
    await set_up(theatre, share=4_000)
    what = "🌹 Rose from **Ann** to **Bea**: 1 coin back to Ann, 0.5 💎 taken from Bea."
    lines = (await audit(theatre)).text.split("\n")
    assert [line for line in lines if line.startswith("`#")] == [
        "`#6` **Olive** changed creators' share: 50 % → 40 %.",
        "`#5` **Max** froze **Kim**.",
        f"`#4` **Max** reversed gift `#3`, {what}",
        "`#1` **Olive** gave 50 coins to **Ann**.",
    ]
    assert [line for line in lines if line.startswith("Why")] == [
        "Why: “a dispute”",
        "Why: “wrong person”",
        "Why: “for a test”",
    ]
    assert sum(line.startswith("-# <t:") for line in lines) == 4


async def test_the_audit_of_one_member_holds_only_what_was_done_to_them(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 50)
    await freeze(theatre, "Kim")
    shown = await audit(theatre, member=theatre.id_of("Kim"))
    assert "**What was done to Kim**" in shown.text
    assert "**Max** froze **Kim**" in shown.text
    assert "Ann" not in shown.text


async def test_a_member_to_whom_nothing_was_done_is_told_apart_from_nobody(
    theatre: Theatre,
) -> None:
    shown = await audit(theatre, member=theatre.id_of("Kim"))
    assert "No moderator has done anything to **Kim**'s account" in shown.text
    await gift(theatre, "Kim")
    shown = await audit(theatre, member=theatre.id_of("Kim"))
    assert "No moderator has done anything to **Kim**'s account" in shown.text


async def test_the_audit_is_turned_by_number_in_both_directions(theatre: Theatre) -> None:
    for amount in range(1, 10):
        await theatre.grant("Ann", amount)
    first = await theatre.use("Max", "/mod audit")
    assert "`#9`" in first.reply.text
    assert "`#2`" not in first.reply.text
    # What comes in meanwhile does not shift the pages.
    await theatre.grant("Ann", 10)
    second = await theatre.press("Max", first, "Older ▶")
    assert second.reply.id == first.reply.id
    assert "`#2`" in second.reply.text
    assert "`#3`" not in second.reply.text
    back = await theatre.press("Max", second, "◀ Newer")
    assert "`#9`" in back.reply.text
    assert "`#10`" not in back.reply.text


async def test_the_pages_of_one_member_stay_with_that_member(theatre: Theatre) -> None:
    for amount in range(1, 10):
        await theatre.grant("Ann", amount)
        await theatre.grant("Kim", amount)
    first = await theatre.use("Max", "/mod audit", member=theatre.id_of("Kim"))
    second = await theatre.press("Max", first, "Older ▶")
    assert "**What was done to Kim**" in second.reply.text
    assert "Ann" not in second.reply.text
    assert "`#2`" in second.reply.text


async def test_the_longest_page_is_cut_and_not_left_out(theatre: Theatre) -> None:
    world = theatre.sandbox.world
    for name in ("Ann", "Bea", "Max"):
        world.user(name).global_name = "*" * 32
    emoji = theatre.sandbox.add_emoji(world.guild, "e" * 32)
    olive = await theatre.stage.person("Olive")
    added: dict[str, Any] = {"name": "a" + "*" * 31, "emoji": emoji, "price": 1}
    await (await olive.use("/setup gift add", added)).settled()
    for _ in range(LINES_ON_PAGE):
        seq = await gift(theatre, what=added["name"], count=9)
        await theatre.use("Max", "/mod reverse", gift=f"#{seq}", reason="*" * 300)
    shown = await audit(theatre)
    assert shown.text.count("reversed gift") == LINES_ON_PAGE


async def test_a_line_is_looked_up_by_those_who_moderate(theatre: Theatre) -> None:
    await freeze(theatre, "Kim")
    shown = await audit(theatre)
    max_ = await theatre.stage.person("Max")
    picked = await (await max_.pick(shown, "#1 · freeze · Max → Kim")).settled()
    assert "`#1` **Max** froze **Kim**" in picked.reply.text


async def test_who_only_manages_is_offered_no_menu_that_would_refuse_them(
    theatre: Theatre,
) -> None:
    await freeze(theatre, "Kim")
    world = theatre.sandbox.world
    role: Role = world.add_role(world.guild, "Manager", permissions.MANAGE_GUILD)
    world.guild.members[theatre.id_of("Lee")].roles.append(role.id)
    shown = await force(theatre, "Lee", "/mod audit")
    assert "**Max** froze **Kim**" in shown.reply.text
    assert not shown.reply.selects


async def test_a_forged_page_without_the_right_is_refused(theatre: Theatre) -> None:
    await gift(theatre)
    (thanks,) = await theatre.announced()
    page = AuditPage("older", theatre.id_of("Kim"), await number_of(theatre, "Ann"), 5)
    said = await force_press(theatre, "Kim", thanks, page)
    assert said.reply.ephemeral
    assert "That's for managers" in said.reply.text
