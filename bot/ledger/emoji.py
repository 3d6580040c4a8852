"""Which text is one emoji: a sign of Unicode's, or a server's own by its reference."""

import re
from functools import cache
from typing import Final

from bot.ledger.catalogue import MOST_EMOJI_LENGTH

# Code points from Unicode's emoji data, version 17: those drawn as emoji by themselves, and those
# drawn as text unless the variation selector follows. The data that Python carries is older than
# the newest emoji, and does not tell which characters are emoji at all.
_PICTURES: Final = """
231A-231B 23E9-23EC 23F0 23F3 25FD-25FE 2614-2615 2648-2653 267F 2693 26A1 26AA-26AB 26BD-26BE
26C4-26C5 26CE 26D4 26EA 26F2-26F3 26F5 26FA 26FD 2705 270A-270B 2728 274C 274E 2753-2755 2757
2795-2797 27B0 27BF 2B1B-2B1C 2B50 2B55 1F004 1F0CF 1F18E 1F191-1F19A 1F1E6-1F1FF 1F201 1F21A
1F22F 1F232-1F236 1F238-1F23A 1F250-1F251 1F300-1F320 1F32D-1F335 1F337-1F37C 1F37E-1F393
1F3A0-1F3CA 1F3CF-1F3D3 1F3E0-1F3F0 1F3F4 1F3F8-1F43E 1F440 1F442-1F4FC 1F4FF-1F53D 1F54B-1F54E
1F550-1F567 1F57A 1F595-1F596 1F5A4 1F5FB-1F64F 1F680-1F6C5 1F6CC 1F6D0-1F6D2 1F6D5-1F6D9
1F6DC-1F6DF 1F6EB-1F6EC 1F6F4-1F6FC 1F7E0-1F7EB 1F7F0 1F90C-1F93A 1F93C-1F945 1F947-1F9FF
1FA70-1FA7C 1FA80-1FAC6 1FAC8 1FACC-1FADD 1FADF-1FAEB 1FAEF-1FAFA
"""
_SIGNS: Final = """
A9 AE 203C 2049 2122 2139 2194-2199 21A9-21AA 2328 23CF 23ED-23EF 23F1-23F2 23F8-23FA 24C2
25AA-25AB 25B6 25C0 25FB-25FC 2600-2604 260E 2611 2618 261D 2620 2622-2623 2626 262A 262E-262F
2638-263A 2640 2642 265F-2660 2663 2665-2666 2668 267B 267E 2692 2694-2697 2699 269B-269C 26A0
26A7 26B0-26B1 26C8 26CF 26D1 26D3 26E9 26F0-26F1 26F4 26F7-26F9 2702 2708-2709 270C-270D 270F
2712 2714 2716 271D 2721 2733-2734 2744 2747 2763-2764 27A1 2934-2935 2B05-2B07 3030 303D 3297
3299 1F170-1F171 1F17E-1F17F 1F202 1F237 1F321 1F324-1F32C 1F336 1F37D 1F396-1F397 1F399-1F39B
1F39E-1F39F 1F3CB-1F3CE 1F3D4-1F3DF 1F3F3 1F3F5 1F3F7 1F43F 1F441 1F4FD 1F549-1F54A 1F56F-1F570
1F573-1F579 1F587 1F58A-1F58D 1F590 1F5A5 1F5A8 1F5B1-1F5B2 1F5BC 1F5C2-1F5C4 1F5D1-1F5D3
1F5DC-1F5DE 1F5E1 1F5E3 1F5E8 1F5EF 1F5F3 1F5FA 1F6CB 1F6CD-1F6CF 1F6E0-1F6E5 1F6E9 1F6F0 1F6F3
"""
# What may be toned by one of the five skin colours, and what may be joined to what. Discord refuses
# all of a menu for one emoji that it does not know, so nothing is taken that only might be drawn.
_TONED: Final = """
261D 26F9 270A-270D 1F385 1F3C2-1F3C4 1F3C7 1F3CA-1F3CC 1F442-1F443 1F446-1F450 1F466-1F469
1F46B-1F478 1F47C 1F481-1F483 1F485-1F487 1F48F 1F491 1F4AA 1F574-1F575 1F57A 1F590 1F595-1F596
1F645-1F647 1F64B-1F64F 1F6A3 1F6B4-1F6B6 1F6C0 1F6CC 1F90C 1F90F 1F918-1F91F 1F926 1F930-1F939
1F93C-1F93E 1F977 1F9B5-1F9B6 1F9B8-1F9B9 1F9BB 1F9CD-1F9CF 1F9D1-1F9DD 1FAC3-1FAC5 1FAF0-1FAFA
"""
_WHO_ACTS: Final = (
    "🧏🧔🚴👱⛹🙇🤸🧗👷🕵🧝🤦🧚🙍🙅🙆💇💆🏌💂🧘🧖🤵🤹🧎🏋🧙🚵🤾🤽👮🙎🙋🚣🏃🤷🧍🦸🦹🏄🏊💁🧛🚶👳👰👯🤼🧜"
)
_TOOLS: Final = "🎄🎨🚀🩰🍳🏭🌾🚒⚕⚖🔧💼🦲🦱🦰🦳🍼🦽🦼🦯✈🔬🎤🎓🏫💻"
_JOINED: Final = (
    "🐦⬛ 🐈⬛ ⛓💥 🍄🟫 👁🗨 😮💨 😶🌫 😵💫 🙂↔ 🙂↕ ❤🔥 🍋🟩 ❤🩹 🐦🔥 🏴☠ 🐻❄ 🏳🌈 🐕🦺 🏳⚧ 🧎➡ 🏃➡ 🚶➡ "
    "🧞♀ 🧞♂ 🧟♀ 🧟♂"
)
_FLAGS: Final = """
AF AL DZ AS AD AO AI AQ AG AR AM AW AC AU AT AZ BS BH BD BB BY BE BZ BJ BM BT BO BA BW BV BR IO VG
BN BG BF BI KH CM CA IC CV BQ KY CF EA TD CL CN CX CP CC CO KM CG CD CK CQ CR HR CU CW CY CZ CI DK
DG DJ DM DO EC EG SV GQ ER EE SZ ET EU FK FO FJ FI FR GF PF TF GA GM GE DE GH GI GR GL GD GP GU GT
GG GN GW GY HT HM HN HK HU IS IN ID IR IQ IE IM IL IT JM JP JE JO KZ KE KI XK KW KG LA LV LB LS LR
LY LI LT LU MO MG MW MY MV ML MT MH MQ MR MU YT MX FM MD MC MN ME MS MA MZ MM NA NR NP NL NC NZ NI
NE NG NU NF KP MK MP NO OM PK PW PS PA PG PY PE PH PN PL PT PR QA RO RU RW RE WS SM SA SN RS SC SL
SG SX SK SI SB SO ZA GS KR SS ES LK BL SH KN LC MF PM VC SD SR SJ SE CH SY ST TW TJ TZ TH TL TG TK
TO TT TA TN TM TC TV TR UM VI UG UA AE GB UN US UY UZ VU VA VE VN WF EH YE ZM ZW AX
"""
# Discord's custom emoji have names of 2 to 32 letters and ids of 15 to 20 digits.
_CUSTOM: Final = re.compile(r"<a?:[A-Za-z0-9_]{2,32}:([0-9]{15,20})>")
_SELECTOR: Final = "\ufe0f"
_TONE: Final = "[\U0001f3fb-\U0001f3ff]"


