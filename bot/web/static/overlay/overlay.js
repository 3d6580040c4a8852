// The overlay of one creator's stream. The bot says which alert is on; this page shows it, and
// reports when it has been shown to its end.

import { Board } from "./board.js";
import { Ended } from "./ended.js";
import { Sound } from "./sound.js";
import { Stage } from "./stage.js";
import { Backoff, Stream, TAKEN, pause } from "./stream.js";
import { Wishes } from "./wishes.js";

const QUIET_MS = 5_000;
// The part of a secret that names an overlay and opens nothing.
const NAME_LETTERS = 12;

const main = document.querySelector("main");
const secret = location.hash.slice(1);
const wishes = new Wishes(location.search);
if (wishes.size) document.body.style.setProperty("--size", wishes.size);
// A preview in the dashboard has no secret: it listens where the page says, and plays nothing.
const preview = main.dataset.stream ?? "";
const ended = new Ended(preview || secret.slice(0, NAME_LETTERS));
const stage = new Stage(main, end);
const board = new Board(main, wishes);
const sound = new Sound(main.querySelector(".sound"));
const stream = new Stream(path(), preview ? "" : secret, hear);

// What the bot last said.
let page = "";
let player = "";
let presence = "";
let current = {};
let looks = { ...main.dataset, volume: 0, speaks: false, language: document.documentElement.lang };

let isReporting = false;
let isLeft = false;
let lostTimer = 0;

const hearing = {
  hello(data) {
    page = data.page;
    clearTimeout(lostTimer);
    tell();
  },
  player(data) {
    player = data.page;
    presence = data.presence;
    settle();
    tell();
    offerSound();
  },
  looks(data) {
    looks = data;
    document.documentElement.lang = data.language;
    board.speak(data);
    tell();
    offerSound();
  },
  board(data) {
    board.show(data);
  },
  alert(data) {
    current = data;
    settle();
  },
  lost() {
    clearTimeout(lostTimer);
    lostTimer = setTimeout(() => tell(looks.connecting), QUIET_MS);
  },
  closed() {
    current = {};
    stage.stop();
    sound.hush();
    board.show({});
    clearTimeout(lostTimer);
    tell(looks.replaced);
  },
};

// Where to listen, as what this page is: nobody sees what it would show out of sight.
function path() {
  if (preview) return preview;
  const plays = wishes.plays ? (isHidden() ? "hidden" : "1") : "0";
  return `/overlay/stream?plays=${plays}`;
}

function isHidden() {
  return document.visibilityState === "hidden" && !wishes.background;
}

function hear(topic, data) {
  hearing[topic]?.(data);
}

function isPlayer() {
  return wishes.plays && page !== "" && page === player;
}

// Bring what is shown in line with what the bot last said is on.
function settle() {
  if (!current.first || isHidden()) {
    stage.stop();
    sound.hush();
    return;
  }
  if (!wishes.shows("alerts")) return;
  const shown = ended.owed(current.first) ?? ended.find(current);
  if (shown) {
    stage.stop();
    report(shown);
  } else if (wishes.isTooSmall(current)) {
    stage.stop();
    end(current);
  } else {
    play(current);
  }
}

function play(alert) {
  const before = stage.alert;
  stage.show(alert);
  if (!isPlayer()) return;
  if (!before || before.first !== alert.first || before.kind !== alert.kind) {
    sound.play(alert, volume());
    if (wishes.speaks(looks)) sound.speak(alert.spoken, looks.language, volume());
  } else if (before.through < alert.through) {
    sound.count(alert, volume());
  }
}

// An alert was shown to its end, or is too small to be shown. That is kept first, so that whatever
// happens to this page or to the connection, it is not shown again.
async function end(alert) {
  const shown = ended.keep(alert);
  if (!wishes.isTooSmall(alert)) await pause(alert.gap * 1000);
  report(shown);
}

async function report(shown) {
  if (isReporting) return;
  isReporting = true;
  const backoff = new Backoff();
  while (isPlayer() && current.first === shown.first) {
    if ((await stream.report(shown)) === TAKEN) {
      // What comes after it is said in the stream, so nothing is done before that is heard.
      ended.tell(shown);
      break;
    }
    await pause(backoff.next());
  }
  isReporting = false;
  if (current.first !== shown.first) settle();
}

function volume() {
  return isPlayer() ? wishes.volume(looks) : 0;
}

function offerSound() {
  sound.offer(looks.sound ?? "", volume());
}

function tell(text = usual()) {
  const state = main.querySelector(".state");
  state.textContent = text;
  state.hidden = !text;
}

// What is told while all is well: that alerts wait, and why.
function usual() {
  if (looks.holding) return looks.paused;
  if (!page || player || !(preview || wishes.mirrors)) return "";
  const words = preview ? main.dataset : looks;
  return presence === "hidden" ? words.unseen : words.idle;
}

// What is on when the page goes out of sight is not over: it begins again once somebody can see it.
document.addEventListener("visibilitychange", () => {
  if (isLeft) return;
  if (stream.turn(path())) page = "";
  settle();
});

// A page that is left for good is told to be hidden, too.
addEventListener("pagehide", () => (isLeft = true));
addEventListener("pageshow", () => (isLeft = false));

// Who puts another secret into the address means another overlay.
addEventListener("hashchange", () => location.reload());
hearing.lost();
// The first alert is not to wait for its letters.
document.fonts.load("600 1em Ovation").catch(() => {});
if (preview || secret) stream.listen();
else hearing.closed();
