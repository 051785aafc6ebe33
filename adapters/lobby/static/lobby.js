// The page: what it knows of the room, and what it shows of it.

import { $, browser, el, newId, tab } from "./dom.js";
import { Composer } from "./composer.js";
import { Log } from "./posts.js";
import { Menu } from "./menu.js";
import { Line } from "./net.js";
import { Side } from "./side.js";
import { end, language, setLanguage, setNow, t, translate, trouble } from "./texts.js";

const THEMES = ["auto", "light", "dark"];
const MOST = 1500;

const room = {
  me: null,
  people: new Map(),
  posts: new Map(),
  halls: new Map(),
  commands: [],
  asked: new Map(),
  unread: new Map(),
  channel: "general",
  pending: [],
  postsIn: (channel) => [...room.posts.values()].filter((post) => post.channel === channel).sort((a, b) => a.seq - b.seq),
};

let out = null;
let seat = new URLSearchParams(location.search).has("seat");

const line = new Line({ onFrame, onOpen, onClosed, onOutbox });
const menu = new Menu();
const log = new Log({ room, onPress: press, onMenu: openMenu });
const composer = new Composer({ room, line, onSent: remember });
const side = new Side({ room, line, onPersona: become });

// ---------------------------------------------------------------- coming and going

function view(name) {
  if (document.body.dataset.view === name) return;
  document.body.dataset.view = name;
  if (name === "door") $("name").focus();
  if (name === "room") $("text").focus({ preventScroll: true });
  if (name === "out") $("come-back").focus();
}

function onOpen(answer) {
  connection("online");
  if (answer.known && seat && answer.seat) takeSeat();
  if (answer.known) return;
  const offered = seat && answer.seat;
  $("door-title").textContent = t(offered ? "seat_title" : "door_title");
  $("door-about").textContent = t(offered ? "seat_about" : "door_about");
  if (answer.out) onFrame(answer.out);
  else view("door");
  side.personas(line.token);
}

async function takeSeat() {
  const answer = await line.ask({ t: "seat" });
  if (!answer.ok) composer.say(trouble(answer));
  seatTaken();
}

function seatTaken() {
  seat = false;
  history.replaceState(null, "", "/");
}

function onClosed() {
  connection("offline");
}

function connection(state) {
  $("connection").textContent = t(state);
  $("connection").dataset.state = state;
}

async function join(name, error) {
  const offered = seat;
  const answer = await line.ask({ t: "join", token: line.token, name, seat: offered });
  if (!answer.ok && answer.error === "seat_used") seatTaken();
  error.textContent = answer.ok ? "" : trouble(answer);
  if (!answer.ok) return;
  if (offered) seatTaken();
  line.entered();
}

function become(persona) {
  const token = persona?.token ?? newId(20);
  tab.set("token", token);
  room.me = null;
  room.posts.clear();
  room.asked.clear();
  $("name").value = "";
  document.body.classList.remove("aside-open");
  view("wait");
  line.open(token);
}

function keepPersona() {
  const others = tab.get("personas", []).filter((each) => each.token !== line.token);
  tab.set("personas", [{ token: line.token, name: room.me.name }, ...others].slice(0, 12));
  side.personas(line.token);
}

// ------------------------------------------------------------------ what comes in

function onFrame(frame) {
  const act = { welcome, post: onPost, person: onPerson, hall: onHall, me: onMe, out: onOut, sample: (f) => side.show(f) }[frame.t];
  if (act) act(frame);
}

function welcome(frame) {
  const again = room.me?.id === frame.me.id;
  setNow(frame.now);
  room.me = frame.me;
  room.commands = frame.commands;
  room.people = new Map(frame.people.map((each) => [each.id, each]));
  room.halls = new Map(frame.halls.map((each) => [each.id, each]));
  room.posts = new Map(frame.posts.map((each) => [each.id, each]));
  room.pending = line.outbox;
  if (!room.halls.has(room.channel)) room.channel = "general";
  if (!again) room.unread.clear();
  keepPersona();
  view("room");
  showRoom();
  side.show(frame.sample);
}

