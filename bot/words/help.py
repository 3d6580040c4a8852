"""What is said to somebody who asks what there is: by what they may do, the first steps first."""

from bot.words.grammar import Grammar


class HelpWords(Grammar):
    """The sentences of `/help`."""

    help_viewers = (
        "**Ovation** turns coins into gifts for the people you watch.\n"
        "Try first:\n"
        "1. `/wallet`: your coins and 💎, and who sent you something\n"
        "2. `/gift`: pick a gift and a person, and send it\n"
        "3. `/leaderboard`: who is ahead, and how far you are behind"
    )
    help_more = (
        "Then:\n"
        "- `/history`: every coin in and out, with the `#number` to quote if you ask about it\n"
        "- `/diamonds show` and `/diamonds convert`: what gifts you receive have earned\n"
        "- `/diamonds cashout`, `/diamonds payouts`: 💎 as money, where this server pays it\n"
        "- `/budget set`: a limit on what you give; `/budget show`: what is left of it\n"
        "- `/follow`: follow a creator, and be told when shows start\n"
        "- `/chest drop`: share coins with whoever is here; `/chest check`: deal one again\n"
        "- `/shop show`: coins and their prices; `/shop claim`: what you bought from Discord\n"
        "- `/calculator coins`, `/calculator diamonds`: what coins cost, and what gifts earn\n"
        "- `/redeem`: turn a code into bonus coins\n"
        "- A member's menu → Apps → **Send a gift**"
    )
    help_creators = (
        "**Creators**\n"
        "- `/live start`: go live with a board for your gifts; `/live end`: the show is over\n"
        "- `/live queue`: thank for your gifts, the largest first; `/live replay`: show one again\n"
        "- `/live status`: who is live, and how it goes; `/live recap`: how the last shows went\n"
        "- `/live plan`: announce a show; `/live goal`, `/live match`: something to give for\n"
        "- `/creator join`, `/creator pause`: whether gifts reach you; `/creator helpers`: who "
        "thanks in your name\n"
        "- `/creator overlay`: gifts on your stream; `/creator dashboard`: your figures"
    )
    help_moderators = (
        "**Moderators**\n"
        "- `/mod lookup`: a member's account, with Reverse on each gift\n"
        "- `/mod freeze`, `/mod unfreeze`, `/mod reverse`: each with a reason, which the member "
        "reads\n"
        "- `/mod messages`: the messages with gifts that wait for you\n"
        "- `/mod purchases`: coins that members asked to buy; confirm what has been paid for\n"
        "- `/mod payouts`: cash-outs to approve, reject or enter as paid\n"
        "- `/mod promo`: codes that give bonus coins; `/mod drop`: bonus coins at the press of a "
        "button; `/mod drops`: how they go, and an end to them\n"
        "- `/mod rings`: gifts that go round, or feed one creator; `/mod forced`: reversals that "
        "wait for a second moderator\n"
        "- `/live end`, with `creator`: end a show that should not go on\n"
        "- A thank-you's menu → Apps → **Look up this gift**"
    )
    help_managers = (
        "**Managers**\n"
        "- `/setup start`: one page to begin with; `/setup show`: how things are set\n"
        "- `/setup gift`: names, emoji and prices; `/setup live`: who receives, how thanks look\n"
        "- `/setup shop`, `/setup pack`: how coins are sold; `/setup exchange`: other money\n"
        "- `/setup cashout`: whether and how 💎 are paid out; `/setup rules`: roles kept out\n"
        "- `/setup limits`: how much members give a day, and how old their accounts are\n"
        "- `/mod adjust`: give or take coins; `/mod audit`: who did what"
    )
