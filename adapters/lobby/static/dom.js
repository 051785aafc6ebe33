// Building pages out of elements; text stays text, whoever wrote it.

export const $ = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;

// For the house's published answers alone: elsewhere its words may quote what members wrote.
export function linked(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    parts.push(text.slice(from, found.index));
    parts.push(el("a", { href: found[0], rel: "noopener noreferrer nofollow", target: "_blank" }, found[0]));
    from = found.index + found[0].length;
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part !== "");
}

const kept = (store) => ({
  get(key, fallback) {
    try {
      const found = store.getItem(`lobby.${key}`);
      return found === null ? fallback : JSON.parse(found);
    } catch {
      return fallback;
    }
  },
  set(key, value) {
    try {
      store.setItem(`lobby.${key}`, JSON.stringify(value));
    } catch {
      // A full or forbidden store only means that a reload forgets.
    }
  },
});

export const tab = kept(window.sessionStorage);
export const browser = kept(window.localStorage);

export function newId(bytes = 16) {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
