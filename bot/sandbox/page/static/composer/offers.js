// What can be picked for an option: its choices, people, channels and roles, or what the bot
// itself suggests while one types.

import { suggest } from "../actions.js";
import { word } from "../language.js";
import { nameOf } from "../world.js";
import { Kind, fold } from "./commands.js";

const PAUSE_MS = 120;
const MOST = 25;

// What this member can pick for an option, nearest to what is typed first: {label, value, ...}.
export function offers(option, typed, world) {
  const sought = fold(typed.trim().replace(/^[@#&]+/, ""));
  const near = (offer) => {
    const name = fold(offer.label);
    if (name.startsWith(sought)) return 0;
    return name.split(/\s+/).some((word) => word.startsWith(sought)) ? 1 : name.includes(sought) ? 2 : 3;
  };
  return all(option, world)
    .map((offer) => ({ offer, rank: near(offer) }))
    .filter(({ rank }) => rank < 3)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST)
    .map(({ offer }) => offer);
}

// The offer that is called exactly what is typed.
export function named(option, typed, world) {
  const sought = fold(typed.trim().replace(/^[@#&]+/, ""));
  return offers(option, typed, world).find((offer) => fold(offer.label) === sought) ?? null;
}

function all(option, world) {
  if (option.choices.length) return option.choices;
  switch (option.kind) {
    case Kind.BOOLEAN:
      return [
        { label: word("true"), value: true },
        { label: word("false"), value: false },
      ];
    case Kind.USER:
      return people(world);
    case Kind.CHANNEL:
      return channels(option, world);
    case Kind.ROLE:
      return roles(world);
    case Kind.MENTIONABLE:
      return [...people(world), ...roles(world)];
  }
  return [];
}

function people(world) {
  return [...world.members.values()]
    .map((member) => ({
      label: nameOf(member.user, member),
      note: member.user.username,
      value: member.user.id,
      user: member.user,
    }))
    .sort(byLabel);
}

function roles(world) {
  return [...world.roles.values()]
    .sort((one, other) => other.position - one.position)
    .map((role) => ({ label: role.name.replace(/^@/, ""), value: role.id, role }));
}

function channels(option, world) {
  return [...world.channels.values()]
    .filter(({ id, type }) => world.canView(id) && allows(option, type))
    .sort((one, other) => one.position - other.position)
    .map((channel) => ({ label: channel.name, value: channel.id, channel }));
}

function allows(option, type) {
  return !option.channelTypes.length || option.channelTypes.includes(type);
}

function byLabel(one, other) {
  return one.label.localeCompare(other.label);
}

// Asks the bot for suggestions, once whoever types has paused; only the last question counts.
export class Suggestions {
  #asked = 0;
  #timer = null;

  // `onNews` hears {state: "loading" | "offers" | "failed", offers}.
  ask(command, values, option, typed, onNews, { atOnce = false } = {}) {
    this.stop();
    const asked = this.#asked;
    onNews({ state: "loading", offers: [] });
    this.#timer = setTimeout(
      async () => {
        const sent = { ...values, [option.name]: typed };
        const outcome = await suggest(command.root, command.nested(sent, option.name));
        if (asked === this.#asked) onNews(told(outcome));
      },
      atOnce ? 0 : PAUSE_MS,
    );
  }

  // What was asked before counts no more.
  stop() {
    this.#asked += 1;
    clearTimeout(this.#timer);
  }
}

function told(outcome) {
  if (outcome.state !== "choices") return { state: "failed", offers: [] };
  const offers = outcome.choices.map((choice) => ({ label: choice.name, value: choice.value }));
  return { state: "offers", offers };
}
