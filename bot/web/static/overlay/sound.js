// What is heard: bells made by the page itself, more of them for larger gifts, one for each step of
// a combo, and, if wanted, the words of an alert read out.

const BELLS = {
  line: [659.25, 987.77],
  card: [523.25, 659.25, 987.77],
  picture: [392, 523.25, 659.25, 1046.5],
  highlight: [261.63, 392, 523.25, 659.25, 783.99, 1046.5, 1318.51],
};
const RAISED = [783.99, 1046.5, 1318.51, 1567.98];
const SCALE = [523.25, 587.33, 659.25, 783.99, 880, 1046.5, 1174.66, 1318.51, 1567.98];
const STEP_SECONDS = 0.085;
const RING_SECONDS = { line: 0.9, card: 1.1, picture: 1.6, highlight: 2.4 };
// A bell is more than one tone: how far above the first one, and how loud.
const PARTIALS = [
  [1, 1],
  [2.01, 0.35],
  [3.98, 0.12],
];
const MOST_SPOKEN = 240;

export class Sound {
  #button;
  #context = null;
  #out = null;
  #steps = 0;

  // `button` is what a browser that wants a gesture before it sounds is offered.
  constructor(button) {
    this.#button = button;
    button.addEventListener("click", () => this.#wake());
  }

  // Where anything is to be heard, see whether the browser lets it. Streaming programs always do.
  offer(words, volume) {
    if (volume && !this.#context) this.#open();
    this.#button.textContent = words;
    const isAsleep = this.#context?.state === "suspended" && !("obsstudio" in window);
    this.#button.hidden = !(words && volume && isAsleep);
  }

  // `volume` is 0 to 100.
  play(alert, volume) {
    this.#steps = 0;
    const seconds = RING_SECONDS[alert.form] ?? RING_SECONDS.line;
    this.#ringAll(BELLS[alert.form] ?? BELLS.line, 0, seconds, volume);
    if (alert.raised) this.#ringAll(RAISED, 0.6, RING_SECONDS.line, volume);
  }

  count(alert, volume) {
    const step = SCALE[Math.min(this.#steps++, SCALE.length - 1)];
    this.#ringAll([step], 0, RING_SECONDS.line, volume);
  }

  #open() {
    if (!("AudioContext" in window)) return;
    try {
      this.#context = new AudioContext();
    } catch {
      // A machine without any sound shows alerts all the same.
      return;
    }
    this.#out = new DynamicsCompressorNode(this.#context);
    this.#out.connect(this.#context.destination);
    this.#context.addEventListener("statechange", () => {
      if (this.#context.state === "running") this.#button.hidden = true;
    });
  }

  #wake() {
    this.#context?.resume();
  }

  #ringAll(tones, after, seconds, volume) {
    if (!volume) return;
    if (!this.#context) this.#open();
    // What is rung while the browser keeps quiet would all be heard at once later on.
    if (this.#context?.state !== "running") return;
    const start = this.#context.currentTime + after;
    // Ears hear loudness by its square.
    const loudness = 0.3 * (volume / 100) ** 2;
    tones.forEach((tone, place) => {
      this.#ring(tone, start + place * STEP_SECONDS, seconds, loudness / Math.sqrt(tones.length));
    });
  }

  #ring(tone, at, seconds, loudness) {
    for (const [above, share] of PARTIALS) {
      const source = new OscillatorNode(this.#context, { frequency: tone * above });
      const gain = new GainNode(this.#context, { gain: 0 });
      const lasting = seconds / above;
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(loudness * share, at + 0.008);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + lasting);
      source.connect(gain).connect(this.#out);
      source.start(at);
      source.stop(at + lasting);
    }
  }

  // What is still being said is broken off: nobody listens to the alert before last.
  speak(text, language, volume) {
    if (!volume || !text || !("speechSynthesis" in window)) return;
    speechSynthesis.cancel();
    const said = new SpeechSynthesisUtterance(speakable(text));
    said.lang = language;
    said.volume = volume / 100;
    speechSynthesis.speak(said);
  }

  hush() {
    if ("speechSynthesis" in window) speechSynthesis.cancel();
  }
}

// Nothing that lasts: a letter at most three times in a row, no addresses, and so many characters.
function speakable(text) {
  const calm = text.replace(/https?:\S+/gi, "…").replace(/(.)\1{3,}/gsu, "$1$1$1");
  return [...calm].slice(0, MOST_SPOKEN).join("");
}