function showRoom() {
  drawChannels();
  log.draw(room.channel);
  composer.labels();
  composer.state();
  side.people();
}

function onPost({ post }) {
  const before = room.posts.get(post.id);
  room.posts.set(post.id, post);
  if (room.posts.size > MOST) room.posts.delete(room.posts.keys().next().value);
  log.put(post);
  for (const each of room.posts.values()) if (each.reply_to === post.id) log.put(each, { quiet: true });
  log.pending(room.pending);
  if (before) {
    if (post.removed && !before.removed) speak(t("removed_live", { name: post.name }));
    const fresh = post.signs.filter((sign) => !before.signs.includes(sign));
    if (fresh.length && post.author === room.me.id) speak(`${t("marked")} ${fresh.join(" ")}`);
    return;
  }
  const elsewhere = post.channel !== room.channel || document.hidden;
  if (elsewhere && post.author !== room.me.id) count(post.channel);
  if (post.channel === room.channel || post.private) tell(post);
}

function onPerson({ person }) {
  if (person.here) room.people.set(person.id, person);
  else room.people.delete(person.id);
  if (room.me) side.people();
}

function onHall({ hall }) {
  room.halls.set(hall.id, hall);
  composer.labels();
  composer.state();
  drawChannels();
}

function onMe({ me }) {
  room.me = me;
  composer.labels();
  composer.state();
}

function onOut(frame) {
  out = frame;
  line.known = false;
  showOut();
  view("out");
}

function showOut() {
  const { banned, until, reason } = out;
  const left = !banned && !out.shown_out;
  $("out-title").textContent = t(banned ? "out_banned" : left ? "out_left" : "out_kicked");
  $("out-reason").textContent = reason ? t("out_reason", { reason }) : "";
  $("out-until").textContent = !banned ? t("out_may_return") : until ? t("out_until", end(until)) : t("out_for_good");
  $("come-back").hidden = banned;
  $("out-notes").replaceChildren(...(out.notes ?? []).map((note) => el("li", {}, note.text, log.buttons(note))));
  side.personas(line.token);
}

function onOutbox(frames) {
  room.pending = frames;
  if (room.me) log.pending(frames);
}

// --------------------------------------------------------------------- channels

function drawChannels() {
  $("channels").replaceChildren(
    ...[...room.halls.values()].map((hall) => {
      const unread = room.unread.get(hall.id) ?? 0;
      return el(
        "li",
        {},
        el(
          "button",
          { type: "button", "aria-current": hall.id === room.channel ? "page" : null, "data-channel": hall.id, onclick: () => enter(hall.id) },
          el("span", {}, `#${hall.id}`),
          unread ? el("span", { class: "count" }, el("span", { "aria-hidden": "true" }, String(Math.min(unread, 99))), el("span", { class: "unseen" }, t("unread", { n: unread }))) : null,
        ),
      );
    }),
  );
  $("channel").textContent = `#${room.channel}`;
  $("about").textContent = t(`about_${room.channel}`);
  const all = [...room.unread.values()].reduce((sum, each) => sum + each, 0);
  document.title = `${all ? `(${all}) ` : ""}#${room.channel} · Lobby`;
}

function enter(channel) {
  room.channel = channel;
  room.unread.delete(channel);
  composer.drop();
  drawChannels();
  log.draw(channel);
  composer.labels();
  composer.state();
  $("channels").querySelector("[aria-current]")?.focus({ preventScroll: true });
}

function count(channel) {
  room.unread.set(channel, (room.unread.get(channel) ?? 0) + 1);
  drawChannels();
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden || !room.me) return;
  room.unread.delete(room.channel);
  drawChannels();
});

// ----------------------------------------------------------------------- acting

