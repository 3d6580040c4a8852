// What a select offers: its own options, or people, roles and channels by their ids.

import { sign } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { drawAvatar } from "./media.js";
import { nameOf } from "./world.js";

export const STRING = 3;
export const USER = 5;
export const ROLE = 6;
export const MENTIONABLE = 7;
export const CHANNEL = 8;
export const SELECTS = new Set([STRING, USER, ROLE, MENTIONABLE, CHANNEL]);

// Every choice of a select: {value, label, description, icon, isDefault}; `icon` draws its picture.
export function choicesOf(component, world) {
  if (component.type === STRING) return options(component, world);
  const byDefault = new Set((component.default_values ?? []).map((it) => it.id));
  const offered = {
    [USER]: () => people(world),
    [ROLE]: () => roles(world),
    [MENTIONABLE]: () => [...people(world), ...roles(world)],
    [CHANNEL]: () => channels(world, component.channel_types),
  }[component.type]();
  return offered.map((choice) => ({ ...choice, isDefault: byDefault.has(choice.value) }));
}

function options(component, world) {
  return (component.options ?? []).map((option) => ({
    value: option.value,
    label: option.label,
    description: option.description ?? "",
    icon: () => emojiOf(option.emoji, world),
    isDefault: Boolean(option.default),
  }));
}

function people(world) {
  return sorted(
    [...world.members.values()].map((member) => ({
      value: member.user.id,
      label: nameOf(member.user, member),
      description: member.user.username,
      icon: () => drawAvatar(member.user, "avatar small"),
    })),
  );
}

function roles(world) {
  return [...world.roles.values()]
    .filter((role) => role.id !== world.guildId)
    .sort((one, other) => other.position - one.position)
    .map((role) => ({ value: role.id, label: role.name, description: "", icon: () => sign("role") }));
}

const SIGNS = { 2: "voice", 4: "folder", 13: "stage" };

function channels(world, types) {
  return [...world.channels.values()]
    .filter((channel) => (!types?.length || types.includes(channel.type)) && world.canView(channel.id))
    .sort((one, other) => one.position - other.position)
    .map((channel) => ({
      value: channel.id,
      label: channel.name,
      description: "",
      icon: () => sign(SIGNS[channel.type] ?? "channel"),
    }));
}

function sorted(choices) {
  return choices.sort((one, other) => one.label.localeCompare(other.label));
}
