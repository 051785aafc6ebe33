// What the page says, in English and German, and how it says times.

import { browser } from "./dom.js";

const EN = {
  skip: "Skip to writing",
  connecting: "Opening the lobby …",
  online: "Connected",
  offline: "Connection lost, trying again …",
  more: "People and more",
  less: "Back to the talk",
  language: "Deutsch",
  language_label: "Die Seite auf Deutsch zeigen",
  theme: "Light or dark:",
  theme_auto: "Auto",
  theme_light: "Light",
  theme_dark: "Dark",
  door_title: "Come in",
  door_about: "This is a chat room with Evenhand in it. Say something, ask something, or try to be rude.",
  door_note: "Each browser tab can be another person. What you write stays on the machine that runs Evenhand.",
  seat_title: "Take the moderator's seat",
  seat_about: "You will see #mod-alerts, the team's commands and the buttons under each alert. Which name should people see?",
  name_label: "Your name here",
  join: "Come in",
  out_kicked: "You were asked to leave the room",
  out_banned: "You can't come in here",
  out_left: "You left the room",
  out_reason: "Reason: {reason}",
  out_until: "This holds until {time} ({rest} left).",
  out_for_good: "This has no end date. If you think it is wrong, write to the team.",
  out_may_return: "You may come back when you like.",
  come_back: "Come back",
  channels: "Channels",
  side: "People and more",
  about_general: "Everyday talk",
  about_help: "Questions about kettles, coffee and orders",
  "about_mod-alerts": "Only the team sees this: what Evenhand did, and what needs a person",
  empty_general: "Nobody has said anything yet. Write the first line below, or play the sample evening.",
  empty_help: "Questions and answers appear here. Try: can I still cancel my order?",
  "empty_mod-alerts": "It is quiet. Alerts appear here when Evenhand acts or needs a person.",
  log_label: "Messages in #{channel}",
  log_help: "Up and down arrow keys move between messages. Enter opens what you can do with one.",
  newer: "New messages below",
  text_label: "Message to #{channel}",
  text_hint: "Write to #{channel}, or / for commands",
  text_hint_short: "Write to #{channel}",
  text_locked: "#{channel} is closed for now",
  text_timeout: "Only commands for now",
  send: "Send",
  cancel: "Cancel",
  save: "Save",
  suggestions: "Suggestions",
  replying: "Answer to {name}",
  editing: "Changing your message",
  timeout: "You can't write until {time} ({rest} left). You can still read everything and use /appeal.",
  timeout_reason: "You can't write until {time} ({rest} left). Reason: {reason}. You can still read everything and use /appeal.",
  timeout_over: "Your time-out is over. You can write again.",
  locked: "The team has closed this channel for now.",
  locked_reason: "The team has closed this channel for now. Reason: {reason}",
  slow: "Slow mode: one message every {rest}.",
  sending: "sending …",
  retrying: "Not taken in yet, trying again …",
  you: "You",
  you_are: "You are {name}.",
  moderator: "team",
  people: "In the room",
  be_other: "Be someone else",
  personas: "Who you have been in this tab",
  invite: "Invite a moderator",
  invited: "This link works once: {link}",
  leave: "Leave",
  sample_title: "A sample evening",
  sample_about: "Some 150 lines of made-up talk in two languages: a troll, a grumbler, a spammer, real questions.",
  speed: "Speed:",
  speed_shown: "{speed}×, about {rest}",
  sample_play: "Play it",
  sample_pause: "Pause",
  sample_go_on: "Go on",
  sample_stop: "Stop",
  sample_progress: "{done} of {total} lines",
  only_you: "Only you see this",
  host: "bot",
  answer_to: "{name}: {text}",
  answer_gone: "a message that is gone",
  removed_policy: "Removed · {policy}",
  removed_team: "Removed by the team",
  removed_author: "Taken back by its author",
  edited: "changed",
  restored: "brought back",
  pinned: "pinned",
  marked: "Marked by Evenhand:",
  actions: "What you can do with this message",
  reply: "Answer",
  report: "Report to the team",
  report_ask: "What is wrong with it? The team reads this.",
  report_send: "Report",
  reported: "Thank you. The team was told.",
  edit: "Change",
  remove: "Take back",
  copy: "Copy text",
  warn: "Warn …",
  time_out: "Time out …",
  why: "Why?",
  pin: "Pin",
  unpin: "Unpin",
  just_now: "just now",
  minutes_ago: "{n} min ago",
  unread: "{n} new",
  new_many: "{n} new messages",
  said: "{name}: {text}",
  private_note: "Only for you, from {name}: {text}",
  removed_live: "A message by {name} was removed.",
  optional: "optional",
  e_busy: "That can't be done right now. Please try again in a moment.",
  e_stranger: "Please come in first.",
  e_bad_request: "The page and the lobby don't understand each other. Please load the page again.",
  e_too_fast: "That was a lot at once. Wait a moment, then go on.",
  e_too_long: "That is too long; {most} characters fit.",
  e_empty: "There is nothing to send yet.",
  e_no_channel: "You can't write in this channel.",
  e_timeout: "You can't write until {time} ({rest} left).",
  e_locked: "The team has closed this channel for now.",
  e_slow: "Slow mode is on. You can write again in {rest}.",
  e_gone: "That is no longer there.",
  e_no_command: "There is no command /{name} for you here. Type / to see what there is.",
  e_not_reportable: "Your own messages and Evenhand's can't be reported.",
  e_team_only: "Only the team can do that.",
  e_banned: "You can't come in here.",
  e_name_empty: "Please write a name with letters or digits.",
  e_name_team: "That name looks like one of the team's. Please take another.",
  e_name_taken: "Somebody here is called {name}, or nearly so. Please take another name.",
  e_seat_used: "This link to the seat has been used. Start Evenhand again for a new one, or ask somebody with a seat.",
  e_unknown: "That did not work.",
};

