// What the page's own address asks for: ?volume=40&mute=1&minimum=100&speech=1&show=alerts,goal&size=1.5&mirror=1
// &background=1

const WIDGETS = ["alerts", "goal", "top", "latest"];
const LOUDEST = 100;
const SMALLEST = 0.5;
const LARGEST = 3;

export class Wishes {
  #address;
  #shown;

  constructor(search) {
    this.#address = new URLSearchParams(search);
    const asked = (this.#address.get("show") ?? "").split(",").map((name) => name.trim());
    const known = WIDGETS.filter((name) => asked.includes(name));
    this.#shown = new Set(known.length ? known : WIDGETS);
  }

  shows(widget) {
    return this.#shown.has(widget);
  }

  // The widget that the whole page is for; none where it shows several.
  get alone() {
    return this.#shown.size === 1 ? [...this.#shown][0] : "";
  }

  // Whether alerts may be counted as shown when this page has shown them. Not by one that shows
  // none, nor by a preview.
  get plays() {
    return this.shows("alerts") && !this.mirrors;
  }

  get mirrors() {
    return this.#asks("mirror");
  }

  // Whether alerts play where the browser says that nobody sees them: some windows that are recorded
  // lie behind others.
  get background() {
    return this.#asks("background");
  }

  // Tests are seen whatever they would be worth.
  isTooSmall(alert) {
    return alert.kind !== "test" && alert.worth < (this.#number("minimum") ?? 0);
  }

  // From 0 to 100; the address goes before what the creator set.
  volume(looks) {
    if (this.#asks("mute")) return 0;
    return Math.min(LOUDEST, Math.max(0, this.#number("volume") ?? looks.volume));
  }

  // How large everything is; 0 where the theme says so.
  get size() {
    const asked = Number.parseFloat(this.#address.get("size") ?? "");
    return Number.isNaN(asked) ? 0 : Math.min(LARGEST, Math.max(SMALLEST, asked));
  }

  speaks(looks) {
    return this.#address.has("speech") ? this.#asks("speech") : looks.speaks;
  }

  #asks(name) {
    return this.#address.has(name) && !["0", "false", "no"].includes(this.#address.get(name));
  }

  #number(name) {
    const number = Number.parseInt(this.#address.get(name) ?? "", 10);
    return Number.isNaN(number) ? null : number;
  }
}
