// A shower of the gift's picture for large gifts: out of the alert, or down all over the screen.

const MANY = { picture: 14, highlight: 36 };
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Shower {
  #place;

  constructor(place) {
    this.#place = place;
  }

  begin({ form, kind, picture }) {
    const isGift = kind === "gift" || kind === "sum";
    const many = isGift && picture && !still.matches ? (MANY[form] ?? 0) : 0;
    this.#place.dataset.form = form;
    this.#place.replaceChildren(...Array.from({ length: many }, () => drop(picture)));
  }

  end() {
    this.#place.replaceChildren();
  }
}

function drop(picture) {
  const image = document.createElement("img");
  image.alt = "";
  image.src = picture;
  image.addEventListener("error", () => image.remove());
  for (const name of ["--x", "--y", "--grown", "--delay", "--turn"]) {
    image.style.setProperty(name, Math.random().toFixed(3));
  }
  return image;
}
