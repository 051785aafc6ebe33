// The log of one channel: what was said, in order, with what can be done about it.

import { $, el, linked } from "./dom.js";
import { ago, exact, t } from "./texts.js";

const NEAR = 80;
const MOST = 400;
const JOINED = 4 * 60 * 1000;

export class Log {
  constructor({ room, onPress, onMenu }) {
    this.room = room;
    this.onPress = onPress;
    this.onMenu = onMenu;
    this.list = $("log");
    this.items = new Map();
    this.list.addEventListener("keydown", (event) => this.keys(event));
    this.list.addEventListener("contextmenu", (event) => this.rightClick(event));
    this.list.addEventListener("scroll", () => this.atEnd && this.newer(false));
    $("newer").addEventListener("click", () => this.toEnd());
    setInterval(() => this.tellTime(), 30000);
  }

  get atEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.newer(false);
  }

  newer(shown) {
    $("newer").hidden = !shown;
  }

  // Draw a channel anew.
  draw(channel) {
    this.channel = channel;
    this.items.clear();
    this.list.replaceChildren();
    this.list.setAttribute("aria-label", t("log_label", { channel }));
    for (const post of this.room.postsIn(channel)) this.place(post);
    this.pending(this.room.pending);
    this.emptiness();
    this.toEnd();
  }

  emptiness() {
    this.list.querySelector(".empty")?.remove();
    if (!this.list.children.length) {
      this.list.append(el("li", { class: "empty" }, t(`empty_${this.channel}`)));
    }
  }

  // Show a post that is new or has changed.
  put(post, { quiet = false } = {}) {
    if (post.channel !== this.channel) return;
    const stay = this.atEnd;
    const changed = this.items.has(post.id);
    this.place(post);
    this.list.querySelector(".empty")?.remove();
    if (stay) this.toEnd();
    else if (!changed && !quiet) this.newer(true);
    if (stay) this.trim();
  }

  // What has scrolled away for long is let go; a reload brings the newest again.
  trim() {
    for (const [id, item] of this.items) {
      if (this.items.size <= MOST) return;
      item.remove();
      this.items.delete(id);
      this.room.posts.delete(id);
    }
  }

  place(post) {
    const before = this.items.get(post.id);
    const had = before?.contains(document.activeElement);
    const item = this.item(post);
    if (before) before.replaceWith(item);
    else this.insert(item, post.seq);
    this.items.set(post.id, item);
    this.join(item);
    this.join(this.next(item));
    if (had) item.focus();
  }

  insert(item, seq) {
    let after = this.list.lastElementChild;
    while (after && (after.dataset.pending || Number(after.dataset.seq ?? 0) > seq)) {
      after = after.previousElementSibling;
    }
    if (after) after.after(item);
    else this.list.prepend(item);
  }

  next(item) {
    return item?.nextElementSibling ?? null;
  }

  // Several lines of one person in a row share one heading.
  join(item) {
    if (!item?.dataset.author) return;
    const above = item.previousElementSibling;
    const near = above && Number(item.dataset.at) - Number(above.dataset.at) < JOINED;
    const same = above?.dataset.author === item.dataset.author;
    item.classList.toggle("more", Boolean(near && same && !item.dataset.apart && !above.dataset.apart));
  }

  item(post) {
    const mine = post.author === this.room.me.id;
    const apart = post.host || post.private || post.removed || post.reply_to || post.pinned;
    return el(
      "li",
      {
        class: ["post", post.host && "host", post.private && "private", post.removed && "removed", post.pinned && "pinned", mine && "mine"].filter(Boolean).join(" "),
        tabindex: "-1",
        "data-id": post.id,
        "data-seq": post.seq,
        "data-author": post.author,
        "data-at": new Date(post.at).getTime(),
        "data-apart": apart ? "yes" : null,
      },
      el("span", { class: "face", "aria-hidden": "true" }, post.host ? "" : [...post.name][0].toUpperCase()),
      this.head(post),
      this.quote(post),
      this.asked(post),
      el("div", { class: "words" }, ...this.words(post)),
      this.signs(post),
      this.buttons(post),
      this.handle(post),
    );
  }

  head(post) {
    const staff = this.room.people.get(post.author)?.staff;
    return el(
      "p",
      { class: "head" },
      el("b", {}, post.name),
      post.host ? el("span", { class: "tag" }, t("host")) : null,
      staff ? el("span", { class: "tag" }, t("moderator")) : null,
      el("time", { datetime: post.at, title: exact(post.at) }, ago(post.at)),
      post.private ? el("span", { class: "aside" }, t("only_you")) : null,
      post.edited && !post.removed ? el("span", { class: "aside" }, t("edited")) : null,
      post.restored ? el("span", { class: "aside" }, t("restored")) : null,
      post.pinned ? el("span", { class: "aside pin" }, t("pinned")) : null,
    );
  }

  quote(post) {
    if (!post.reply_to) return null;
    const other = this.room.posts.get(post.reply_to);
    const known = other && !other.removed;
    const text = known ? t("answer_to", { name: other.name, text: other.text.replace(/\s+/g, " ") }) : t("answer_gone");
    return el("p", { class: "quote" }, text);
  }

  // What a private answer answers, as far as this tab remembers.
  asked(post) {
    const asked = post.private && this.room.asked.get(post.interaction);
    return asked ? el("p", { class: "quote" }, asked) : null;
  }

  words(post) {
    if (!post.removed) return this.published(post) ? linked(post.text) : [post.text];
    const [kind, ...rest] = post.removed.split(":");
    return [kind === "policy" ? t("removed_policy", { policy: rest.join(":") }) : t(`removed_${kind}`)];
  }

  // Whether the words are the house's own: an answer that everybody reads.
  published(post) {
    return post.host && post.reply_to && !post.private && !this.room.halls.get(post.channel)?.staff;
  }

  // What Evenhand marked the message with.
  signs(post) {
    if (!post.signs.length) return null;
    const marks = post.signs.map((sign) => el("span", { class: "sign" }, sign));
    return el("p", { class: "signs", title: t("marked") }, el("span", { class: "unseen" }, `${t("marked")} `), ...marks);
  }

  buttons(post) {
    if (!post.buttons.length || post.removed) return null;
    const row = el("p", { class: "buttons" });
    for (const button of post.buttons) {
      row.append(
        el(
          "button",
          { type: "button", class: `act ${["primary", "danger"].includes(button.style) ? button.style : ""}`, onclick: (event) => this.onPress(post, button, event.currentTarget) },
          button.label,
        ),
      );
    }
    return row;
  }

  handle(post) {
    if (post.removed || post.private) return null;
    return el(
      "button",
      { type: "button", class: "handle", tabindex: "-1", "aria-label": t("actions"), title: t("actions"), onclick: (event) => this.onMenu(post, event.currentTarget) },
      "⋯",
    );
  }

  // What was written here and is not acknowledged yet stands faintly at the end.
  pending(frames) {
    for (const item of this.list.querySelectorAll("[data-pending]")) item.remove();
    const stay = this.atEnd;
    for (const frame of frames) {
      const shown = frame.t === "say" || frame.t === "command";
      if (!shown || frame.channel !== this.channel || this.items.has(`${this.room.me.id}-${frame.id}`)) continue;
      this.list.append(
        el(
          "li",
          { class: "post mine pending", "data-pending": "yes" },
          el("span", { class: "face", "aria-hidden": "true" }, [...this.room.me.name][0].toUpperCase()),
          el("p", { class: "head" }, el("b", {}, this.room.me.name), el("span", { class: "aside" }, t(frame.again ? "retrying" : "sending"))),
          el("div", { class: "words" }, frame.text),
        ),
      );
    }
    if (stay) this.toEnd();
  }

  keys(event) {
    const items = [...this.list.querySelectorAll(".post:not(.pending)")];
    const at = items.indexOf(document.activeElement.closest("#log > li"));
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? items.length - 1 : at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined && items.length) {
      event.preventDefault();
      items[Math.max(0, Math.min(items.length - 1, to))].focus();
    } else if (event.key === "Enter" && items.includes(document.activeElement)) {
      event.preventDefault();
      this.menuAt(document.activeElement);
    }
  }

  rightClick(event) {
    const item = event.target.closest(".post[data-id]");
    if (!item || event.target.closest("a, button") || String(getSelection())) return;
    event.preventDefault();
    this.menuAt(item);
  }

  menuAt(item) {
    const post = this.room.posts.get(item.dataset.id);
    if (post && !post.removed) this.onMenu(post, item.querySelector(".handle") ?? item);
  }

  tellTime() {
    for (const time of this.list.querySelectorAll("time")) time.textContent = ago(time.dateTime);
  }
}
