// The connection to the bot: server-sent events, read with fetch so that the secret travels in a
// header and stands in no address. It comes back by itself, and notices when it has died silently.

const SILENCE_MS = 15_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const HEALTHY_MS = 5_000;
const PATIENCE_MS = 10_000;
const MOST_CHARACTERS = 1_000_000;

export const TAKEN = "taken";

// The name of this page until it is loaded anew, by which the bot tells a cut connection from a crash.
const PAGE = [...crypto.getRandomValues(new Uint8Array(12))]
  .map((byte) => byte.toString(16).padStart(2, "0"))
  .join("");

class Closed extends Error {}

// How long to wait before the next try: twice as long each time, and never in step with others.
export class Backoff {
  #pauseMs = FIRST_PAUSE_MS;

  next() {
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    return pauseMs * (0.75 + Math.random() / 2);
  }
}

export class Stream {
  #secret;
  #path;
  #hear;
  #lastId = "";
  #control = null;

  // `path`: where to listen. Without a secret, what the browser holds lets this page in.
  constructor(path, secret, hear) {
    this.#path = path;
    this.#secret = secret;
    this.#hear = hear;
  }

  get #headers() {
    return this.#secret ? { Authorization: `Bearer ${this.#secret}` } : {};
  }

  // Listens for good; returns once the secret opens nothing any more.
  async listen() {
    let backoff = new Backoff();
    for (;;) {
      const since = performance.now();
      const path = this.#path;
      try {
        await this.#connect();
      } catch (error) {
        if (error instanceof Closed) {
          this.#hear("closed", {});
          return;
        }
      }
      if (path !== this.#path) continue;
      this.#hear("lost", {});
      if (performance.now() - since > HEALTHY_MS) backoff = new Backoff();
      await pause(backoff.next());
    }
  }

  // Listens elsewhere from now on, to all that there is; false where it listens there already.
  turn(path) {
    if (path === this.#path) return false;
    this.#path = path;
    this.#lastId = "";
    this.#control?.abort();
    return true;
  }

  async #connect() {
    const control = (this.#control = new AbortController());
    const giveUp = () => control.abort();
    let watch = setTimeout(giveUp, SILENCE_MS);
    try {
      const response = await fetch(this.#path, {
        headers: { ...this.#headers, "Last-Event-ID": this.#lastId, "Overlay-Page": PAGE },
        cache: "no-store",
        signal: control.signal,
      });
      if (response.status === 401 || this.#isOver(response)) throw new Closed();
      if (!response.ok) return;
      this.#hear("connected", {});
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        clearTimeout(watch);
        watch = setTimeout(giveUp, SILENCE_MS);
        const events = (rest + value).split("\n\n");
        rest = events.pop();
        if (rest.length > MOST_CHARACTERS) return;
        for (const event of events) this.#dispatch(event);
      }
    } finally {
      clearTimeout(watch);
      control.abort();
    }
  }

  // Whoever came without a secret, and is not let in any more, is led to the door or finds nothing.
  #isOver(response) {
    return !this.#secret && (response.redirected || response.status === 404);
  }

  #dispatch(text) {
    const fields = {};
    for (const line of text.split("\n")) {
      const colon = line.indexOf(": ");
      fields[line.slice(0, colon)] = line.slice(colon + 2);
    }
    if (fields.event === "closed") throw new Closed();
    if (fields.event !== "hello" && fields.id) this.#lastId = fields.id;
    if (fields.event !== "beat") this.#hear(fields.event, JSON.parse(fields.data));
  }

  // TAKEN when the bot has taken our word that an alert is done; else it is to be said again.
  async report({ kind, first, through }) {
    const control = new AbortController();
    const watch = setTimeout(() => control.abort(), PATIENCE_MS);
    try {
      const response = await fetch("/overlay/finished", {
        method: "POST",
        headers: { ...this.#headers, "Content-Type": "application/json" },
        body: JSON.stringify({ kind, first, through }),
        cache: "no-store",
        signal: control.signal,
      });
      return response.ok ? TAKEN : "";
    } catch {
      return "";
    } finally {
      clearTimeout(watch);
    }
  }
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
