"""What the queue's page shows, as plain data: the page is made of it, and kept fresh with it."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import orjson

from bot.storage.combos import ComboView
from bot.storage.overlays import AlertKind, PassedAlert, PassedAlerts
from bot.storage.queue import Queue, ThanksGiven
from bot.web.dashboard.visit import Visit
from bot.web.overlays.sights import emoji_path
from bot.words.plain import plain

MOST_MESSAGES: Final = 3
_DIGEST_LETTERS: Final = 16
Sight = dict[str, Any]


class Blank:
    """Stands for a whole sight where a page holds the pattern of it: all of it is there, once, and
    nothing is written in it."""

    def __getattr__(self, name: str) -> "Blank":
        """Any part of it is as blank."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __iter__(self) -> Iterator["Blank"]:
        """One row, which is the pattern of all."""
        yield self

    def __str__(self) -> str:
        """Nothing."""
        return ""


class QueueRead(NamedTuple):
    """What the books say of a queue."""

    queue: Queue
    due: Sequence[ComboView]
    """Who waits, the largest first."""
    thanked: Sequence[ComboView]
    passed: PassedAlerts
    given: ThanksGiven | None


def queue_sight(visit: Visit, read: QueueRead) -> Sight:
    """A queue as its page shows it. A part that is not there is None."""
    queue, due = read.queue, read.due
    words, waiting, following = visit.words, queue.waiting, due[1:]
    left = max(waiting.combos - 1 - len(following), 0)
    return {
        "first": due[0].number if due else 0,
        "told": words.queue_waiting(waiting.combos, waiting.gifts),
        "large": _large(visit, queue, due[0]) if due else None,
        "empty": None if due else {"given": _given(visit, read.given)},
        "held": {"on": 0, "label": words.resume_button} if queue.holding else None,
        "shown": None if queue.holding else {"on": 1, "label": words.hold_button},
        "passed": _all_passed(visit, read.passed),
        "next": {
            "rows": [_gift(visit, combo) for combo in following],
            "more": _more(visit, left),
        }
        if following
        else None,
        "lately": _rows(
            _gift(visit, combo) | {"replay": _replay(visit, combo)} for combo in read.thanked
        ),
    }


def digest_of(sight: Sight) -> str:
    """What tells whether a page shows this already."""
    return hashlib.sha256(orjson.dumps(sight)).hexdigest()[:_DIGEST_LETTERS]


def _rows(rows: Iterator[Sight]) -> Sight | None:
    told = [*rows]
    return {"rows": told} if told else None


def _gift(visit: Visit, combo: ComboView) -> Sight:
    words = visit.words
    return {
        "picture": emoji_path(combo.emoji),
        "gift": words.page_gift(combo.name, combo.quantity),
        "sender": words.plain_name(combo.sender.name),
        "coins": words.coins(combo.coins),
        "number": words.number(combo.coins),
        "when": _when(visit, combo.last_ms),
    }


def _large(visit: Visit, queue: Queue, first: ComboView) -> Sight:
    words, waiting = visit.words, queue.waiting
    asked = words.thank_all_question(waiting.combos, waiting.gifts, waiting.coins)
    return _gift(visit, first) | {
        "waiting": words.queue_waiting(waiting.combos, waiting.gifts),
        "level": {"text": words.overlay_level(first.level)} if first.level else None,
        "messages": [
            {"text": words.plain_quote(message)} for message in first.messages[-MOST_MESSAGES:]
        ],
        "thank": {"combo": first.number, "label": words.thank_button(first.sender.name)},
        "skip": {"combo": first.number, "label": words.skip_button},
        "all": {
            "caption": words.thank_all_button(waiting.combos),
            "question": plain(asked),
            "combo": waiting.newest,
            "label": words.thank_all_yes,
        }
        if waiting.combos > 1
        else None,
    }


def _given(visit: Visit, given: ThanksGiven | None) -> Sight | None:
    if given is None or not given.combos:
        return None
    return {"text": visit.words.thanks_given(given.combos, given.thanked, given.median_ms)}


def _more(visit: Visit, left: int) -> Sight | None:
    """How many there are beside those that are named."""
    return {"text": visit.words.queue_page_more(left)} if left else None


def _all_passed(visit: Visit, passed: PassedAlerts) -> Sight | None:
    rows = _rows(_passed(visit, alert) for alert in passed.newest)
    return rows and rows | {"more": _more(visit, passed.in_all - len(passed.newest))}


def _passed(visit: Visit, alert: PassedAlert) -> Sight:
    """An alert that broke off each time: whose it is, and how it is shown once more."""
    words, combo = visit.words, alert.combo
    sum_or_test = words.queue_page_passed_sum
    if alert.kind is AlertKind.TEST:
        sum_or_test = words.queue_page_passed_test
    return {
        "what": words.page_gift(combo.name, combo.quantity) if combo else sum_or_test,
        "who": {"text": words.plain_name(combo.sender.name)} if combo else None,
        "when": _when(visit, alert.at_ms),
        "replay": _replay(visit, combo) if combo else None,
    }


def _replay(visit: Visit, combo: ComboView) -> Sight:
    return {"combo": combo.number, "label": visit.words.queue_page_replay}


def _when(visit: Visit, at_ms: int) -> str:
    """A moment: its time alone, where it is of today."""
    moment = visit.local(at_ms)
    is_today = moment.date() == visit.today
    return visit.words.page_clock(moment) if is_today else visit.words.page_moment(moment)
