"""Discord's markdown as styled terminal text, with mentions and times made readable."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from rich.style import Style
from rich.text import Text

from bot.sandbox.people.names import Names

_BLOCK = re.compile(r"^(?P<mark>#{1,3} |-# |>>> |> |\s*[-*] )(?P<rest>.*)$", re.DOTALL)

_INLINE = re.compile(
    r"\\(?P<escaped>_|[^\w\s])"
    r"|```(?:\w*\n)?(?P<fence>.+?)\n?```"
    r"|`(?P<code>[^`]+)`"
    r"|<t:(?P<time>-?\d{1,13})(?::(?P<style>[tTdDfFRsS]))?>"
    r"|<@!?(?P<member>\d+)>"
    r"|<@&(?P<role>\d+)>"
    r"|<#(?P<channel>\d+)>"
    r"|<a?:(?P<emoji>\w+):\d+>"
    r"|</(?P<command>[^:<>]+):\d+>"
    r"|\[(?P<label>[^\]]+)\]\(<?(?P<link>[^)\s>]+)>?\)"
    r"|\*\*\*(?P<strong_emphasis>.+?)\*\*\*"
    r"|\*\*(?P<strong>.+?)\*\*(?!\*)"
    r"|__(?P<underline>.+?)__(?!_)"
    r"|~~(?P<strike>.+?)~~"
    r"|\|\|(?P<spoiler>.+?)\|\|"
    r"|\*(?P<star>[^*\s](?:[^*]*[^*\s])?)\*"
    r"|(?<!\w)_(?P<emphasis>[^_]+)_(?!\w)",
    re.DOTALL,
)

_STYLES = {
    "strong_emphasis": Style(bold=True, italic=True),
    "strong": Style(bold=True),
    "underline": Style(underline=True),
    "strike": Style(strike=True),
    "spoiler": Style(dim=True),
    "star": Style(italic=True),
    "emphasis": Style(italic=True),
}

_BLOCKS = {
    "# ": ("", Style(bold=True, underline=True)),
    "## ": ("", Style(bold=True, underline=True)),
    "### ": ("", Style(bold=True)),
    "-# ": ("", Style(dim=True)),
    "> ": ("│ ", Style()),
    ">>> ": ("│ ", Style()),
}

_MENTION = Style(color="blue", bold=True)
_CODE = Style(color="cyan")

# strftime patterns of Discord's timestamp styles; R is worded by `_relative`.
_TIMES = {
    "t": "%H:%M",
    "T": "%H:%M:%S",
    "d": "%d/%m/%Y",
    "D": "%d %B %Y",
    "f": "%d %B %Y %H:%M",
    "F": "%A, %d %B %Y %H:%M",
    "s": "%d/%m/%Y %H:%M",
    "S": "%d/%m/%Y %H:%M:%S",
}

_UNITS = (
    (365 * 86_400, "year"),
    (30 * 86_400, "month"),
    (86_400, "day"),
    (3_600, "hour"),
    (60, "minute"),
    (1, "second"),
)


@dataclass(frozen=True, slots=True)
class Markdown:
    """Renders markdown for one reader; `now` gives Unix seconds for the relative times."""

    names: Names
    now: Callable[[], float]
    zone: tzinfo = UTC

    def text(self, source: str) -> Text:
        """Return the styled text of a whole message, line by line."""
        lines = [self._line(line) for line in _lines(source)]
        return Text("\n").join(lines)

    def _line(self, line: str) -> Text:
        block = _BLOCK.match(line)
        if block is None:
            return self.inline(line)
        mark = block["mark"]
        prefix, style = _BLOCKS.get(mark, (mark.replace("-", "•").replace("*", "•"), Style()))
        text = Text(prefix)
        text.append_text(self.inline(block["rest"]))
        text.stylize(style)
        return text

    def inline(self, source: str) -> Text:
        """Return the styled text of what stands within one line."""
        text = Text()
        end = 0
        for match in _INLINE.finditer(source):
            text.append(source[end : match.start()])
            text.append_text(self._piece(match))
            end = match.end()
        text.append(source[end:])
        return text

    def _piece(self, match: re.Match[str]) -> Text:
        kind = match.lastgroup or ""
        value = match[kind]
        match kind:
            case "escaped":
                return Text(value)
            case "fence" | "code":
                return Text(value, _CODE)
            case "time" | "style":
                return Text(self._time(int(match["time"]), match["style"] or "f"), "underline")
            case "link":
                inner = self.inline(match["label"])
                inner.stylize(Style(underline=True))
                return inner
            case _ if kind in _STYLES:
                inner = self.inline(value)
                inner.stylize(_STYLES[kind])
                return inner
        return Text(self._mention(kind, value), _MENTION if kind != "emoji" else Style())

    def _mention(self, kind: str, value: str) -> str:
        match kind:
            case "member":
                return "@" + self.names.member_name(int(value))
            case "role":
                return "@" + self.names.role_name(int(value))
            case "channel":
                return "#" + self.names.channel_name(int(value))
            case "command":
                return "/" + value
        return f":{value}:"

    def _time(self, seconds: int, style: str) -> str:
        if style == "R":
            return _relative(seconds - self.now())
        try:
            return datetime.fromtimestamp(seconds, self.zone).strftime(_TIMES[style])
        except (OverflowError, ValueError, OSError):
            return "Invalid date"


def _lines(source: str) -> list[str]:
    """Split at line ends, but keep a fenced block in one piece."""
    lines: list[str] = []
    fenced = False
    for line in source.split("\n"):
        if fenced:
            lines[-1] += "\n" + line
        else:
            lines.append(line)
        fenced ^= line.count("```") % 2 == 1
    return lines


def _relative(seconds: float) -> str:
    """Return a distance in time in words, in the largest unit of which there is one, rounded."""
    distance = abs(seconds)
    count, unit = 0, "second"
    for (size, name), smaller in zip(_UNITS, (*(size for size, _ in _UNITS[1:]), 1), strict=True):
        # What is an hour but for a second is an hour, and no 59 minutes.
        if round(distance / smaller) * smaller >= size:
            count, unit = round(distance / size), name
            break
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"in {words}" if seconds > 0 else f"{words} ago"
