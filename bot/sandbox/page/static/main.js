// Wires the page together: who acts, where, what is seen of it, and the overlay beside it.

import { openComposer } from "./composer/composer.js";
import { keepChannels } from "./channels.js";
import { sign } from "./dom.js";
import { loadEmoji } from "./emoji.js";
import { dress, speak, word } from "./language.js";
import { keepLanguages } from "./languages.js";
import { drawAvatar } from "./media.js";
import { Members } from "./members.js";
import { openMemberMenu, openMessageMenu } from "./menu.js";
import { openModal } from "./modal.js";
import { keepTime } from "./moments.js";
import { tell } from "./notice.js";
import { openPins } from "./pins.js";
import { stage } from "./stage.js";
import { Timeline } from "./timeline.js";

const page = {
  body: document.body,
  guild: document.querySelector("#guild"),
  title: document.querySelector("#title"),
  topic: document.querySelector("#topic"),
  state: document.querySelector("#state"),
  list: document.querySelector("#messages"),
  scroller: document.querySelector("#scroller"),
  pill: document.querySelector("#pill"),
  pins: document.querySelector("#pins"),
  places: document.querySelector("#places"),
  placesToggle: document.querySelector("#places-toggle"),
  overlay: document.querySelector("#overlay"),
  overlayToggle: document.querySelector("#overlay-toggle"),
};

async function begin() {
  const [answer] = await Promise.all([fetch("/page/world.json"), loadEmoji()]);
  stage.begin(await answer.json(), openModal);
  speak(stage.place.locale);
  dress(document);
  page.guild.textContent = stage.place.guild.name;
  // Whoever draws something on the same news finds the language as it is then.
  stage.changes.add((what, session) => session === stage.session && learn(session));
  const timeline = new Timeline({ scroller: page.scroller, list: page.list, pill: page.pill });
  const members = new Members({
    holder: document.querySelector("#cast"),
    more: document.querySelector("#more"),
  });
  keepChannels(document.querySelector("#channels"));
  keepLanguages(document.querySelector("#language"));
  keepTime(stage.place.now);
  stage.changes.add((what, session) => follow(what, session, timeline));
  // Also in dialogues and in what is pinned, which stand outside of the list.
  document.addEventListener("click", (event) => clicked(event, timeline));
  page.pins.addEventListener("click", () => openPins(page.pins));
  wireFolds();
  wireOverlay();
  openComposer(document.querySelector("#composer"));
  members.begin();
}

// The page speaks the language of whoever acts.
function learn(session) {
  if (!speak(session.locale)) return;
  dress(document);
  frameTitle();
  drawToggle(session.member);
  stage.changes.tell("language", session);
}

function follow(what, session, timeline) {
  if (session !== stage.session || what === "language") return;
  drawState(session);
  if (what === "news") return drawTitle(session);
  drawToggle(session.member);
  fold(page.places, page.placesToggle, false);
  timeline.show(session, session.isReady ? stage.channelId : null);
  drawTitle(session);
}

function drawTitle({ world, member }) {
  const channel = world.channel(stage.channelId);
  const name = channel?.name ?? "";
  if (page.title.textContent !== name) page.title.textContent = name;
  page.topic.textContent = channel?.topic ?? "";
  const title = word("title", { channel: name, name: member.name, guild: stage.place.guild.name });
  if (document.title !== title) document.title = title;
}

// On a phone the list of people is folded away; who acts shows on what unfolds it.
function drawToggle(member) {
  page.placesToggle.setAttribute("aria-label", word("people_and_channels_as", { name: member.name }));
  page.placesToggle.replaceChildren(sign("menu"), drawAvatar(member, "avatar small"));
}

let stateTimer = null;

// A connection that comes back at once is not worth a word.
function drawState(session) {
  const { state } = session.gateway;
  clearTimeout(stateTimer);
  if (state === "ready") {
    page.state.hidden = true;
    return;
  }
  const say = () => {
    page.state.textContent = state === "lost" ? word("signed_out") : word("connecting", { name: session.member.name });
    page.state.hidden = false;
  };
  stateTimer = setTimeout(say, state === "lost" ? 0 : 600);
}

// Names, mentions and references lead somewhere.
function clicked(event, timeline) {
  const target = event.target.closest("[data-member], [data-channel], [data-jump], [data-menu], [data-command]");
  if (!target) return;
  const { member, channel, jump, menu, command } = target.dataset;
  if (member) openMemberMenu(member, target);
  else if (channel && channel !== stage.channelId) {
    target.dispatchEvent(new Event("leave", { bubbles: true }));
    timeline.seek(jump);
    stage.go(channel);
  } else if (jump || channel) {
    target.dispatchEvent(new Event("leave", { bubbles: true }));
    if (jump) timeline.jump(jump);
  } else if (menu) openMessageMenu(stage.session.world.message(menu), target);
  else if (command) {
    target.dispatchEvent(new Event("leave", { bubbles: true }));
    document.dispatchEvent(new CustomEvent("wantcommand", { detail: command }));
  }
}

function fold(part, toggle, isOpen) {
  part.classList.toggle("open", isOpen);
  toggle.setAttribute("aria-expanded", String(isOpen));
}

function wireFolds() {
  page.placesToggle.addEventListener("click", () =>
    fold(page.places, page.placesToggle, !page.places.classList.contains("open")),
  );
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && page.places.classList.contains("open")) {
      fold(page.places, page.placesToggle, false);
      page.placesToggle.focus();
    }
  });
  page.scroller.addEventListener("pointerdown", () => fold(page.places, page.placesToggle, false));
  // Whoever picks the one that is picked already wants to go on as well.
  page.places.addEventListener("click", (event) => {
    const isPicked = event.target.closest("[data-cast], [data-go]");
    if (!isPicked || page.placesToggle.offsetParent === null) return;
    fold(page.places, page.placesToggle, false);
    page.placesToggle.focus();
  });
}

function wireOverlay() {
  const address = stage.place.overlay;
  if (!address) return;
  const frame = document.createElement("iframe");
  frame.allow = "autoplay";
  document.querySelector("#screen").append(frame);
  frameTitle();
  page.overlay.hidden = page.overlayToggle.hidden = false;
  page.body.classList.add("with-overlay");
  // Where there is room the overlay stands open; on a phone it is folded until it is asked for.
  const wide = matchMedia("(min-width: 1000px)");
  // Nobody hears a stream before they look at it.
  const show = (isOpen) => {
    if (isOpen && !frame.src) frame.src = address;
    fold(page.overlay, page.overlayToggle, isOpen);
  };
  const set = () => show(wide.matches);
  wide.addEventListener("change", set);
  set();
  page.overlayToggle.addEventListener("click", () => show(!page.overlay.classList.contains("open")));
}

function frameTitle() {
  const frame = document.querySelector("#screen iframe");
  if (frame) frame.title = word("the_stream");
}

begin().catch((error) => {
  tell(word("reload"));
  throw error;
});
