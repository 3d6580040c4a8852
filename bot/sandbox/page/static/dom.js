// Makes elements. Children that are text become text nodes, so that nothing people wrote is ever
// read as markup.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return made;
}

// One of the page's own signs, from signs.svg; it says nothing to whoever listens.
export function sign(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  drawn.setAttribute("class", "sign");
  drawn.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `/page/signs.svg#${name}`);
  drawn.append(use);
  return drawn;
}

// Ids are numbers too large for JavaScript's own; as text, the longer one is the later one.
export function compareIds(one, other) {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);
}

// Whoever wants to hear of something, and telling them.
export class Listeners {
  #listeners = new Set();

  add(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(...news) {
    for (const listener of [...this.#listeners]) listener(...news);
  }
}