const DE = {
  skip: "Zum Schreiben springen",
  connecting: "Die Lobby wird geöffnet …",
  online: "Verbunden",
  offline: "Verbindung verloren, neuer Versuch …",
  more: "Leute und mehr",
  less: "Zurück zum Gespräch",
  language: "English",
  language_label: "Show the page in English",
  theme: "Hell oder dunkel:",
  theme_auto: "Auto",
  theme_light: "Hell",
  theme_dark: "Dunkel",
  door_title: "Komm herein",
  door_about: "Hier ist ein Chatraum, und Evenhand ist dabei. Erzähl etwas, frag etwas oder probier aus, was bei Pöbeleien geschieht.",
  door_note: "Jeder Browser-Tab kann jemand anderes sein. Was du schreibst, bleibt auf dem Rechner, auf dem Evenhand läuft.",
  seat_title: "Nimm den Moderationsplatz",
  seat_about: "Du siehst dann #mod-alerts, die Befehle des Teams und die Knöpfe unter jeder Meldung. Unter welchem Namen sollen dich die Leute sehen?",
  name_label: "Dein Name hier",
  join: "Hereinkommen",
  out_kicked: "Du wurdest gebeten zu gehen",
  out_banned: "Du kannst hier nicht herein",
  out_left: "Du bist gegangen",
  out_reason: "Grund: {reason}",
  out_until: "Das gilt bis {time} Uhr (noch {rest}).",
  out_for_good: "Das gilt ohne Enddatum. Hältst du es für falsch, schreib dem Team.",
  out_may_return: "Du kannst jederzeit wiederkommen.",
  come_back: "Wiederkommen",
  channels: "Kanäle",
  side: "Leute und mehr",
  about_general: "Was gerade so los ist",
  about_help: "Fragen zu Wasserkochern, Kaffee und Bestellungen",
  "about_mod-alerts": "Das sieht nur das Team: was Evenhand getan hat und was einen Menschen braucht",
  empty_general: "Noch hat niemand etwas gesagt. Schreib unten die erste Zeile oder spiel den Beispielabend ab.",
  empty_help: "Hier stehen Fragen und Antworten. Probier: Kann ich meine Bestellung noch stornieren?",
  "empty_mod-alerts": "Alles ruhig. Meldungen stehen hier, sobald Evenhand handelt oder einen Menschen braucht.",
  log_label: "Nachrichten in #{channel}",
  log_help: "Mit den Pfeiltasten gehst du von Nachricht zu Nachricht. Die Eingabetaste öffnet, was du damit tun kannst.",
  newer: "Weiter unten gibt es Neues",
  text_label: "Nachricht an #{channel}",
  text_hint: "Schreib in #{channel}, oder / für Befehle",
  text_hint_short: "Schreib in #{channel}",
  text_locked: "#{channel} ist gerade geschlossen",
  text_timeout: "Gerade nur Befehle",
  send: "Senden",
  cancel: "Abbrechen",
  save: "Speichern",
  suggestions: "Vorschläge",
  replying: "Antwort an {name}",
  editing: "Du änderst deine Nachricht",
  timeout: "Bis {time} Uhr kannst du nicht schreiben (noch {rest}). Mitlesen und /appeal gehen weiter.",
  timeout_reason: "Bis {time} Uhr kannst du nicht schreiben (noch {rest}). Grund: {reason}. Mitlesen und /appeal gehen weiter.",
  timeout_over: "Deine Auszeit ist vorbei. Du kannst wieder schreiben.",
  locked: "Das Team hat diesen Kanal vorerst geschlossen.",
  locked_reason: "Das Team hat diesen Kanal vorerst geschlossen. Grund: {reason}",
  slow: "Langsam-Modus: alle {rest} eine Nachricht.",
  sending: "wird gesendet …",
  retrying: "Noch nicht angenommen, neuer Versuch …",
  you: "Du",
  you_are: "Du bist {name}.",
  moderator: "Team",
  people: "Im Raum",
  be_other: "Jemand anderes sein",
  personas: "Wer du in diesem Tab schon warst",
  invite: "Jemanden ins Team holen",
  invited: "Dieser Link gilt einmal: {link}",
  leave: "Gehen",
  sample_title: "Ein Beispielabend",
  sample_about: "Rund 150 erfundene Zeilen in zwei Sprachen: ein Troll, ein Nörgler, Werbung, echte Fragen.",
  speed: "Tempo:",
  speed_shown: "{speed}×, etwa {rest}",
  sample_play: "Abspielen",
  sample_pause: "Anhalten",
  sample_go_on: "Weiter",
  sample_stop: "Beenden",
  sample_progress: "{done} von {total} Zeilen",
  only_you: "Das siehst nur du",
  host: "Bot",
  answer_to: "{name}: {text}",
  answer_gone: "eine Nachricht, die es nicht mehr gibt",
  removed_policy: "Entfernt · {policy}",
  removed_team: "Vom Team entfernt",
  removed_author: "Selbst zurückgenommen",
  edited: "geändert",
  restored: "wieder da",
  pinned: "angeheftet",
  marked: "Von Evenhand markiert:",
  actions: "Was du mit dieser Nachricht tun kannst",
  reply: "Antworten",
  report: "Dem Team melden",
  report_ask: "Was stimmt damit nicht? Das Team liest es.",
  report_send: "Melden",
  reported: "Danke. Das Team weiß Bescheid.",
  edit: "Ändern",
  remove: "Zurücknehmen",
  copy: "Text kopieren",
  warn: "Verwarnen …",
  time_out: "Auszeit geben …",
  why: "Warum?",
  pin: "Anheften",
  unpin: "Nicht mehr anheften",
  just_now: "gerade eben",
  minutes_ago: "vor {n} Min.",
  unread: "{n} neu",
  new_many: "{n} neue Nachrichten",
  said: "{name}: {text}",
  private_note: "Nur für dich, von {name}: {text}",
  removed_live: "Eine Nachricht von {name} wurde entfernt.",
  optional: "freiwillig",
  e_busy: "Das geht gerade nicht. Versuch es bitte gleich noch einmal.",
  e_stranger: "Komm bitte erst herein.",
  e_bad_request: "Seite und Lobby verstehen sich gerade nicht. Lade die Seite bitte neu.",
  e_too_fast: "Das war viel auf einmal. Warte kurz, dann geht es weiter.",
  e_too_long: "Das ist zu lang; {most} Zeichen passen hinein.",
  e_empty: "Da ist noch nichts zu senden.",
  e_no_channel: "In diesem Kanal kannst du nicht schreiben.",
  e_timeout: "Bis {time} Uhr kannst du nicht schreiben (noch {rest}).",
  e_locked: "Das Team hat diesen Kanal vorerst geschlossen.",
  e_slow: "Der Langsam-Modus ist an. In {rest} kannst du wieder schreiben.",
  e_gone: "Das gibt es nicht mehr.",
  e_no_command: "Einen Befehl /{name} gibt es hier für dich nicht. Tipp / für alle, die es gibt.",
  e_not_reportable: "Eigene Nachrichten und die von Evenhand lassen sich nicht melden.",
  e_team_only: "Das kann nur das Team.",
  e_banned: "Du kannst hier nicht herein.",
  e_name_empty: "Schreib bitte einen Namen aus Buchstaben oder Ziffern.",
  e_name_team: "Der Name sieht aus wie einer aus dem Team. Nimm bitte einen anderen.",
  e_name_taken: "Hier heißt schon jemand {name} oder fast so. Nimm bitte einen anderen Namen.",
  e_seat_used: "Dieser Link zum Platz ist verbraucht. Starte Evenhand neu oder frag jemanden mit Platz.",
  e_unknown: "Das hat nicht geklappt.",
};

