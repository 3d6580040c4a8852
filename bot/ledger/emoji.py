"""Which text is one emoji: a sign of Unicode's, or a server's own by its reference."""

import re
from functools import cache
from typing import Final

MOST_EMOJI_LENGTH: Final = 64
"""Enough for a custom emoji's reference and for the longest joined emoji."""

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
# Discord's custom emoji have names of 2 to 32 letters and ids of 15 to 20 digits.
_CUSTOM: Final = re.compile(r"<a?:[A-Za-z0-9_]{2,32}:[0-9]{15,20}>")
_SELECTOR: Final = "\ufe0f"


def read_emoji(text: str) -> str | None:
    """The one emoji that `text` is, written as Discord knows it; None if it is anything else.

    A joined emoji is taken if each of its parts is one. Whether anybody draws the whole as one
    sign, and whether a server still has its custom emoji, only Discord can tell.
    """
    text = text.strip()
    if len(text) > MOST_EMOJI_LENGTH:
        return None
    if _CUSTOM.fullmatch(text):
        return text
    bare = text.replace(_SELECTOR, "")
    sequence, needs_selector = _patterns()
    return needs_selector.sub(rf"\g<0>{_SELECTOR}", bare) if sequence.fullmatch(bare) else None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a bare sequence looks like, and after which of its characters a selector belongs."""
    pictures, signs = _character_class(_PICTURES), _character_class(_SIGNS)
    tone = "[\U0001f3fb-\U0001f3ff]"
    region = "[\U0001f1e6-\U0001f1ff]"
    keycap = "[0-9#*]\u20e3"
    # A flag of a part of a country: a black flag, its code in tag characters, and an end.
    part_of_country = "\U0001f3f4[\U000e0030-\U000e007a]{3,6}\U000e007f"
    element = f"(?:{part_of_country}|[{pictures}{signs}]{tone}?)"
    sequence = f"{region}{region}|{keycap}|{element}(?:\u200d{element})*"
    return re.compile(sequence), re.compile(f"[{signs}](?!{tone})|[0-9#*](?=\u20e3)")


def _character_class(ranges: str) -> str:
    ends = (part.partition("-") for part in ranges.split())
    return "".join(
        f"{chr(int(first, 16))}-{chr(int(last or first, 16))}" for first, _, last in ends
    )
