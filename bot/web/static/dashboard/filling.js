// Fills a pattern of our own, which the page holds, with what the bot told: whatever people wrote is
// put into it as text, and no text ever becomes markup.

// What is written where an element asks for it by `data-<slot>`.
const SLOTS = {
  text: (element, told) => (element.textContent = told),
  value: (element, told) => (element.value = told),
  picture: (element, told) => (element.src = told),
};

// A copy of the pattern: `data-each` is there once for each row, and `data-part` where there is any.
export function filled(pattern, facts) {
  const copy = pattern.cloneNode(true);
  fill(copy, facts);
  return copy;
}

function fill(element, facts) {
  for (const child of [...element.children]) {
    const { each, part } = child.dataset;
    if (each) child.replaceWith(...facts[each].map((row) => filled(child, row)));
    else if (!part) fill(child, facts);
    else if (facts[part]) fill(child, facts[part]);
    else child.remove();
  }
  for (const [slot, write] of Object.entries(SLOTS)) {
    if (slot in element.dataset) write(element, facts[element.dataset[slot]]);
  }
}
