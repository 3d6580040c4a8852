// Everybody whom one can be: who acts now, in which channel, and the sessions of those who were.

import { Listeners } from "./dom.js";
import { Session } from "./session.js";

class Stage {
  // Hears "member" when somebody else acts now, "channel" when it happens elsewhere, and "news"
  // when anybody's session has changed.
  changes = new Listeners();
  place = null;
  session = null;
  channelId = null;
  #sessions = new Map();
  #openModal = null;

  // `openModal` shows a modal that somebody who acts was given.
  begin(place, openModal) {
    this.place = place;
    this.#openModal = openModal;
  }

  sessions() {
    return [...this.#sessions.values()];
  }

  sessionOf(memberId) {
    return this.#sessions.get(memberId) ?? null;
  }

  // Act as this member from now on. A session stays open, so that what is private waits in it.
  be(memberId) {
    let session = this.#sessions.get(memberId);
    if (!session) {
      const member = this.place.members.find((it) => it.id === memberId);
      session = new Session({ place: this.place, member, onModal: this.#modal });
      this.#sessions.set(memberId, session);
      session.changes.add(() => this.changes.tell("news", session));
      session.world.changes.add(() => this.changes.tell("news", session));
    }
    if (session === this.session) return;
    this.session = session;
    if (session.isReady) this.#settle();
    this.changes.tell("member", session);
    if (!session.isReady) session.ready().then(() => this.session === session && this.#arrive());
  }

  go(channelId) {
    if (channelId === this.channelId || !this.session?.world.canView(channelId)) return;
    this.channelId = channelId;
    this.changes.tell("channel", this.session);
  }

  // A modal that comes after its member has left the stage would be filled in by somebody else.
  #modal = (modal, session) => {
    if (session === this.session) this.#openModal(modal);
  };

  #arrive() {
    this.#settle();
    this.changes.tell("channel", this.session);
  }

  // Stay in the channel where this member sees it; else go where there was talk last.
  #settle() {
    const { world } = this.session;
    if (this.channelId && world.canView(this.channelId)) return;
    const channels = world.textChannels();
    const wanted = decodeURIComponent(location.hash.slice(1));
    const lively = [...channels].sort((one, other) =>
      (other.last_message_id ?? "").localeCompare(one.last_message_id ?? ""),
    );
    const chosen = channels.find((channel) => channel.name === wanted) ?? lively[0];
    this.channelId = chosen?.id ?? null;
  }
}

export const stage = new Stage();
