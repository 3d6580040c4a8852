"""What typed lines mean at the prompt, and what could come next in them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.people.command_index import (
    Command,
    CommandIndex,
    OptionRefusedError,
    UnknownCommandError,
)
from bot.sandbox.people.completion import Candidate, Live, Scene, choose, complete, quoted
from bot.sandbox.people.lines import (
    Fill,
    GoTo,
    LineError,
    Look,
    Menu,
    Pick,
    Plain,
    Press,
    Use,
    Word,
    bind,
    parse,
    words_of,
)
from bot.sandbox.people.names import Names, UnknownNameError

PEOPLE = ("Ann", "Bea", "Kim Lee")
NAMES = Names(
    members={"Ann": 1, "Bea": 2, "Kim Lee": 3},
    channels={"gifts": 10, "show-bea": 11},
    roles={"Gift team": 20},
)


def option(name: str, kind: int, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "description": name, **more}


BOARDS = [
    {"name": "Top gifters", "value": "gifters"},
    {"name": "Top creators", "value": "creators"},
]

INDEX = CommandIndex(
    {
        "application_commands": [
            {
                "id": "1", "name": "gift", "type": 1, "version": "5", "description": "Send a gift",
                "options": [
                    option("gift", 3, autocomplete=True), option("to", 6),
                    option("count", 4, min_value=1, max_value=999),
                    option("message", 3, max_length=140),
                ],
            },
            {
                "id": "2", "name": "mod", "type": 1, "version": "5", "description": "Moderation",
                "options": [
                    option("freeze", 1, options=[
                        option("member", 6, required=True), option("reason", 3, required=True),
                    ]),
                ],
            },
            {
                "id": "3", "name": "leaderboard", "type": 1, "version": "5", "description": "Top",
                "options": [option("board", 3, choices=BOARDS), option("mine", 5)],
            },
            {
                "id": "4", "name": "setup", "type": 1, "version": "5", "description": "Setup",
                "options": [
                    option("roles", 2, options=[
                        option("grant", 1, options=[option("role", 8), option("channel", 7)]),
                    ]),
                ],
            },
            {"id": "5", "name": "Send a gift", "type": 2, "version": "5"},
            {"id": "6", "name": "gift", "type": 1, "application_id": "77"},
        ]
    },
    application_id=9,
)  # fmt: skip


def bound(line: str) -> tuple[str, dict[str, Any]]:
    """Return the command that a line uses and its option values."""
    act = parse(line, PEOPLE)
    assert isinstance(act, Use)
    command, count = INDEX.match([word.text for word in act.words])
    return command.title, bind(command, act.words[count:], NAMES)


def command(title: str) -> Command:
    return INDEX.find(title)


def test_a_line_names_who_acts_and_what_they_type() -> None:
    act = parse("Ann: /gift Rose to:Bea count:3", PEOPLE)
    assert isinstance(act, Use)
    assert act.person == "Ann"
    assert [word.text for word in act.words] == ["gift", "Rose", "to:Bea", "count:3"]


def test_names_are_found_in_any_case_and_with_spaces() -> None:
    assert parse("kim lee: look", PEOPLE) == Look("Kim Lee")
    assert parse("ANN:press ok", PEOPLE) == Press("Ann", "ok")


def test_a_line_without_a_name_goes_on_with_who_acted_last() -> None:
    act = parse("/gift", PEOPLE)
    assert isinstance(act, Use)
    assert act.person is None
    assert parse("press Confirm: yes", PEOPLE) == Press(None, "Confirm: yes")


def test_words_about_the_prompt_itself_need_nobody() -> None:
    assert parse("people", PEOPLE) == Plain("people")
    assert parse("exit", PEOPLE) == Plain("quit")
    assert parse("  ", PEOPLE) == Plain("")
    assert parse("channel #show-bea", PEOPLE) == GoTo("#show-bea")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Anna: /gift", "There is nobody called 'Anna'; did you mean Ann?"),
        ("Zoltan: /gift", "There is nobody called 'Zoltan'."),
        ("Ann: pres ok", "There is no 'pres'; did you mean press? Type help."),
        ("Ann: press", "Say what to press."),
        ("Ann: menu", "Say what to choose from the menu."),
        ("channel", "Say which channel, such as: channel #gifts."),
        ('Ann: /gift "Rose', 'A quote is not closed; end it with ".'),
        ("Ann: fill hi to=you", "Write field=value, such as count=3; 'hi' has no field."),
    ],
)
def test_a_line_that_means_nothing_is_answered_with_one_sentence(line: str, sentence: str) -> None:
    with pytest.raises(LineError) as caught:
        parse(line, PEOPLE)
    assert str(caught.value) == sentence


def test_quotes_keep_words_together_and_may_be_written() -> None:
    assert [word.text for word in words_of('a "b c" d:"e f" "it\'s" "\\"g\\""')] == [
        "a", "b c", "d:e f", "it's", '"g"',
    ]  # fmt: skip
    assert words_of("it's \\o/ C:\\x")[1].text == "\\o/"
    assert Word("a:b", 0).split(":") is None
    assert Word("a:b c", 2).split(":") == ("a", "b c")


def test_picks_and_entries_take_several_words() -> None:
    assert parse("Ann: pick Finger Heart", PEOPLE) == Pick("Ann", ("Finger Heart",), None)
    assert parse('Ann: pick Rose, "A, B" in:"Choose gifts"', PEOPLE) == Pick(
        "Ann", ("Rose", "A, B"), "Choose gifts"
    )
    assert parse("Ann: fill count=3 message=well done you", PEOPLE) == Fill(
        "Ann", {"count": "3", "message": "well done you"}
    )
    assert parse('Ann: fill "Why? They will read it"="a = b" note="x"', PEOPLE) == Fill(
        "Ann", {"Why? They will read it": "a = b", "note": "x"}
    )
    assert parse('Ann: fill "I am sorry" for that', PEOPLE) == Fill(
        "Ann", {}, "I am sorry for that"
    )
    assert parse('Ann: menu "Send a gift" Kim Lee', PEOPLE) == Menu("Ann", "Send a gift", "Kim Lee")


def test_options_are_given_by_name_or_in_their_order() -> None:
    expected = ("/gift", {"gift": "Rose", "to": 2, "count": 3})
    assert bound("Ann: /gift Rose to:Bea count:3") == expected
    assert bound("Ann: /gift Rose Bea 3") == expected
    assert bound("Ann: /gift count:3 to:@bea Rose") == expected
    assert bound("Ann: /gift Rose <@2> 3") == expected


def test_a_text_goes_on_until_the_next_option() -> None:
    assert bound("Ann: /gift gift:Finger Heart to:Bea message:well done")[1] == {
        "gift": "Finger Heart", "to": 2, "message": "well done",
    }  # fmt: skip
    assert bound("Ann: /gift Rose Bea 3 you made my week")[1]["message"] == "you made my week"
    assert bound("Ann: /mod freeze Bea see https://a.b/c")[1]["reason"] == "see https://a.b/c"


def test_a_colon_in_a_text_is_text() -> None:
    assert bound("Ann: /gift Rose Bea 1 well note: yes")[1]["message"] == "well note: yes"
    assert bound('Ann: /gift Rose Bea 1 "note: yes"')[1]["message"] == "note: yes"


def test_every_kind_of_option_is_understood() -> None:
    assert bound('Ann: /setup roles grant "gift team" #gifts')[1] == {"role": 20, "channel": 10}
    assert bound("Ann: /leaderboard gifters mine:yes")[1] == {"board": "gifters", "mine": True}
    assert bound("Ann: /gift count:1,000")[1] == {"count": 1000}
    assert command("/leaderboard").fit({"board": "top CREATORS"}) == {"board": "creators"}


@pytest.mark.parametrize(
    ("line", "error", "sentence"),
    [
        ("Ann: /gfit", UnknownCommandError, "There is no '/gfit'; did you mean /gift?"),
        ("Ann: /gift cuont:3", LineError, "/gift has no option 'cuont'; did you mean count?"),
        ("Ann: /gift Rose cuont:3", LineError,
         "/gift has no option 'cuont'; did you mean count?"),
        ("Ann: /gift whom:Bea", LineError, "/gift has no option 'whom'."),
        ("Ann: /gift to:Bae", UnknownNameError,
         "There is no member called 'Bae'; did you mean Bea?"),
        ("Ann: /gift count:many", LineError, "count takes a whole number, not 'many'."),
        ("Ann: /leaderboard mine:perhaps", LineError, "mine takes yes or no, not 'perhaps'."),
        ("Ann: /setup roles grant channel:gift", UnknownNameError,
         "There is no channel called 'gift'; did you mean gifts?"),
        ("Ann: /leaderboard gifters yes no", LineError,
         "/leaderboard takes no more; 'no' is too much."),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_command_is_answered_with_the_nearest(
    line: str, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error) as caught:
        bound(line)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("title", "values", "sentence"),
    [
        ("/gift", {"count": 1000}, "count must be at most 999, not 1000."),
        ("/gift", {"count": 0}, "count must be at least 1, not 0."),
        ("/gift", {"count": True}, "count takes a whole number, not True."),
        ("/gift", {"count": 2**53}, "count takes a whole number, not 9007199254740992."),
        ("/gift", {"message": "x" * 141}, "message must be at most 140 characters long, not 141."),
        ("/gift", {"to": "Bea"}, "to takes a member, not 'Bea'."),
        ("/gift", {"whom": 2}, "/gift has no option 'whom'."),
        ("/mod freeze", {"member": 2}, "/mod freeze needs reason: text."),
        ("/mod freeze", {}, "/mod freeze needs member: a member; reason: text."),
        ("/gift", {"count": 1_234_567}, "count must be at most 999, not 1234567."),
        ("/leaderboard", {"board": "x"}, "board is one of Top gifters, Top creators, not 'x'."),
    ],
)
def test_a_client_lets_no_wrong_option_through(
    title: str, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(OptionRefusedError) as caught:
        command(title).fit(values)
    assert str(caught.value) == sentence


def test_options_are_nested_as_the_command_is() -> None:
    data = command("/setup roles grant").data({"role": 20})
    assert data["name"] == "setup"
    assert data["options"] == [
        {"type": 2, "name": "roles", "options": [
            {"type": 1, "name": "grant", "options": [{"type": 8, "name": "role", "value": "20"}]},
        ]},
    ]  # fmt: skip
    assert command("/gift").data({"gift": "Ro"}, "gift")["options"] == [
        {"type": 3, "name": "gift", "value": "Ro", "focused": True}
    ]
    assert command("/gift").data({"nonsense": 2.5})["options"][0]["type"] == 10


def test_the_commands_of_other_applications_are_not_ours() -> None:
    assert [it.title for it in INDEX.slash].count("/gift") == 1
    assert INDEX.menu("Send a gift", 2).title == "Send a gift"
    with pytest.raises(UnknownCommandError):
        INDEX.menu("Send a gift", 3)


SCENE = Scene(
    names=NAMES, commands=INDEX.slash, menus=("Send a gift",), captions=("Send one",),
    choices=("Rose",), fields=("Your message",), people=PEOPLE,
)  # fmt: skip


def texts(line: str) -> list[str]:
    found = complete(line, SCENE)
    assert isinstance(found, list)
    return [candidate.text for candidate in found]


def test_completion_offers_people_then_deeds_then_options() -> None:
    assert texts("k") == ["Kim Lee: "]
    assert texts("Ann: pr") == ["press "]
    assert texts("Ann: press s") == ["Send one"]
    assert texts("Ann: pick ") == ["Rose"]
    assert texts("Ann: menu s") == ['"Send a gift" ']
    assert texts("Ann: fill ") == ['"Your message"=']
    assert texts("channel #s") == ["#show-bea"]
    assert texts("Ann: /mo") == ["/mod freeze "]
    assert texts("Ann: /gift ") == ["gift:", "to:", "count:", "message:"]
    assert texts("Ann: /gift Rose c") == ["count:"]
    assert texts("Ann: /gift to:k") == ['to:"Kim Lee" ']
    assert texts("Ann: /leaderboard board:top g") == []
    assert texts("Ann: /leaderboard board:") == ['board:"Top gifters" ', 'board:"Top creators" ']
    assert texts("Ann: /leaderboard mine:y") == ["mine:yes "]


def test_completion_replaces_what_is_typed() -> None:
    assert complete("Ann: /gift to:k", SCENE) == [Candidate('to:"Kim Lee" ', len("to:k"))]


def test_completion_asks_the_application_where_it_suggests_itself() -> None:
    found = complete("Ann: /gift to:Bea gift:ro", SCENE)
    assert isinstance(found, Live)
    assert (found.option.name, found.text, found.others) == ("gift", "ro", {"to": 2})
    assert found.replaces == len("gift:ro")


def test_completion_stays_silent_about_a_line_that_is_wrong() -> None:
    assert complete("Ann: /gift to:Nobody co", SCENE) == [Candidate("count:", 2)]
    assert complete("Ann: /gift nonsense:3 co", SCENE) == []


def test_a_typed_name_takes_the_suggestion_that_is_meant() -> None:
    choices = [("💐 Rose Bouquet · 50", "2"), ("🌹 Rose · 1", "1"), ("🦁 Lion · 29,999", "3")]
    assert choose(choices, "rose") == "1"
    assert choose(choices, "🦁 lion · 29,999") == "3"
    assert choose(choices, "3") == "3"
    assert choose(choices, "Dragon") == "Dragon"
    assert choose([], "Rose") == "Rose"


def test_a_text_with_spaces_is_quoted() -> None:
    assert quoted("Rose") == "Rose"
    assert quoted('a "b"') == '"a \\"b\\""'
    assert words_of(quoted('a "b"'))[0].text == 'a "b"'


def test_names_are_read_from_a_description() -> None:
    names = Names.of(
        {
            "members": [
                {"id": "1", "name": "Ann", "bot": False},
                {"id": "2", "name": "Ovation", "bot": True},
            ],
            "channels": [{"id": "10", "name": "gifts"}],
            "roles": [{"id": "20", "name": "@everyone"}],
        }
    )
    assert names.member("<@!1>") == 1
    assert names.channel("<#10>") == names.channel("10") == 10
    assert names.mentionable("@everyone") == 20
    assert names.bots == {2}
    assert (names.member_name(1), names.member_name(5)) == ("Ann", "5")
