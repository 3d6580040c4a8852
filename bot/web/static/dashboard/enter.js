// A link's secret stands behind the # of the address, which no browser sends. It is handed in by a
// press, so that what only looks at links ahead of people does not use them up.

const secret = location.hash.slice(1);
if (secret) {
  history.replaceState(null, "", location.pathname);
  const form = document.querySelector("form");
  form.elements.link.value = secret;
  form.hidden = false;
  document.querySelector(".without-link").hidden = true;
  form.querySelector("button").focus();
}