export const TEXTS = { en: EN, de: DE };

let chosen = browser.get("language", null);
if (!TEXTS[chosen]) chosen = (navigator.language || "en").startsWith("de") ? "de" : "en";

export const language = () => chosen;

export function setLanguage(next) {
  chosen = TEXTS[next] ? next : "en";
  browser.set("language", chosen);
}

export function t(key, holes = {}) {
  const text = TEXTS[chosen][key] ?? EN[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, hole) => String(holes[hole] ?? ""));
}

export function trouble(answer) {
  const holes = { ...answer };
  if (answer.until) Object.assign(holes, end(answer.until));
  if (answer.wait) holes.rest = span(answer.wait);
  const key = `e_${answer.error}`;
  return t(EN[key] ? key : "e_unknown", holes);
}

export function translate(root = document) {
  document.documentElement.lang = chosen;
  for (const each of root.querySelectorAll("[data-text]")) each.textContent = t(each.dataset.text);
  for (const each of root.querySelectorAll("[data-label]")) each.setAttribute("aria-label", t(each.dataset.label));
}

// The lobby's clock counts, not the visitor's.
let ahead = 0;
export const setNow = (iso) => { ahead = new Date(iso).getTime() - Date.now(); };
export const now = () => Date.now() + ahead;

export function clock(iso) {
  const at = new Date(iso);
  const today = at.toDateString() === new Date(now()).toDateString();
  const form = !today ? { dateStyle: "medium", timeStyle: "short" } : { timeStyle: "short" };
  return new Intl.DateTimeFormat(chosen === "de" ? "de" : "en-GB", form).format(at);
}

// When something ends, and how long that is from now.
export function end(iso) {
  return { time: clock(iso), rest: span((new Date(iso).getTime() - now()) / 1000) };
}

export function exact(iso) {
  const form = { dateStyle: "full", timeStyle: "medium" };
  return new Intl.DateTimeFormat(chosen === "de" ? "de" : "en-GB", form).format(new Date(iso));
}

export function ago(iso) {
  const minutes = Math.floor((now() - new Date(iso).getTime()) / 60000);
  if (minutes < 1) return t("just_now");
  return minutes < 60 ? t("minutes_ago", { n: minutes }) : clock(iso);
}

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

export function span(seconds) {
  let rest = Math.max(0, Math.round(seconds));
  const parts = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count && parts.length < 2) {
      const form = { style: "unit", unit, unitDisplay: "long" };
      parts.push(new Intl.NumberFormat(chosen, form).format(count));
    }
  }
  return parts.join(" ") || new Intl.NumberFormat(chosen, { style: "unit", unit: "second", unitDisplay: "long" }).format(0);
}
