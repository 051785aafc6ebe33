// Beside the talk: who is here, who you are, and the sample evening.

import { $, el, tab } from "./dom.js";
import { span, t, trouble } from "./texts.js";

const NATURAL = 1800;

export class Side {
  constructor({ room, line, onPersona }) {
    this.room = room;
    this.line = line;
    this.onPersona = onPersona;
    $("other").addEventListener("click", () => onPersona(null));
    $("out-other").addEventListener("click", () => onPersona(null));
    $("leave").addEventListener("click", () => line.ask({ t: "leave" }));
    $("invite").addEventListener("click", () => this.invite());
    $("speed").addEventListener("input", () => this.speed());
    $("speed").addEventListener("change", () => this.sample.playing && this.direct("speed"));
    $("play").addEventListener("click", () => this.direct(this.sample.playing && !this.sample.paused ? "pause" : "play"));
    $("stop").addEventListener("click", () => this.direct("stop"));
    this.sample = { playing: false, total: 0, done: 0, may: true };
  }

  async invite() {
    const answer = await this.line.ask({ t: "invite" });
    const said = $("invited");
    if (!answer.ok) said.textContent = trouble(answer);
    else said.replaceChildren(...t("invited", { link: "\n" }).split("\n").flatMap((part, index) => (index ? [el("code", {}, answer.link), part] : [part])));
  }

  async direct(what) {
    const answer = await this.line.ask({ t: "sample", do: what, speed: Number($("speed").value) });
    if (!answer.ok) $("invited").textContent = trouble(answer);
  }

  speed() {
    const speed = Number($("speed").value);
    const rest = NATURAL / speed;
    $("speed-shown").textContent = t("speed_shown", { speed, rest: span(rest < 60 ? rest : Math.round(rest / 60) * 60) });
  }

  show(sample) {
    this.sample = { ...this.sample, ...sample };
    const { playing, paused, done, total, may } = this.sample;
    document.querySelector(".sample").hidden = !may;
    $("play").textContent = t(playing ? (paused ? "sample_go_on" : "sample_pause") : "sample_play");
    $("stop").hidden = $("progress").hidden = !playing;
    $("progress").max = total || 1;
    $("progress").value = done;
    $("progress").setAttribute("aria-label", t("sample_progress", { done, total }));
    if (playing && document.activeElement !== $("speed")) $("speed").value = this.sample.speed;
    this.speed();
  }

  people() {
    const here = [...this.room.people.values()].filter((each) => each.here);
    here.sort((a, b) => Number(b.staff) - Number(a.staff) || Number(b.online) - Number(a.online) || a.name.localeCompare(b.name));
    $("people").replaceChildren(
      ...here.map((each) =>
        el(
          "li",
          { class: each.online ? "" : "away" },
          el("span", {}, each.name),
          each.staff ? el("span", { class: "tag" }, t("moderator")) : null,
          each.id === this.room.me.id ? el("span", { class: "aside" }, t("you")) : null,
        ),
      ),
    );
    $("me").textContent = t("you_are", { name: this.room.me.name });
    $("invite").hidden = !this.room.me.staff;
  }

  // People that this tab has been, to be again with one press.
  personas(current) {
    const all = tab.get("personas", []).filter((each) => each.token !== current);
    for (const box of [$("personas"), $("door-personas")]) {
      box.hidden = !all.length;
      box.replaceChildren(
        el("p", { class: "small" }, t("personas")),
        ...all.map((each) => el("button", { type: "button", class: "quiet", onclick: () => this.onPersona(each) }, each.name)),
      );
    }
  }
}
