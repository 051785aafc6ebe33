// Where people write: sending, answering, changing, commands with completion, time left in a time-out.

import { $, el } from "./dom.js";
import { situation, suggestions, usage } from "./complete.js";
import { end, language, now, span, t, trouble } from "./texts.js";

export class Composer {
  constructor({ room, line, onSent }) {
    this.room = room;
    this.line = line;
    this.onSent = onSent;
    this.text = $("text");
    this.box = $("options");
    this.list = $("choices");
    this.items = [];
    this.at = -1;
    this.asked = 0;
    $("composer").addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    $("no-reply").addEventListener("click", () => { this.drop(); this.text.focus(); });
    this.text.addEventListener("input", () => { this.grow(); this.say(""); this.look(); });
    this.text.addEventListener("keydown", (event) => this.keys(event));
    this.text.addEventListener("blur", () => setTimeout(() => document.activeElement === this.text || this.hide(), 150));
    this.text.addEventListener("click", () => this.look());
    setInterval(() => this.state(), 1000);
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, 160)}px`;
  }

  // Put a beginning into the field, such as a command about somebody.
  fill(text) {
    this.drop();
    this.text.value = text;
    this.grow();
    this.text.focus();
    this.text.setSelectionRange(text.length, text.length);
    this.look();
  }

  // Give the command that pins a message, or takes it off that list.
  pin(post) {
    this.fill(post.pinned ? "/unpin" : "/pin");
    this.replying = post.id;
    this.submit();
  }

  // Ask why something is so, about a message that is answered to.
  askWhy(post) {
    this.fill("/why ");
    this.replying = post.id;
    this.note(t("replying", { name: post.name }));
  }

  reply(post) {
    this.drop();
    this.replying = post.id;
    this.note(t("replying", { name: post.name }));
  }

  change(post) {
    this.fill(post.text);
    this.editing = post.id;
    this.note(t("editing"));
  }

  reportOf(post) {
    this.drop();
    this.reporting = post.id;
    this.note(`${t("report")}: ${t("report_ask")}`);
  }

  note(text) {
    $("replying-to").textContent = text;
    $("replying").hidden = false;
    this.text.focus();
    this.labels();
  }

  drop() {
    if (this.editing) this.text.value = "";
    this.replying = this.editing = this.reporting = null;
    $("replying").hidden = true;
    this.labels();
  }

  labels() {
    const { channel } = this.room;
    const hall = this.room.halls.get(channel) ?? {};
    const closed = hall.locked && !this.room.me?.staff;
    const hint = window.innerWidth < 480 ? "text_hint_short" : "text_hint";
    const key = this.silenced ? "text_timeout" : closed ? "text_locked" : hint;
    $("text-label").textContent = t("text_label", { channel });
    this.text.placeholder = this.reporting ? t("report_ask") : t(key, { channel });
    const send = $("composer").querySelector("[type=submit]");
    send.textContent = t(this.editing ? "save" : this.reporting ? "report_send" : "send");
  }

  get silenced() {
    const until = this.room.me?.timeout_until;
    return Boolean(until) && new Date(until).getTime() > now();
  }

  // What the line under the field says while nothing else is to be said.
  state() {
    const { me } = this.room;
    if (!me) return;
    const was = this.wasSilenced;
    this.wasSilenced = this.silenced;
    if (was !== this.wasSilenced) this.labels();
    if (was && !this.silenced) this.said = t("timeout_over");
    const standing = this.standing();
    const shown = this.said || standing;
    const state = $("state");
    state.classList.toggle("waiting", Boolean(standing) && !this.said);
    // A line that counts seconds would never let a screen reader rest.
    state.setAttribute("aria-live", this.silenced ? "off" : "polite");
    if (state.textContent !== shown) state.textContent = shown;
  }

  standing() {
    const { me } = this.room;
    const hall = this.room.halls.get(this.room.channel) ?? {};
    if (this.silenced) {
      const holes = { ...end(me.timeout_until), reason: me.timeout_reason };
      return t(me.timeout_reason ? "timeout_reason" : "timeout", holes);
    }
    if (hall.locked && !me.staff) return t(hall.reason ? "locked_reason" : "locked", { reason: hall.reason });
    return hall.slow ? t("slow", { rest: span(hall.slow) }) : "";
  }

  say(text) {
    this.said = text;
    this.state();
  }

  async submit() {
    const text = this.text.value.trim();
    if (!text && !this.reporting) return;
    const { replying, editing, reporting } = this;
    const { channel } = this.room;
    const command = /^\/[a-z]/i.test(text) && !editing && !reporting;
    const frame = editing ? { t: "edit", message: editing, text }
      : reporting ? { t: "report", message: reporting, reason: text }
      : { t: command ? "command" : "say", channel, text, reply_to: replying ?? "", language: language() };
    this.text.value = "";
    this.editing = null;
    this.drop();
    this.hide();
    this.grow();
    this.say("");
    const sending = this.line.send(frame);
    this.onSent(frame);
    const answer = await sending;
    if (answer.ok) {
      if (reporting) this.say(t("reported"));
      return;
    }
    this.say(trouble(answer));
    if (!this.text.value) this.text.value = text;
    this.grow();
  }

  async look() {
    const asked = ++this.asked;
    const found = this.editing || this.reporting ? null
      : situation(this.text.value.slice(0, this.text.selectionStart), this.room.commands);
    if (!found) return this.hide();
    const items = await suggestions(found, {
      commands: this.room.commands,
      people: this.room.people,
      halls: [...this.room.halls.keys()],
      me: this.room.me.id,
      language: language(),
      ask: async (command, parameter, typed) => (await this.line.ask({ t: "complete", command, parameter, typed })).items ?? [],
    });
    if (asked === this.asked) this.show(found, items);
  }

  show(found, items) {
    this.found = found;
    this.items = items;
    this.hint(found);
    this.list.replaceChildren(
      ...items.map((item, index) =>
        el(
          "li",
          { id: `choice-${index}`, role: "option", "aria-selected": "false", onpointerdown: (event) => { event.preventDefault(); this.take(index); } },
          el("span", {}, item.shown),
          item.help ? el("span", { class: "help" }, item.help) : null,
        ),
      ),
    );
    this.box.hidden = !items.length && $("usage").hidden;
    this.text.setAttribute("aria-expanded", String(items.length > 0));
    this.mark(items.length && found.kind !== "mention" && found.typed ? 0 : items.length && found.kind !== "parameter" ? 0 : -1);
  }

  hint(found) {
    const hint = $("usage");
    hint.hidden = found.kind !== "parameter";
    if (hint.hidden) return;
    const { command, parameter } = found;
    const help = parameter?.help[language()] ?? parameter?.help.en ?? command.help[language()] ?? "";
    const optional = parameter && !parameter.required ? ` (${t("optional")})` : "";
    hint.replaceChildren(el("b", {}, usage(command)), parameter ? ` · ${parameter.name}${optional}: ${help}` : ` · ${help}`);
  }

  mark(index) {
    this.at = index;
    for (const [each, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(each === index));
      if (each === index) option.scrollIntoView({ block: "nearest" });
    }
    if (index >= 0) this.text.setAttribute("aria-activedescendant", `choice-${index}`);
    else this.text.removeAttribute("aria-activedescendant");
  }

  take(index) {
    const cursor = this.text.selectionStart;
    const { insert } = this.items[index];
    const value = this.text.value;
    this.text.value = value.slice(0, this.found.from) + insert + value.slice(cursor);
    const to = this.found.from + insert.length;
    this.text.setSelectionRange(to, to);
    this.grow();
    this.look();
  }

  hide() {
    this.asked += 1;
    this.items = [];
    this.box.hidden = true;
    this.text.setAttribute("aria-expanded", "false");
    this.text.removeAttribute("aria-activedescendant");
  }

  keys(event) {
    if (event.isComposing) return;
    const open = this.items.length > 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (open && step) {
      event.preventDefault();
      this.mark((this.at + step + this.items.length) % this.items.length);
    } else if (open && this.takes(event)) {
      event.preventDefault();
      this.take(Math.max(this.at, 0));
    } else if (event.key === "Escape") {
      if (open) this.hide();
      else this.drop();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    }
  }

  // Enter takes a marked suggestion unless it stands there already; Tab always takes one.
  takes(event) {
    if (event.key === "Tab" && !event.shiftKey) return true;
    if (event.key !== "Enter" || event.shiftKey || this.at < 0) return false;
    const typed = this.text.value.slice(this.found.from, this.text.selectionStart).trim();
    return this.items[this.at].insert.trim().toLowerCase() !== typed.toLowerCase();
  }
}
