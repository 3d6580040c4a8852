// The goal, the top gifters and the latest gifts: figures that stand beside the alerts.

import { pictureOf } from "./picture.js";
import { put } from "./text.js";

export class Board {
  #sections;
  #wishes;
  #shown = {};
  #words = {};

  constructor(main, wishes) {
    this.#sections = Object.fromEntries(
      ["goal", "top", "latest"].map((name) => [name, main.querySelector(`.${name}`)]),
    );
    this.#wishes = wishes;
    // A widget that has the page for itself fills it.
    document.body.dataset.alone = wishes.alone;
  }

  speak(words) {
    this.#words = words;
    this.show(this.#shown);
  }

  show(board) {
    this.#drawGoal(board.goal);
    this.#drawList("top", board.top ?? [], gifterRow);
    this.#drawList("latest", board.latest ?? [], giftRow, this.#shown.latest);
    this.#shown = board;
  }

  #drawGoal(goal) {
    const section = this.#sections.goal;
    section.hidden = !goal || !this.#wishes.shows("goal");
    if (section.hidden) return;
    put(section.querySelector(".goal-title"), goal.title);
    section.querySelector(".goal-share").style.setProperty("--share", goal.share);
    section.classList.toggle("reached", goal.reached);
  }

  #drawList(name, rows, draw, before) {
    const section = this.#sections[name];
    section.hidden = rows.length === 0 || !this.#wishes.shows(name);
    if (section.hidden) return;
    section.querySelector("h2").textContent = this.#words[name] ?? "";
    const drawn = rows.map(draw);
    if (before?.length && JSON.stringify(before[0]) !== JSON.stringify(rows[0])) {
      drawn[0].classList.add("arrives");
    }
    section.querySelector("ol, ul").replaceChildren(...drawn);
  }
}

function gifterRow({ name, level, coins }) {
  const badge = level ? [part("span", "level", level)] : [];
  return row(part("bdi", "name", name), ...badge, part("span", "figure", coins));
}

function giftRow({ name, picture, count }) {
  return row(pictureOf(picture), part("bdi", "name", name), part("span", "figure", count));
}

function row(...parts) {
  const item = document.createElement("li");
  item.append(...parts);
  return item;
}

function part(element, name, content) {
  const made = document.createElement(element);
  made.className = name;
  made.textContent = content;
  return made;
}
