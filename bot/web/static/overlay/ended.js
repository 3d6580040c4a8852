// Which alerts this page has shown to their end. It outlives a reload of the page, so that none of
// them begins again, and says which of them the bot does not know of yet.

const MOST = 100;
export class Ended {
  #place;
  #kept;

  // `name` is the overlay's own: numbers of alerts mean something in one creator's overlay alone.
  constructor(name) {
    this.#place = `ovation-ended ${name}`;
    this.#kept = this.#recalled();
  }

  find({ kind, first }) {
    return this.#kept.find((shown) => shown.first === first && shown.kind === kind);
  }

  // What ended under a number and is not reported: before that, nothing else of that number begins.
  owed(first) {
    return this.#kept.find((shown) => shown.first === first && !shown.told);
  }

  keep({ kind, first, through }) {
    const known = this.find({ kind, first });
    if (known) return known;
    const shown = { kind, first, through, told: false };
    this.#kept = [...this.#kept, shown].slice(-MOST);
    this.#store();
    return shown;
  }

  tell(shown) {
    shown.told = true;
    this.#store();
  }

  #recalled() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#place)) ?? [];
    } catch {
      // A browser that keeps nothing for pages shows alerts all the same.
      return [];
    }
  }

  #store() {
    try {
      sessionStorage.setItem(this.#place, JSON.stringify(this.#kept));
    } catch {
      // As above: what is kept in memory serves until the page is reloaded.
    }
  }
}
