// The pictures of gifts. A server's own emoji that cannot be had is shown as a gift all the same.

const GIFT = "/emoji/1f381";

export function withFallback(image) {
  image.addEventListener("error", () => {
    if (image.getAttribute("src") === GIFT) image.hidden = true;
    else image.src = GIFT;
  });
  return image;
}

// Shows a picture anew only where it is another one.
export function show(image, source) {
  const wanted = source || GIFT;
  if (image.dataset.wanted === wanted) return;
  image.dataset.wanted = wanted;
  image.hidden = false;
  image.src = wanted;
}

export function pictureOf(source) {
  const image = withFallback(document.createElement("img"));
  image.alt = "";
  show(image, source);
  return image;
}
