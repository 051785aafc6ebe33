// The line to the lobby: opens again by itself, and sends what was not taken in once more.

import { newId, tab } from "./dom.js";

const WAITS = [300, 600, 1200, 2500, 5000, 8000];
const LASTING = new Set(["say", "command", "press", "report", "edit", "remove"]);

export class Line {
  constructor({ onFrame, onOpen, onClosed, onOutbox }) {
    this.onFrame = onFrame;
    this.onOpen = onOpen;
    this.onClosed = onClosed;
    this.onOutbox = onOutbox;
    this.answers = new Map();
    this.tries = 0;
    this.socket = null;
    this.token = null;
    this.known = false;
  }

  // Everything that must arrive is kept in the tab until the lobby has acknowledged it.
  get outbox() {
    return tab.get(`outbox.${this.token}`, []);
  }

  set outbox(frames) {
    tab.set(`outbox.${this.token}`, frames);
    this.onOutbox(frames);
  }

  open(token) {
    this.token = token;
    this.known = false;
    clearTimeout(this.timer);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/ws`);
    const before = this.socket;
    this.socket = socket;
    if (before) before.close();
    socket.addEventListener("open", () => this.greet(socket));
    socket.addEventListener("message", (event) => this.hear(socket, JSON.parse(event.data)));
    socket.addEventListener("close", () => this.lost(socket));
  }

  async greet(socket) {
    const answer = await this.ask({ t: "hello", token: this.token });
    if (socket !== this.socket) return;
    this.tries = 0;
    this.known = Boolean(answer.known);
    this.onOpen(answer);
    if (this.known) this.resend();
  }

  entered() {
    this.known = true;
    this.resend();
  }

  resend() {
    for (const frame of this.outbox) this.deliver(frame);
  }

  lost(socket) {
    if (socket !== this.socket) return;
    for (const { resolve } of this.answers.values()) resolve({ ok: false, error: "busy", lost: true });
    this.answers.clear();
    this.known = false;
    this.onClosed();
    const wait = WAITS[Math.min(this.tries, WAITS.length - 1)];
    this.tries += 1;
    this.timer = setTimeout(() => this.open(this.token), wait * (0.75 + Math.random() / 2));
  }

  hear(socket, frame) {
    if (socket !== this.socket) return;
    if (frame.t !== "ack") return this.onFrame(frame);
    const asked = this.answers.get(frame.id);
    this.answers.delete(frame.id);
    if (asked) asked.resolve(frame);
  }

  // Ask something; the answer is `{ok, ...}`. What must arrive goes through `send`.
  ask(frame) {
    const id = frame.id ?? newId(8);
    return new Promise((resolve) => {
      if (!this.socket || this.socket.readyState !== WebSocket.OPEN) {
        resolve({ ok: false, error: "busy", lost: true });
        return;
      }
      this.answers.set(id, { resolve });
      this.socket.send(JSON.stringify({ ...frame, id }));
    });
  }

  // Send something that must arrive, once; resolves when it has, or was refused for good.
  send(frame) {
    const whole = { ...frame, id: newId(10) };
    if (!LASTING.has(frame.t)) throw new Error(`${frame.t} is not kept`);
    this.outbox = [...this.outbox, whole];
    return new Promise((resolve) => {
      this.settled ??= new Map();
      this.settled.set(whole.id, resolve);
      this.deliver(whole);
    });
  }

  async deliver(frame, tries = 0) {
    const token = this.token;
    if (!this.known || this.answers.has(frame.id)) return;
    const answer = await this.ask(frame);
    if (token !== this.token || answer.lost) return;
    if (answer.retry) {
      this.mark(frame.id);
      const wait = WAITS[Math.min(tries + 1, WAITS.length - 1)];
      setTimeout(() => token === this.token && this.deliver(frame, tries + 1), wait);
      return;
    }
    this.outbox = this.outbox.filter((each) => each.id !== frame.id);
    this.settled?.get(frame.id)?.(answer);
    this.settled?.delete(frame.id);
  }

  mark(id) {
    this.outbox = this.outbox.map((each) => (each.id === id ? { ...each, again: true } : each));
  }
}
