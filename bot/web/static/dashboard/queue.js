// Keeps the queue's page as the queue is now. The bot says only that something has changed; what is
// to be shown is asked for as plain data, and written into the pattern that the page holds.

import { filled } from "./filling.js";
import { Backoff, Stream, pause } from "/static/overlay/stream.js";

const LEAST_PAUSE_MS = 300;
const LOST_MS = 20_000;
const PATIENCE_MS = 10_000;
// So long a press on what has just come under somebody's finger is taken for one on what was there.
const UNSURE_MS = 700;

const queue = document.querySelector("#queue");
const pattern = document.querySelector("#queue-pattern").content.querySelector(".queue");
const told = document.querySelector("#queue-told");
const lost = document.querySelector("#queue-lost");
let isAsking = false;
let isStale = false;
let isSending = false;
let isOver = false;
let unsureTimer = 0;
let lostTimer = 0;

// News is told once, so it is asked until it is answered: what was cut off may be this question alone.
async function refresh() {
  isStale = true;
  if (isAsking) return;
  isAsking = true;
  let backoff = new Backoff();
  while (isStale && !isOver) {
    isStale = false;
    const now = await loaded();
    if (now) backoff = new Backoff();
    else isStale = true;
    show(now);
    await pause(now ? LEAST_PAUSE_MS : backoff.next());
  }
  isAsking = false;
}

// What the queue is now; null where nobody says.
async function loaded() {
  try {
    const response = await fetch(queue.dataset.now, {
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function show(now) {
  // Nothing is taken from under somebody who has just pressed: the next page shows it.
  if (isSending || !now || now.digest === queue.dataset.digest) return;
  const first = String(now.sight.first);
  if (first !== queue.dataset.first) beUnsure();
  const next = filled(pattern, now.sight);
  // Every form has a key of its own each time it is made, so that it does its act once.
  next.querySelectorAll('[name="key"]').forEach((key, place) => {
    key.value = `${now.key}-${place}`;
  });
  const place = placeOf(document.activeElement);
  for (const kept of queue.querySelectorAll("[data-keep][open]")) {
    next.querySelector(`[data-keep="${kept.dataset.keep}"]`)?.setAttribute("open", "");
  }
  queue.replaceChildren(next);
  queue.dataset.digest = now.digest;
  queue.dataset.first = first;
  place?.()?.focus({ preventScroll: true });
  told.textContent = now.sight.told;
}

function beUnsure() {
  clearTimeout(unsureTimer);
  queue.dataset.unsure = "";
  unsureTimer = setTimeout(() => delete queue.dataset.unsure, UNSURE_MS);
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
// A page that comes back out of the browser's memory is as old as it was when it was left, and one
// of its forms was sent: whatever it shows, it is made anew.
addEventListener("pageshow", (event) => {
  isSending = false;
  if (!event.persisted) return;
  queue.dataset.digest = "";
  refresh();
});

const hearing = {
  changed: refresh,
  lost() {
    lostTimer ||= setTimeout(() => (lost.hidden = false), LOST_MS);
  },
  closed() {
    isOver = true;
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
