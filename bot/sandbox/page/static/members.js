// Who one is: the cast to choose from, and who of them has something new to read.

import { element } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { word } from "./language.js";
import { drawAvatar } from "./media.js";
import { Select } from "./select.js";
import { STRING } from "./choices.js";
import { stage } from "./stage.js";
import { World } from "./world.js";

const VIEWERS = 2;
const MOST_CHOICES = 25;

export class Members {
  #holder;
  #more;
  #cast;

  constructor({ holder, more }) {
    this.#holder = holder;
    this.#more = more;
    this.#cast = castOf(stage.place);
    stage.changes.add((what) => {
      if (what !== "channel") this.#draw();
      if (what === "language") this.#drawMore();
    });
  }

  // Whoever the page opens as: who was last, in this tab, or the first of the cast.
  begin() {
    const last = sessionStorage.getItem("member");
    const isThere = stage.place.members.some((member) => member.id === last);
    this.#be(isThere ? last : this.#cast[0].id);
    this.#drawMore();
  }

  #be(memberId) {
    if (!this.#cast.some((member) => member.id === memberId)) {
      this.#cast.push(stage.place.members.find((member) => member.id === memberId));
      this.#drawMore();
    }
    sessionStorage.setItem("member", memberId);
    stage.be(memberId);
  }

  #draw() {
    const focused = document.activeElement?.dataset?.cast;
    this.#holder.replaceChildren(...this.#cast.map((member) => this.#drawMember(member)));
    if (focused) this.#holder.querySelector(`[data-cast="${CSS.escape(focused)}"]`)?.focus();
  }

  #drawMember(member) {
    const isActing = stage.session?.member.id === member.id;
    const waiting = isActing ? 0 : waitingFor(stage.sessionOf(member.id));
    return element(
      "button",
      {
        type: "button",
        class: "member",
        "aria-pressed": isActing ? "true" : "false",
        "data-cast": member.id,
        onclick: () => this.#be(member.id),
      },
      drawAvatar(member),
      element("span", { class: "who" }, element("strong", { dir: "auto" }, withEmoji(member.name)), element("small", {}, partOf(member, stage.place))),
      waiting > 0 && element("span", { class: "badge", "aria-label": word("new_for", { count: waiting, name: member.name }) }, waiting),
    );
  }

  #drawMore() {
    const others = stage.place.members.filter((member) => !this.#cast.includes(member));
    const select = new Select(
      {
        type: STRING,
        placeholder: word("somebody_else"),
        options: others.slice(0, MOST_CHOICES).map((member) => ({
          value: member.id,
          label: member.name,
          description: partOf(member, stage.place),
        })),
      },
      new World(stage.place.guild.id),
      { onChange: ([memberId]) => memberId && this.#be(memberId), label: word("be_somebody_else") },
    );
    this.#more.replaceChildren(...(others.length ? [select.element] : []));
  }
}

// What a member is here: the owner, the highest role that they wear, or somebody who watches.
export function partOf(member, place) {
  if (member.id === place.guild.owner_id) return word("owner");
  const role = place.roles.findLast((it) => member.roles.includes(it.id));
  return role?.name ?? word("viewer");
}

// Two viewers and one of every role: enough for a show.
function castOf(place) {
  const people = place.members.filter((member) => member.id !== place.guild.owner_id);
  const viewers = people.filter((member) => !member.roles.length).slice(0, VIEWERS);
  const wearers = place.roles
    .map((role) => people.find((member) => member.roles.includes(role.id)))
    .filter(Boolean);
  return [...new Set([...viewers, ...wearers])];
}

function waitingFor(session) {
  if (!session) return 0;
  const counts = [...session.world.channels.keys()].map((id) => session.unread(id).concerning);
  return counts.reduce((sum, count) => sum + count, 0);
}