function remember(frame) {
  if (frame.t === "command") room.asked.set(line.outbox.at(-1)?.id, frame.text);
}

async function press(post, button, element) {
  element.disabled = true;
  if (!line.known) return object(post, button, element);
  const sending = line.send({ t: "press", message: post.id, button: button.id, language: language() });
  room.asked.set(line.outbox.at(-1)?.id, button.label);
  const answer = await sending;
  element.disabled = false;
  if (!answer.ok) composer.say(trouble(answer));
}

// Whoever is out has no room to write in; the door passes on what they press.
async function object(post, button, element) {
  const answer = await line.ask({ t: "press", message: post.id, button: button.id, language: language() });
  element.disabled = false;
  $("out-error").textContent = answer.ok ? "" : trouble(answer);
}

function openMenu(post, beside) {
  const mine = post.author === room.me.id;
  const entries = [["reply", () => composer.reply(post)]];
  if (mine) {
    entries.push(["edit", () => composer.change(post)], ["remove", () => take(post)]);
  } else if (!post.host) {
    entries.push(["report", () => composer.reportOf(post)]);
    if (room.me.staff) {
      entries.push(["warn", () => composer.fill(`/warn @${post.name} `)]);
      entries.push(["time_out", () => composer.fill(`/timeout @${post.name} `)]);
    }
  }
  if (room.me.staff) entries.push([post.pinned ? "unpin" : "pin", () => composer.pin(post)]);
  if (room.me.staff) entries.push(["why", () => composer.askWhy(post)]);
  if (navigator.clipboard) entries.push(["copy", () => navigator.clipboard.writeText(post.text)]);
  menu.open(beside, entries);
}

async function take(post) {
  const answer = await line.send({ t: "remove", message: post.id });
  if (!answer.ok) composer.say(trouble(answer));
}

// ------------------------------------------------------------- for screen readers

let waiting = [];
let speaking = null;

function tell(post) {
  if (post.author === room.me.id) return;
  speak(t(post.private ? "private_note" : "said", { name: post.name, text: post.text.slice(0, 300) }));
}

function speak(text) {
  waiting.push(text);
  speaking ??= setTimeout(() => {
    const lines = waiting.length > 4 ? [t("new_many", { n: waiting.length })] : waiting;
    $("live").replaceChildren(...lines.map((each) => el("p", {}, each)));
    waiting = [];
    speaking = null;
  }, 1200);
}

// ------------------------------------------------------------- language and light

function theme(name) {
  browser.set("theme", name);
  document.documentElement.dataset.theme = name;
  $("theme").replaceChildren(el("span", { class: "unseen" }, `${t("theme")} `), t(`theme_${name}`));
}

function speech() {
  translate();
  $("language").textContent = t("language");
  $("language").setAttribute("aria-label", t("language_label"));
  $("language").lang = language() === "de" ? "en" : "de";
  theme(browser.get("theme", "auto"));
  connection(line.socket?.readyState === WebSocket.OPEN ? "online" : "offline");
  if (room.me) showRoom();
  side.show({});
  if (out) showOut();
}

$("language").addEventListener("click", () => { setLanguage(language() === "de" ? "en" : "de"); speech(); });
$("theme").addEventListener("click", () => theme(THEMES[(THEMES.indexOf(browser.get("theme", "auto")) + 1) % THEMES.length]));
$("more").addEventListener("click", () => {
  const open = document.body.classList.toggle("aside-open");
  $("more").setAttribute("aria-expanded", String(open));
  $("more").textContent = t(open ? "less" : "more");
});
$("join").addEventListener("submit", (event) => { event.preventDefault(); join($("name").value, $("name-error")); });
$("come-back").addEventListener("click", () => {
  const name = tab.get("personas", []).find((each) => each.token === line.token)?.name ?? room.me?.name ?? "";
  join(name, $("out-error"));
});

speech();
const token = tab.get("token", null) ?? newId(20);
tab.set("token", token);
line.open(token);
