// One member, signed in: their connection, what they know, and what they have asked for.

import { Gateway } from "./gateway.js";
import { Interactions } from "./interactions.js";
import { Listeners, compareIds } from "./dom.js";
import { tell } from "./notice.js";
import { Rest } from "./rest.js";
import { EPHEMERAL, World } from "./world.js";

const MEMBERS = 8;
const HISTORY = 50;

export class Session {
  // Hears of a state of the connection, and of commands that wait.
  changes = new Listeners();
  // The newest message that was looked at, by channel.
  #read = new Map();
  #loaded = new Set();
  #complete = new Set();
  // Ends when Discord knows which language this member reads.
  #spoken = null;

  constructor({ place, member, onModal }) {
    this.place = place;
    this.member = member;
    // A client is set to a language by its user, and until then to that of its machine.
    this.locale = sessionStorage.getItem(`language ${member.id}`) ?? place.locale;
    this.world = new World(place.guild.id);
    this.rest = new Rest({ api: place.api, token: member.token });
    this.interactions = new Interactions({
      rest: this.rest,
      onModal: (modal) => onModal(modal, this),
      onPending: () => this.changes.tell("pending"),
    });
    this.gateway = new Gateway({
      url: place.gateway,
      token: member.token,
      onEvent: (event, data) => this.#receive(event, data),
      onState: () => this.changes.tell("state"),
    });
    this.gateway.open();
  }

  get isReady() {
    return this.gateway.state === "ready";
  }

  // Ends when this member is signed in.
  ready() {
    if (this.isReady) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.changes.add(() => this.isReady && (stop(), resolve()));
    });
  }

  // Send an interaction, with what all of them carry filled in.
  async act(type, data, { channelId, message, name, files } = {}) {
    await this.ready();
    await this.#spoken;
    const payload = {
      type,
      application_id: this.place.application_id,
      guild_id: this.place.guild.id,
      channel_id: channelId ?? message?.channel_id,
      session_id: this.gateway.sessionId,
      data,
    };
    if (message) Object.assign(payload, { message_id: message.id, message_flags: message.flags });
    return this.interactions.send(payload, { name, files });
  }

  // Load a channel's newest messages, the first time it is looked at.
  async open(channelId) {
    if (this.#loaded.has(channelId)) return;
    this.#loaded.add(channelId);
    try {
      await this.#load(channelId);
    } catch (error) {
      this.#loaded.delete(channelId);
      throw error;
    }
  }

  isOpen(channelId) {
    return this.#loaded.has(channelId);
  }

  // Load what comes before the oldest known message; whether there may be yet more.
  async loadOlder(channelId) {
    if (this.#complete.has(channelId)) return false;
    const oldest = this.world.messages(channelId)[0]?.id;
    if (!oldest) return false;
    const path = `/channels/${channelId}/messages?limit=${HISTORY}&before=${oldest}`;
    const found = await this.rest.get(path);
    if (found.length < HISTORY) this.#complete.add(channelId);
    this.world.load(channelId, found);
    return found.length === HISTORY;
  }

  isComplete(channelId) {
    return this.#complete.has(channelId);
  }

  // Up to which message a channel was read; the ones after it are new.
  readUpTo(channelId) {
    return this.#read.get(channelId) ?? null;
  }

  markRead(channelId) {
    const newest = this.world.messages(channelId).at(-1)?.id;
    if (!newest || newest === this.#read.get(channelId)) return;
    this.#read.set(channelId, newest);
    this.changes.tell("read");
  }

  // How much is new in a channel, and how much of that calls this member.
  unread(channelId) {
    const read = this.#read.get(channelId) ?? "";
    const unseen = this.world
      .messages(channelId)
      .filter(({ id, author }) => compareIds(id, read) > 0 && author.id !== this.member.id);
    const concerning = unseen.filter((message) => this.world.concerns(message) || message.flags & EPHEMERAL);
    return { count: unseen.length, concerning: concerning.length };
  }

  async #load(channelId) {
    const before = this.world.messages(channelId);
    const history = await this.rest.get(`/channels/${channelId}/messages?limit=${HISTORY}`);
    const isWhole = history.length < HISTORY;
    if (isWhole) this.#complete.add(channelId);
    this.world.drop(absent(before, history, isWhole));
    this.world.load(channelId, history);
  }

  #receive(event, data) {
    if (event === "READY") this.#introduced(data);
    if (event === "READY") this.#tellLanguage(data.user);
    this.world.receive(event, data);
    this.interactions.receive(event, data);
  }

  // Speak one of Discord's languages from now on; what is drawn next is drawn in it.
  speak(locale) {
    this.locale = locale;
    sessionStorage.setItem(`language ${this.member.id}`, locale);
    if (this.world.user) this.#tellLanguage(this.world.user);
    // What commands are called goes by the language.
    this.world.commandsVersion += 1;
    this.world.changed();
  }

  // Bots answer in the language of whoever asks.
  #tellLanguage(user) {
    const { locale } = this;
    if (!locale || user.locale === locale) return;
    user.locale = locale;
    this.#spoken = this.rest.patch("/users/@me/settings", { locale }).catch(({ message }) => tell(message));
  }

  #introduced(data) {
    // Everything up to now counts as read: who has just come has missed nothing.
    const guild = data.guilds.find((it) => it.id === this.place.guild.id);
    for (const channel of guild?.channels ?? []) {
      const isFirst = !this.#read.has(channel.id);
      if (isFirst && channel.last_message_id) this.#read.set(channel.id, channel.last_message_id);
    }
    // A client sees everybody's name, but READY lists only few; asked for are all of them.
    this.gateway.send(MEMBERS, { guild_id: this.place.guild.id, query: "", limit: 0 });
    // A new session has heard nothing of what came between it and the one before.
    for (const channelId of this.#loaded) this.#load(channelId).catch(() => {});
  }
}

// What was known before a channel's newest messages were asked for, and is not among them, was
// deleted meanwhile; `isWhole` says that these go back to the beginning. Private messages are in
// no history.
function absent(before, history, isWhole) {
  const present = new Set(history.map((message) => message.id));
  const oldest = isWhole ? "" : history.at(-1).id;
  return before.filter(
    ({ id, flags }) => !(flags & EPHEMERAL) && compareIds(id, oldest) >= 0 && !present.has(id),
  );
}
