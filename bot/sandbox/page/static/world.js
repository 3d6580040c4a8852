// What one member knows: the server, its people and channels, and the messages that they may see.

import { Listeners, compareIds } from "./dom.js";
import { word } from "./language.js";
import { VIEW_CHANNEL, permissionsIn } from "./permissions.js";

export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;
export const COMPONENTS_V2 = 1 << 15;
export const PIN_NOTICE = 6;

const KEPT_A_CHANNEL = 1_000;
const KEPT_GONE = 2_000;
const TEXT_CHANNEL = 0;

// Listeners hear of changes: {kind: "message", message, isNew}, {kind: "gone", id, channelId},
// {kind: "history", channelId}, and {kind: "places"} for all that is not a message.
export class World {
  changes = new Listeners();
  user = null;
  guild = null;
  roles = new Map();
  channels = new Map();
  members = new Map();
  emojis = new Map();
  commandsVersion = 0;
  #messages = new Map();
  #channelOf = new Map();
  #gone = new Set();

  constructor(guildId) {
    this.guildId = guildId;
  }

  receive(event, data) {
    if (data?.guild_id && data.guild_id !== this.guildId) return;
    READERS[event]?.(this, data);
  }

  // What is asked of it.

  name(userId) {
    const member = this.members.get(userId);
    return member ? nameOf(member.user, member) : null;
  }

  channel(channelId) {
    return this.channels.get(channelId) ?? null;
  }

  canView(channelId) {
    const channel = this.channel(channelId);
    return Boolean(channel && permissionsIn(this, channel) & VIEW_CHANNEL);
  }

  textChannels() {
    return [...this.channels.values()]
      .filter((channel) => channel.type === TEXT_CHANNEL && this.canView(channel.id))
      .sort((one, other) => one.position - other.position || compareIds(one.id, other.id));
  }

  message(messageId) {
    return this.#messages.get(this.#channelOf.get(messageId))?.get(messageId) ?? null;
  }

  // The messages of a channel, oldest first.
  messages(channelId) {
    const known = this.#messages.get(channelId);
    return known ? [...known.values()].sort((one, other) => compareIds(one.id, other.id)) : [];
  }

  concerns(message) {
    const worn = this.members.get(this.user.id)?.roles ?? [];
    return (
      message.mention_everyone ||
      (message.mentions ?? []).some((user) => user.id === this.user.id) ||
      (message.mention_roles ?? []).some((role) => worn.includes(role))
    );
  }

  // What is put in.

  keep(message, isNew = false) {
    const known = this.#messages.get(message.channel_id) ?? new Map();
    this.#messages.set(message.channel_id, known);
    known.set(message.id, message);
    this.#channelOf.set(message.id, message.channel_id);
    this.changes.tell({ kind: "message", message, isNew });
    if (isNew && known.size > KEPT_A_CHANNEL) this.forget(this.messages(message.channel_id)[0].id);
  }

  forget(messageId) {
    this.#gone.add(messageId);
    if (this.#gone.size > KEPT_GONE) this.#gone.delete(this.#gone.values().next().value);
    const channelId = this.#channelOf.get(messageId);
    if (!this.#messages.get(channelId)?.delete(messageId)) return;
    this.#channelOf.delete(messageId);
    this.changes.tell({ kind: "gone", id: messageId, channelId });
  }

  // Take in a piece of a channel's history; what is known to be newer, or gone, stays so.
  load(channelId, history) {
    const known = this.#messages.get(channelId) ?? new Map();
    this.#messages.set(channelId, known);
    for (const message of history) {
      const edited = known.get(message.id)?.edited_timestamp ?? "";
      if (this.#gone.has(message.id) || (message.edited_timestamp ?? "") < edited) continue;
      known.set(message.id, message);
      this.#channelOf.set(message.id, channelId);
    }
    this.changes.tell({ kind: "history", channelId });
  }

  drop(messages) {
    for (const { id } of messages) this.forget(id);
  }

  changed() {
    this.changes.tell({ kind: "places" });
  }
}

export function nameOf(user, member) {
  return member?.nick || user?.global_name || user?.username || word("somebody");
}

const READERS = {
  READY(world, data) {
    world.user = data.user;
    const guild = data.guilds.find((it) => it.id === world.guildId);
    if (guild) READERS.GUILD_CREATE(world, guild);
  },

  GUILD_CREATE(world, guild) {
    if (guild.id !== world.guildId) return;
    world.guild = guild;
    world.roles = new Map(guild.roles.map((role) => [role.id, role]));
    world.channels = new Map(guild.channels.map((channel) => [channel.id, channel]));
    world.emojis = new Map(guild.emojis.map((emoji) => [emoji.id, emoji]));
    for (const member of guild.members) world.members.set(member.user.id, member);
    world.commandsVersion += 1;
    world.changed();
  },

  GUILD_MEMBERS_CHUNK(world, chunk) {
    for (const member of chunk.members) world.members.set(member.user.id, member);
    world.changed();
  },

  GUILD_MEMBER_ADD: keepMember,
  GUILD_MEMBER_UPDATE: keepMember,

  GUILD_MEMBER_REMOVE(world, { user }) {
    world.members.delete(user.id);
    world.changed();
  },

  GUILD_ROLE_CREATE: keepRole,
  GUILD_ROLE_UPDATE: keepRole,

  GUILD_ROLE_DELETE(world, { role_id: roleId }) {
    world.roles.delete(roleId);
    world.commandsVersion += 1;
    world.changed();
  },

  GUILD_EMOJIS_UPDATE(world, { emojis }) {
    world.emojis = new Map(emojis.map((emoji) => [emoji.id, emoji]));
    world.changed();
  },

  GUILD_APPLICATION_COMMAND_INDEX_UPDATE(world) {
    world.commandsVersion += 1;
    world.changed();
  },

  CHANNEL_CREATE: keepChannel,
  CHANNEL_UPDATE: keepChannel,

  CHANNEL_DELETE(world, { id }) {
    world.channels.delete(id);
    world.changed();
  },

  MESSAGE_CREATE: (world, message) => world.keep(message, true),

  MESSAGE_UPDATE(world, data) {
    const known = world.message(data.id);
    if (known) world.keep({ ...known, ...data });
  },

  MESSAGE_DELETE: (world, { id }) => world.forget(id),
  MESSAGE_DELETE_BULK: (world, { ids }) => ids.forEach((id) => world.forget(id)),
};

function keepMember(world, member) {
  world.members.set(member.user.id, { ...world.members.get(member.user.id), ...member });
  world.commandsVersion += 1;
  world.changed();
}

function keepRole(world, { role }) {
  world.roles.set(role.id, role);
  // Which commands are listed depends on what one's roles allow.
  world.commandsVersion += 1;
  world.changed();
}

function keepChannel(world, channel) {
  world.channels.set(channel.id, channel);
  world.changed();
}
