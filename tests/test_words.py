"""Words are written once: no room takes a name that another room words something else under."""

from collections import defaultdict

from bot.words import Words


def test_no_two_rooms_word_something_under_one_name() -> None:
    rooms = defaultdict(set)
    for room in Words.__mro__:
        if room.__module__.startswith("bot.words."):
            for name in vars(room):
                if not name.startswith("__"):
                    rooms[name].add(room.__name__)
    assert {name: found for name, found in rooms.items() if len(found) > 1} == {}
