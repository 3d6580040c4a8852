// A channel as it is read: in order, changed in place, and still while one reads.

import { compareIds, element, sign } from "./dom.js";
import { spokenLanguage, word } from "./language.js";
import { authorName, drawMessage, wordsOf } from "./message.js";
import { dayOf } from "./moments.js";
import { announce, tell } from "./notice.js";
import { EPHEMERAL, PIN_NOTICE } from "./world.js";

const TOGETHER_MS = 7 * 60_000;
const NEAR_END_PIXELS = 48;
const NEAR_START_PIXELS = 300;
// A reply mostly comes sooner than this; only then is there anything to see of the waiting.
const PATIENCE_MS = 250;
const HEARD = 300;

export class Timeline {
  #scroller;
  #list;
  #pill;
  #session = null;
  #channelId = null;
  #rows = new Map();
  #epoch = 0;
  #isAtEnd = true;
  #lastTop = 0;
  #isWaiting = false;
  #isLoading = false;
  #readBefore = null;
  #unseen = 0;
  #sought = null;
  #stops = [];

  constructor({ scroller, list, pill }) {
    this.#scroller = scroller;
    this.#list = list;
    this.#pill = pill;
    pill.addEventListener("click", () => this.toEnd());
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    list.addEventListener("popupclosed", () => this.#later());
    document.addEventListener("visibilitychange", () => this.#seen());
    // Pictures come late and the composer grows: who reads the end goes on reading the end.
    const observer = new ResizeObserver(() => this.#isAtEnd && this.#jumpToEnd());
    observer.observe(list);
    observer.observe(scroller);
  }

  // Show a channel to a member; null shows nothing, while they are signing in.
  async show(session, channelId) {
    if (session === this.#session && channelId === this.#channelId) return;
    this.#stops.forEach((stop) => stop());
    this.#session = session;
    this.#channelId = channelId;
    this.#readBefore = session.readUpTo(channelId);
    this.#isAtEnd = true;
    this.#unseen = 0;
    this.#rows.clear();
    this.#list.replaceChildren();
    if (!channelId) return;
    this.#stops = [
      session.world.changes.add((change) => this.#changed(change)),
      session.changes.add((what) => what === "pending" && this.#later()),
    ];
    this.#draw();
    try {
      await session.open(channelId);
    } catch (refused) {
      tell(refused.message);
    }
    this.#find();
  }

  // Bring a message into view as soon as the channel that is shown next is there.
  seek(messageId) {
    this.#sought = messageId ?? null;
  }

  #find() {
    const sought = this.#sought;
    this.#sought = null;
    if (!sought) return;
    this.#draw();
    this.jump(sought, "instant");
  }

  toEnd() {
    this.#isAtEnd = true;
    this.#jumpToEnd();
    this.#seen();
  }

  // Bring a message into view, if it is here; what came long before is loaded up to it.
  async jump(messageId, behavior = "smooth") {
    // What is drawn while one glides there would stop that half-way.
    if (await this.#reach(messageId)) behavior = "instant";
    const row = this.#rows.get(messageId)?.node;
    if (!row) return tell(word("further_up"));
    this.#isAtEnd = false;
    row.scrollIntoView({ block: "center", behavior });
    this.#scrolled();
    row.classList.remove("found");
    requestAnimationFrame(() => row.classList.add("found"));
  }

  // Load what came before, up to a message; whether there was anything to load.
  async #reach(messageId) {
    const session = this.#session;
    const channelId = this.#channelId;
    const isShown = () => this.#session === session && this.#channelId === channelId;
    const isEarlier = () => compareIds(messageId, session.world.messages(channelId)[0]?.id ?? "") < 0;
    try {
      while (isShown() && isEarlier() && (await session.loadOlder(channelId)));
    } catch (refused) {
      tell(refused.message);
    }
    const isNews = isShown() && !this.#rows.has(messageId);
    if (isNews) this.#draw();
    return isNews;
  }

  #changed(change) {
    if (change.kind === "places") this.#epoch += 1;
    const channelId = change.message?.channel_id ?? change.channelId ?? this.#channelId;
    if (channelId !== this.#channelId) return;
    if (change.isNew) this.#arrived(change.message);
    this.#later();
  }

  #arrived(message) {
    const { world } = this.#session;
    const words = [...wordsOf(message, world)].slice(0, HEARD).join("");
    if (words) announce(`${authorName(message, world)}: ${words}`);
    // What one has caused oneself is what one wants to see.
    const cause = message.interaction_metadata?.user.id ?? message.author.id;
    if (cause === world.user.id) this.#isAtEnd = true;
    if (!this.#isAtEnd) this.#unseen += 1;
    // What comes before one's eyes is read at once, and nothing that was missed.
    else if (document.visibilityState === "visible" && !this.#rows.has("new")) this.#readBefore = message.id;
  }

  #later() {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    const draw = () => {
      if (!this.#isWaiting) return;
      this.#isWaiting = false;
      this.#draw();
    };
    // A page in the background is drawn too, but is given no frames.
    requestAnimationFrame(draw);
    setTimeout(draw, 200);
  }

  #draw() {
    const anchor = this.#isAtEnd ? null : this.#anchor();
    const focused = this.#focused();
    const rows = this.#rowsNow();
    const kept = new Map();
    let next = this.#list.firstElementChild;
    for (const row of rows) {
      const node = this.#nodeFor(row);
      kept.set(row.key, { node, version: row.version });
      if (node === next) next = next.nextElementSibling;
      else this.#list.insertBefore(node, next);
    }
    this.#rows = kept;
    const nodes = new Set([...kept.values()].map(({ node }) => node));
    for (const node of [...this.#list.children]) if (!nodes.has(node)) node.remove();
    if (focused) this.#refocus(focused);
    if (this.#isAtEnd) this.#jumpToEnd();
    else this.#hold(anchor);
    this.#seen();
    this.#fill();
  }

  #nodeFor(row) {
    const known = this.#rows.get(row.key);
    if (!known) return row.draw();
    const isSame = known.version.every((part, index) => part === row.version[index]);
    if (isSame) return known.node;
    // Who is choosing in a select goes on choosing; what has changed is shown after that.
    if (known.node.querySelector("[data-open]")) {
      row.version = known.version;
      return known.node;
    }
    const drawn = row.draw();
    for (const hidden of known.node.querySelectorAll(".revealed")) {
      const at = [...known.node.querySelectorAll(".spoiler")].indexOf(hidden);
      drawn.querySelectorAll(".spoiler")[at]?.click();
    }
    return drawn;
  }

  #rowsNow() {
    const { world, interactions } = this.#session;
    const rows = [this.#startRow()];
    let before = null;
    let today = null;
    let isNewShown = false;
    for (const message of world.messages(this.#channelId)) {
      const day = new Date(message.timestamp).toDateString();
      if (day !== today) {
        rows.push(this.#dayRow(message, day));
        [before, today] = [null, day];
      }
      if (!isNewShown && this.#isUnread(message)) {
        isNewShown = true;
        before = null;
        rows.push({ key: "new", version: [spokenLanguage()], draw: () => element("li", { class: "divider new" }, element("span", {}, word("new"))) });
      }
      const isCompact = goesOn(before, message);
      const draw = () => drawMessage(message, world, { isCompact });
      rows.push({ key: message.id, version: [message, isCompact, this.#epoch], draw });
      before = message;
    }
    for (const entry of interactions.pending.values()) {
      if (entry.channelId !== this.#channelId) continue;
      const age = Date.now() - (entry.since ??= Date.now());
      if (entry.state === "sending" && age < PATIENCE_MS) setTimeout(() => this.#later(), PATIENCE_MS);
      else rows.push({ key: entry.nonce, version: [entry.state, spokenLanguage()], draw: () => this.#drawPending(entry) });
    }
    return rows;
  }

  #isUnread(message) {
    return (
      this.#readBefore !== null &&
      message.author.id !== this.#session.member.id &&
      (message.id.length > this.#readBefore.length || message.id > this.#readBefore)
    );
  }

  #startRow() {
    const isComplete = this.#session.isComplete(this.#channelId);
    const isLoaded = this.#session.isOpen(this.#channelId);
    const name = this.#session.world.channel(this.#channelId)?.name ?? "";
    const draw = () => {
      if (!isComplete) return element("li", { class: "start loading" }, isLoaded ? "" : word("loading"));
      return element(
        "li",
        { class: "start" },
        element("span", { class: "start-sign" }, sign("channel")),
        element("h2", {}, word("welcome", { channel: name })),
        element("p", {}, word("beginning")),
      );
    };
    return { key: "start", version: [isComplete, isLoaded, name, spokenLanguage()], draw };
  }

  #dayRow(message, day) {
    const shown = dayOf(message.timestamp, this.#session.world.user?.locale);
    const draw = () => element("li", { class: "divider" }, element("span", {}, shown));
    return { key: `day ${day}`, version: [shown], draw };
  }

  #drawPending(entry) {
    const isSending = entry.state === "sending";
    const dismiss = () => this.#session.interactions.dismiss(entry.nonce);
    return element(
      "li",
      { class: `pending ${isSending ? "" : "failure"}` },
      isSending ? word("sending", { name: entry.name }) : `${entry.name}: ${entry.reason}`,
      !isSending && [" · ", element("button", { type: "button", class: "inline", onclick: dismiss }, word("dismiss"))],
    );
  }

  // Which row stands at the top of what is seen, and where: there it stays.
  #anchor() {
    const { top } = this.#scroller.getBoundingClientRect();
    for (const [key, { node }] of this.#rows) {
      if (key === "start") continue;
      const box = node.getBoundingClientRect();
      if (box.bottom > top) return { key, top: box.top };
    }
    return null;
  }

  #hold(anchor) {
    const node = this.#rows.get(anchor?.key)?.node;
    if (node) this.#scroller.scrollTop += node.getBoundingClientRect().top - anchor.top;
  }

  #focused() {
    const active = document.activeElement;
    const row = active?.closest?.("[data-message]");
    if (!row || !this.#list.contains(row)) return null;
    const kind = ["control", "member", "menu", "jump"].find((name) => active.dataset[name]);
    return { active, id: row.dataset.message, kind, value: kind && active.dataset[kind] };
  }

  #refocus({ active, id, kind, value }) {
    if (active.isConnected || !kind) return;
    const row = this.#rows.get(id)?.node;
    const same = [...(row?.querySelectorAll(`[data-${kind}]`) ?? [])].find((it) => it.dataset[kind] === value);
    same?.focus({ preventScroll: true });
  }

  #jumpToEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#lastTop = this.#scroller.scrollTop;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    // Only who scrolls up leaves the end; that it moves away by itself is followed.
    if (scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS) this.#isAtEnd = true;
    else if (scrollTop < this.#lastTop - 1) this.#isAtEnd = false;
    this.#lastTop = scrollTop;
    this.#seen();
    this.#fill();
  }

  #seen() {
    if (!this.#session || !this.#channelId) return;
    if (this.#isAtEnd && document.visibilityState === "visible") {
      this.#unseen = 0;
      this.#session.markRead(this.#channelId);
    }
    this.#pill.hidden = this.#isAtEnd;
    const many = word("new_messages", { count: this.#unseen });
    this.#pill.replaceChildren(this.#unseen ? many : word("to_newest"), sign("down"));
  }

  // Load what came before, while one reads near the start.
  async #fill() {
    const session = this.#session;
    const channelId = this.#channelId;
    if (this.#isLoading || !session?.isOpen(channelId) || session.isComplete(channelId)) return;
    if (this.#scroller.scrollTop > NEAR_START_PIXELS || !session.world.messages(channelId).length) return;
    this.#isLoading = true;
    try {
      await session.loadOlder(channelId);
    } catch (refused) {
      tell(refused.message);
    } finally {
      this.#isLoading = false;
    }
  }
}

// Whether a message goes on what its author said just before.
function goesOn(before, message) {
  return Boolean(
    before &&
      before.author.id === message.author.id &&
      before.type !== PIN_NOTICE &&
      message.type === 0 &&
      (before.flags & EPHEMERAL) === (message.flags & EPHEMERAL) &&
      Date.parse(message.timestamp) - Date.parse(before.timestamp) < TOGETHER_MS,
  );
}
