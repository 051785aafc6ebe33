// What can be done with one message, as a menu that opens beside it.

import { $, el } from "./dom.js";
import { t } from "./texts.js";

export class Menu {
  constructor() {
    this.box = $("menu");
    this.box.addEventListener("keydown", (event) => this.keys(event));
    document.addEventListener("pointerdown", (event) => {
      if (!this.box.hidden && !this.box.contains(event.target)) this.close();
    });
    window.addEventListener("resize", () => this.close());
  }

  // Show `[key, act]` pairs beside an element; a key is a text's name.
  open(beside, entries) {
    this.from = beside.closest("li") ?? beside;
    this.box.replaceChildren(
      ...entries.map(([key, act]) =>
        el("button", { type: "button", role: "menuitem", onclick: () => { this.close(); act(); } }, t(key)),
      ),
    );
    this.box.setAttribute("aria-label", t("actions"));
    this.box.hidden = false;
    this.place(beside.getBoundingClientRect());
    this.box.firstElementChild.focus();
  }

  place(near) {
    const { width, height } = this.box.getBoundingClientRect();
    const left = Math.max(8, Math.min(near.right - width, window.innerWidth - width - 8));
    const below = near.bottom + 4;
    const top = below + height > window.innerHeight ? Math.max(8, near.top - height - 4) : below;
    this.box.style.left = `${left}px`;
    this.box.style.top = `${Math.min(top, window.innerHeight - height - 8)}px`;
  }

  close() {
    if (this.box.hidden) return;
    const had = this.box.contains(document.activeElement);
    this.box.hidden = true;
    if (had) this.from?.focus();
  }

  keys(event) {
    const entries = [...this.box.children];
    const at = entries.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      entries[(to + entries.length) % entries.length].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      this.close();
    }
  }
}
