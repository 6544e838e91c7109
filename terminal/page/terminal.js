// The screen of a terminal in a browser: keys go out as they come, bytes are painted, tunes played.
"use strict";

const COLUMNS = 26; // what a handheld shows
const NARROW = 600; // CSS pixels
const OURS = 7770; // the OSC of a sound

const tunes = JSON.parse(document.body.dataset.tunes);
const gone = document.getElementById("gone");
const size = innerWidth < NARROW ? Math.floor(innerWidth / COLUMNS / 0.61) : 18;
const terminal = new Terminal({ fontFamily: "monospace", fontSize: size, scrollback: 0 });
const fit = new FitAddon.FitAddon();
terminal.loadAddon(fit);
terminal.open(document.getElementById("screen"));
fit.fit();

// --- keys: the focus never leaves, and no keyboard slides over the screen ------------------------

terminal.textarea.setAttribute("inputmode", "none");
const focus = () => terminal.focus();
terminal.textarea.addEventListener("blur", () => setTimeout(focus, 0));
addEventListener("focus", focus);
addEventListener("pointerdown", () => setTimeout(focus, 0));
focus();

// --- the pad: who has no keys taps the screen for them, and taps it again to be rid of them --------

const ESC = "\x1b";
const CONTROLS = [
  ["F1 ?", ESC + "OP"], ["F2 !", ESC + "OQ"], ["F3 \u2192", ESC + "OR"],
  ["F4 \u21b6", ESC + "OS"], ["F5", ESC + "[15~"], ["F6 i", ESC + "[17~"],
  ["F7", ESC + "[18~"], ["F8 \u2714", ESC + "[19~"], ["F9 \u2261", ESC + "[20~"],
  ["Esc", ESC], ["\u25bc", ESC + "[6~"], ["1 2 3", null],
];
const DIGITS = [
  ..."123456789".split("").map((digit) => [digit, digit]),
  ["\u232b", "\x7f"], ["0", "0"], ["\u21b5", "\r"],
  ["Esc", ESC], [",", ","], ["F1 F2", null],
];
const ROWS = 3; // of text: what a glove hits
const pad = document.getElementById("pad");
function showPad(keys) {
  const height = Math.ceil(ROWS * (terminal.element.clientHeight / terminal.rows));
  pad.replaceChildren(...keys.map(([label, sent]) => {
    const button = document.createElement("button");
    button.textContent = label;
    button.style.height = `${height}px`;
    button.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the focus stays where keys arrive
      if (sent === null) showPad(keys === DIGITS ? CONTROLS : DIGITS);
      else terminal.input(sent, true);
    });
    return button;
  }));
  pad.hidden = false;
  fit.fit();
}
document.getElementById("screen").addEventListener("click", () => {
  if (pad.hidden) return showPad(DIGITS);
  pad.hidden = true;
  fit.fit();
});

// --- sound and light: both need a gesture or a secure page, and are done without ------------------

let audio = null;
function awake() {
  audio = audio || new AudioContext();
  audio.resume();
  if (navigator.wakeLock) navigator.wakeLock.request("screen").catch(() => {});
}
addEventListener("keydown", awake, { capture: true });
addEventListener("pointerdown", awake);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && audio) awake();
});

function play(name) {
  if (!audio || !tunes[name]) return;
  let at = audio.currentTime;
  for (const [hertz, milliseconds] of tunes[name]) {
    const end = at + milliseconds / 1000;
    if (hertz) {
      const tone = audio.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(audio.destination);
      tone.start(at);
      tone.stop(end);
    }
    at = end;
  }
}
terminal.parser.registerOscHandler(OURS, (name) => (play(name), true));
terminal.onBell(() => play("warn"));

// --- the line: what is scanned while it is cut is refused aloud, never kept for another prompt ----

let line = null;
let ended = false;
function open() {
  ended = false;
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const asked = `?width=${terminal.cols}&height=${terminal.rows}`;
  line = new WebSocket(`${scheme}//${location.host}${location.pathname}ws${asked}`);
  line.binaryType = "arraybuffer";
  line.onopen = () => (terminal.reset(), tellBattery());
  line.onmessage = ({ data }) => {
    if (typeof data === "string") return;
    gone.hidden = true;
    terminal.write(new Uint8Array(data));
  };
  line.onclose = ({ code }) => {
    ended = code === 1000 || code >= 4000;
    told(ended ? "Ended, or opened elsewhere. Enter starts it here." : "No connection. Wait.");
    if (!ended) setTimeout(open, 1000);
  };
}
function told(words) {
  gone.textContent = words;
  gone.hidden = false;
}
function send(kind, said) {
  line.send(JSON.stringify([kind, said]));
}
terminal.onData((data) => {
  if (line.readyState === WebSocket.OPEN) return send("stdin", data);
  if (ended && data === "\r") return open();
  play("bad");
});
addEventListener("resize", () => fit.fit());
terminal.onResize(({ cols, rows }) => {
  if (line && line.readyState === WebSocket.OPEN) send("resize", { width: cols, height: rows });
});

// --- how full the handheld's battery is, where the browser tells ----------------------------------

let battery = null;
function tellBattery() {
  if (!battery || line.readyState !== WebSocket.OPEN) return;
  send("battery", Math.round(battery.level * 100));
}
if (navigator.getBattery) {
  navigator.getBattery().then((found) => {
    battery = found;
    battery.addEventListener("levelchange", tellBattery);
    tellBattery();
  });
}

open();
