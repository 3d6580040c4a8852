// What one member has asked of a bot and how it fares: each waits under its nonce for an end.

import { word } from "./language.js";

const DISCORD_EPOCH_MS = 1_420_070_400_000n;
const COMMAND = 2;
// The server says within three seconds that nobody answered; this is for when it cannot say so.
const PATIENCE_MS = 20_000;
const MOST_SOURCES = 100;

let order = BigInt(Math.floor(Math.random() * 2 ** 20));

// Nonces are snowflakes, as Discord's clients make them; two tabs must not make the same one.
function newNonce() {
  order += 1n;
  return String(((BigInt(Date.now()) - DISCORD_EPOCH_MS) << 22n) + (order & 0x3fffffn));
}

// An outcome is {state: "answered" | "failed" | "refused" | "modal" | "choices", reason, choices}.
export class Interactions {
  #waiting = new Map();
  // The message from which each of the latest was asked, for a form that may come of it.
  #sources = new Map();
  #rest;
  #onModal;
  #onPending;

  // `onModal` gets the modals that open; `onPending` hears when the list of commands changes that
  // were sent and have no message yet: {nonce, kind, name, channelId, state, reason}.
  constructor({ rest, onModal, onPending }) {
    this.#rest = rest;
    this.#onModal = onModal;
    this.#onPending = onPending;
    this.pending = new Map();
  }

  // Send an interaction; the promise ends with its outcome, and never with an error.
  async send(payload, { name = "", files = [] } = {}) {
    const nonce = newNonce();
    const entry = { nonce, kind: payload.type, name, channelId: payload.channel_id, source: payload };
    const ended = new Promise((resolve) => {
      entry.timer = setTimeout(() => this.#end(nonce, failed()), PATIENCE_MS);
      entry.resolve = resolve;
    });
    this.#waiting.set(nonce, entry);
    this.#sources.set(nonce, payload.message_id ?? null);
    if (this.#sources.size > MOST_SOURCES) this.#sources.delete(this.#sources.keys().next().value);
    if (entry.kind === COMMAND) this.#pend({ ...entry, state: "sending" });
    try {
      await this.#rest.post("/interactions", { nonce, ...payload }, files);
    } catch (refused) {
      this.#end(nonce, { state: "refused", reason: refused.message });
    }
    return ended;
  }

  receive(event, data) {
    if (event === "MESSAGE_CREATE") return this.#arrived(data.nonce);
    if (event === "INTERACTION_MODAL_CREATE") return this.#opened(data);
    const entry = this.#waiting.get(data?.nonce);
    if (!entry) return;
    switch (event) {
      case "INTERACTION_SUCCESS":
        return this.#end(entry.nonce, { state: "answered" });
      case "INTERACTION_FAILURE":
        return this.#end(entry.nonce, failed());
      case "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE":
        return this.#end(entry.nonce, { state: "choices", choices: data.choices ?? [] });
    }
  }

  // A form opens; that the bot has answered may have been told before.
  #opened(modal) {
    const source = this.#sources.get(modal.nonce);
    if (source === undefined) return;
    this.#sources.delete(modal.nonce);
    this.#end(modal.nonce, { state: "modal" });
    this.#arrived(modal.nonce);
    this.#onModal({ ...modal, source });
  }

  // Put away a command that failed, once its sender has read that.
  dismiss(nonce) {
    if (this.pending.delete(nonce)) this.#onPending();
  }

  #end(nonce, outcome) {
    const entry = this.#waiting.get(nonce);
    if (!entry) return;
    this.#waiting.delete(nonce);
    clearTimeout(entry.timer);
    const pending = this.pending.get(nonce);
    if (pending && (outcome.state === "failed" || outcome.state === "refused")) {
      this.#pend({ ...pending, ...outcome });
    }
    entry.resolve(outcome);
  }

  #pend(entry) {
    this.pending.set(entry.nonce, entry);
    this.#onPending();
  }

  #arrived(nonce) {
    if (nonce && this.pending.delete(nonce)) this.#onPending();
  }
}

function failed() {
  return { state: "failed", reason: word("no_response") };
}
