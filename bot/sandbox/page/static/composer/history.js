// The commands that each member has sent from this page, for whoever wants to send one again.

const MOST = 50;
const sent = new Map();

// One member's place in what they sent; it begins behind the newest.
export class History {
  #entries;
  #place;

  constructor(memberId) {
    if (!sent.has(memberId)) sent.set(memberId, []);
    this.#entries = sent.get(memberId);
    this.leave();
  }

  // Keep a command: {name, entries}, where entries go by option name.
  keep(command) {
    this.#entries.push(command);
    if (this.#entries.length > MOST) this.#entries.shift();
    this.leave();
  }

  // What was sent before (-1) or after (1) where one is; null behind the newest.
  go(step) {
    this.#place = Math.min(this.#entries.length, Math.max(0, this.#place + step));
    return this.#entries[this.#place] ?? null;
  }

  leave() {
    this.#place = this.#entries.length;
  }
}
