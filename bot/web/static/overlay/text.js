// What people wrote is put onto the page as text, never as markup.

const ISOLATED = /\u2068([^\u2069]*)\u2069/u;

// Puts a sentence in the place of what an element held. What the bot isolates in it, names of people
// and gifts, is marked, and keeps its own direction of writing.
export function put(element, sentence) {
  const pieces = sentence.split(ISOLATED).map((piece, place) => {
    if (place % 2 === 0) return piece;
    const name = document.createElement("bdi");
    name.textContent = piece;
    return name;
  });
  element.replaceChildren(...pieces);
}
