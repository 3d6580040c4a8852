// The overlay's section: a preview that fits its place, whether the overlay is on, and an address
// that is copied unseen.

import { Stream } from "/static/overlay/stream.js";

const preview = document.querySelector(".preview");
if (preview) {
  const frame = preview.querySelector("iframe");
  new ResizeObserver(() => {
    preview.style.setProperty("--scale", preview.clientWidth / frame.width);
  }).observe(preview);
}

const isOn = document.querySelector("#is-on");
if (isOn) {
  new Stream(isOn.dataset.live, "", (topic, data) => {
    if (topic === "player") isOn.textContent = data.page ? isOn.dataset.on : isOn.dataset.off;
  }).listen();
}

const copy = document.querySelector("#copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.secret);
    copy.textContent = copy.dataset.done;
  });
}
