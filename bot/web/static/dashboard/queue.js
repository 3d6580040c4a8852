// Keeps the queue's page as the queue is now. The bot says only that something has changed; what is
// shown is the same page that it would make anew.

import { Stream, pause } from "/static/overlay/stream.js";

const LEAST_PAUSE_MS = 300;
const LOST_MS = 20_000;
const PATIENCE_MS = 10_000;
// So long a press on what has just come under somebody's finger is taken for one on what was there.
const UNSURE_MS = 700;

const queue = document.querySelector("#queue");
const told = document.querySelector("#queue-told");
const lost = document.querySelector("#queue-lost");
let isAsking = false;
let isStale = false;
let isSending = false;
let unsureTimer = 0;
let lostTimer = 0;

async function refresh() {
  isStale = true;
  if (isAsking) return;
  isAsking = true;
  while (isStale) {
    isStale = false;
    show(await loaded(queue.dataset.now));
    await pause(LEAST_PAUSE_MS);
  }
  isAsking = false;
}

// The page at an address of our own, as the bot made it and with nothing in it run; null where there
// is none now: the stream is lost too then, and asks for another look when it is back. The browser
// loads it whole, so that no script ever handles as a text what people wrote.
function loaded(address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.timeout = PATIENCE_MS;
    request.onloadend = () => resolve(request.status === 200 ? request.response : null);
    request.send();
  });
}

function show(page) {
  const next = page?.querySelector(".queue");
  const shown = queue.querySelector(".queue");
  // Nothing is taken from under somebody who has just pressed: the next page shows it.
  if (isSending || !next || bare(next).isEqualNode(bare(shown))) return;
  if (next.dataset.first !== shown.dataset.first) beUnsure();
  const place = placeOf(document.activeElement);
  for (const kept of shown.querySelectorAll("[data-keep][open]")) {
    next.querySelector(`[data-keep="${kept.dataset.keep}"]`)?.setAttribute("open", "");
  }
  shown.replaceWith(document.adoptNode(next));
  place?.()?.focus({ preventScroll: true });
  told.textContent = next.dataset.told;
}

function beUnsure() {
  clearTimeout(unsureTimer);
  queue.dataset.unsure = "";
  unsureTimer = setTimeout(() => delete queue.dataset.unsure, UNSURE_MS);
}

// Every form has a key of its own each time it is made, which is no difference to look at.
function bare(part) {
  const copy = part.cloneNode(true);
  for (const key of copy.querySelectorAll('[name="key"]')) key.remove();
  for (const open of copy.querySelectorAll("[open]")) open.removeAttribute("open");
  return copy;
}

// How to find again, in what comes, what has the focus now: the button that does the same to the
// same, or else the one that does the same.
function placeOf(element) {
  if (!element || !queue.contains(element)) return null;
  if (element.matches("summary")) return () => queue.querySelector("summary");
  const form = element.closest("form");
  if (!form) return null;
  const action = form.getAttribute("action");
  const combo = form.elements.combo?.value;
  return () => {
    const same = [...queue.querySelectorAll("form")].filter(
      (one) => one.getAttribute("action") === action,
    );
    const found = same.find((one) => one.elements.combo?.value === combo) ?? same[0];
    return found?.querySelector("button");
  };
}

queue.addEventListener("submit", (event) => {
  if (isSending || "unsure" in queue.dataset) event.preventDefault();
  else isSending = true;
});
// A page that comes back out of the browser's memory is as old as it was when it was left.
addEventListener("pageshow", (event) => {
  isSending = false;
  if (event.persisted) refresh();
});

const hearing = {
  changed: refresh,
  lost() {
    lostTimer ||= setTimeout(() => (lost.hidden = false), LOST_MS);
  },
  closed() {
    lost.hidden = false;
  },
};

function hear(topic) {
  if (topic !== "lost") {
    clearTimeout(lostTimer);
    lostTimer = 0;
    lost.hidden = true;
  }
  hearing[topic]?.();
}

new Stream(queue.dataset.live, "", hear).listen();
