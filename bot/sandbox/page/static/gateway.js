// One member's end of the user gateway: identify, heartbeats, resume, and events in their order.

const DISPATCH = 0;
const HEARTBEAT = 1;
const IDENTIFY = 2;
const RESUME = 6;
const RECONNECT = 7;
const INVALID_SESSION = 9;
const HELLO = 10;
const HEARTBEAT_ACK = 11;

// After these a client must not come back, such as 4004 for a wrong token:
// https://discord.com/developers/docs/topics/opcodes-and-status-codes
const FINAL_CODES = new Set([4004, 4010, 4011, 4012, 4013, 4014]);
// With 1000 a client gives its session up; with this one it can be resumed.
const COMING_BACK = 4000;

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;

export class Gateway {
  #url;
  #token;
  #onEvent;
  #onState;
  #socket = null;
  #sequence = null;
  #heart = null;
  #answered = true;
  #attempts = 0;
  #timer = null;
  sessionId = null;
  state = "closed";

  // `onState` hears "connecting", "ready" and "lost"; the last one is for good.
  constructor({ url, token, onEvent, onState }) {
    this.#url = url;
    this.#token = token;
    this.#onEvent = onEvent;
    this.#onState = onState;
    window.addEventListener("online", () => this.#hurry());
  }

  open() {
    this.#timer = null;
    this.#say("connecting");
    // READY names an address to resume at. It is the same server, but perhaps under a name that
    // is not this page's, so that the first address serves for good.
    const socket = new WebSocket(`${this.#url}?v=9&encoding=json`);
    this.#socket = socket;
    socket.addEventListener("message", (message) => {
      if (socket === this.#socket) this.#receive(JSON.parse(message.data));
    });
    socket.addEventListener("close", (closed) => {
      if (socket === this.#socket) this.#lost(closed.code);
    });
  }

  // Ask the gateway for something, such as the members of a guild (8).
  send(operation, data) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify({ op: operation, d: data }));
    }
  }

  #say(state) {
    this.state = state;
    this.#onState(state);
  }

  #receive(frame) {
    switch (frame.op) {
      case DISPATCH:
        this.#dispatch(frame);
        break;
      case HELLO:
        this.#greet();
        this.#beat(frame.d.heartbeat_interval);
        break;
      case HEARTBEAT:
        this.send(HEARTBEAT, this.#sequence);
        break;
      case HEARTBEAT_ACK:
        this.#answered = true;
        break;
      case RECONNECT:
        this.#drop();
        break;
      case INVALID_SESSION:
        if (!frame.d) this.sessionId = this.#sequence = null;
        this.#drop();
        break;
    }
  }

  #dispatch(frame) {
    this.#sequence = frame.s;
    if (frame.t === "READY") this.sessionId = frame.d.session_id;
    if (frame.t === "READY" || frame.t === "RESUMED") this.#attempts = 0;
    this.#onEvent(frame.t, frame.d);
    if (frame.t === "READY" || frame.t === "RESUMED") this.#say("ready");
  }

  #greet() {
    if (this.sessionId !== null) {
      this.send(RESUME, { token: this.#token, session_id: this.sessionId, seq: this.#sequence });
      return;
    }
    this.send(IDENTIFY, {
      token: this.#token,
      capabilities: 0,
      properties: { os: "Linux", browser: "Ovation sandbox", device: "" },
      presence: { status: "online", since: 0, activities: [], afk: false },
      compress: false,
      client_state: { guild_versions: {} },
    });
  }

  #beat(intervalMs) {
    clearInterval(this.#heart);
    this.#answered = true;
    this.#heart = setInterval(() => {
      // A connection that no longer answers is dead, though nobody has closed it.
      if (!this.#answered) return this.#drop();
      this.#answered = false;
      this.send(HEARTBEAT, this.#sequence);
    }, intervalMs);
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(COMING_BACK);
    this.#lost(COMING_BACK);
  }

  #lost(code) {
    clearInterval(this.#heart);
    this.#socket = null;
    if (FINAL_CODES.has(code)) return this.#say("lost");
    this.#say("connecting");
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#timer = setTimeout(() => this.open(), wait * (0.5 + Math.random() / 2));
  }

  #hurry() {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.open();
  }
}
