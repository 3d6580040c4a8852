// Popups that stand by an element, above everything else, and go with it.

const GAP = 4;
const MARGIN = 8;

// Those that are open, the newest last, and the element by which each stands.
const open = [];
const anchors = new WeakMap();

// Show `popup` by `anchor`, above or below it, wherever there is more room. It closes on Escape, on
// a press elsewhere, when something in it leads away, and when its anchor goes; `onClose` hears of
// it. Returns {close, place}.
export function openPopup(popup, anchor, { onClose = () => {}, fitsWidth = false, prefersAbove = false } = {}) {
  let isOpen = true;
  const place = () => isOpen && put(popup, anchor, { fitsWidth, prefersAbove });
  const onPress = (event) => {
    if (!isWithin(event.target, popup) && !anchor.contains(event.target)) close();
  };
  const onKey = (event) => {
    if (event.key !== "Escape" || open.at(-1) !== popup) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    close({ isCancelled: true });
  };
  const watch = setInterval(() => (anchor.isConnected ? place() : close({ isCancelled: true })), 100);

  function close(how = {}) {
    if (!isOpen) return;
    isOpen = false;
    open.splice(open.indexOf(popup), 1);
    clearInterval(watch);
    document.removeEventListener("pointerdown", onPress, true);
    document.removeEventListener("keydown", onKey, true);
    document.removeEventListener("scroll", place, true);
    window.removeEventListener("resize", place);
    popup.remove();
    onClose(how);
  }

  open.push(popup);
  anchors.set(popup, anchor);
  popup.addEventListener("leave", () => close());
  popup.popover = "manual";
  // Inside a dialog, what stands outside of it could not be reached.
  (anchor.closest("dialog") ?? document.body).append(popup);
  popup.showPopover();
  place();
  document.addEventListener("pointerdown", onPress, true);
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("scroll", place, true);
  window.addEventListener("resize", place);
  return { close, place };
}

// Put away all that are open, since something has opened over them.
export function closePopups() {
  for (const popup of [...open]) popup.dispatchEvent(new Event("leave"));
}

// Whether an element is in a popup, or in another one that stands by something in that.
function isWithin(element, popup) {
  const found = element.closest?.("[popover]");
  return Boolean(found) && (found === popup || isWithin(anchors.get(found), popup));
}

function put(popup, anchor, { fitsWidth, prefersAbove }) {
  const at = anchor.getBoundingClientRect();
  const [width, height] = [document.documentElement.clientWidth, window.innerHeight];
  const [above, below] = [at.top - GAP - MARGIN, height - at.bottom - GAP - MARGIN];
  if (fitsWidth) popup.style.width = `${at.width}px`;
  popup.style.maxHeight = "";
  const wanted = popup.offsetHeight;
  const isAbove = prefersAbove ? above >= wanted || above > below : below < wanted && above > below;
  popup.style.maxHeight = `${Math.max(80, isAbove ? above : below)}px`;
  const top = isAbove ? at.top - GAP - popup.offsetHeight : at.bottom + GAP;
  const left = Math.min(at.left, width - popup.offsetWidth - MARGIN);
  popup.style.top = `${Math.max(MARGIN, top)}px`;
  popup.style.left = `${Math.max(MARGIN, left)}px`;
}