def read_emoji(text: str) -> str | None:
    """The one emoji that `text` is, written as Discord writes it; None if it is anything else.

    Whether a server still has a custom emoji, only Discord can tell.
    """
    text = text.strip()
    if len(text) > MOST_EMOJI_LENGTH:
        return None
    if _CUSTOM.fullmatch(text):
        return text
    bare = text.replace(_SELECTOR, "")
    emoji, needs_selector = _patterns()
    return needs_selector.sub(rf"\g<0>{_SELECTOR}", bare) if emoji.fullmatch(bare) else None


def custom_emoji_id(emoji: str) -> int | None:
    """The id of a custom emoji; None for one of Unicode's."""
    match = _CUSTOM.fullmatch(emoji)
    return int(match[1]) if match else None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """All emoji without their selectors, and after which characters a selector belongs."""
    signs = _class(_SIGNS)
    kinds = [
        f"[{_class(_PICTURES)}{signs}]",
        f"[{_class(_TONED)}]{_TONE}",
        "[0-9#*]\u20e3",
        *("".join(chr(0x1F1E6 - 65 + ord(letter)) for letter in flag) for flag in _FLAGS.split()),
        # Of the flags of parts of countries, three are drawn: England's, Scotland's, Wales's.
        *(_tagged("\U0001f3f4", region) for region in ("gbeng", "gbsct", "gbwls")),
        *("\u200d".join(parts) for parts in _JOINED.split()),
        *_people(),
    ]
    return re.compile("|".join(kinds)), re.compile(f"[{signs}](?!{_TONE})|[0-9#*](?=\u20e3)")


def _people() -> list[str]:
    """People at work, in motion, in love and with children, each with or without a tone."""
    man, woman, person = (f"{who}{_TONE}?" for who in "👨👩🧑")
    pairs = f"{man}L{man}|{woman}L{woman}|{person}L{person}"
    patterns = [
        f"[{_WHO_ACTS}]{_TONE}?J[♀♂]",
        f"[🧎🏃🚶]{_TONE}?(?:J[♀♂])?J➡",
        f"[👨👩🧑]{_TONE}?J[{_TOOLS}]",
        f"[👨👩🧑]{_TONE}?J[🦽🦼🦯]J➡",
        f"(?:{pairs}|{woman}L{man})".replace("L", "J(?:❤(?:J💋)?|🤝)J"),
        f"(?:{pairs})".replace("L", "J[🐰🫯]J"),
        f"🫱{_TONE}J🫲{_TONE}",
        "(?:👨(?:J[👨👩])?|👩(?:J👩)?)J(?:👧J[👧👦]|👦J👦|[👦👧])",
        "🧑(?:J🧑)?J🧒(?:J🧒)?",
    ]
    return [pattern.replace("J", "\u200d") for pattern in patterns]


def _tagged(flag: str, region: str) -> str:
    letters = "".join(chr(0xE0000 + ord(letter)) for letter in region)
    return f"{flag}{letters}\U000e007f"


def _class(ranges: str) -> str:
    """The inside of a regular expression's character class."""
    ends = (part.partition("-") for part in ranges.split())
    return "".join(
        f"{chr(int(first, 16))}-{chr(int(last or first, 16))}" for first, _, last in ends
    )
