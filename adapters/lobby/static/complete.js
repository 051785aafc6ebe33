// What could come next while somebody types: commands, their parameters, people and channels.

const DURATIONS = { en: ["10 minutes", "1 hour", "1 day", "1 week"], de: ["10 Minuten", "1 Stunde", "1 Tag", "1 Woche"] };

// Return `{from, items, command, parameter}` for the text before the cursor, or null.
export function situation(before, commands) {
  const word = /^\/([a-z]*)$/i.exec(before);
  if (word) return { kind: "command", from: 0, typed: word[1].toLowerCase() };
  const given = /^\/([a-z]+)\s+/i.exec(before);
  const command = given && commands.find((each) => each.name === given[1].toLowerCase());
  if (command) return parameterAt(before, given[0].length, command);
  const mention = /(?:^|\s)@([\p{L}\p{N}_.'-]*)$/u.exec(before);
  return mention ? { kind: "mention", from: before.length - mention[1].length - 1, typed: mention[1].toLowerCase() } : null;
}

function parameterAt(before, start, command) {
  const rest = before.slice(start);
  const last = command.parameters.length - 1;
  let index = 0;
  let from = start;
  for (const found of rest.matchAll(/(\S+)\s+/g)) {
    const parameter = command.parameters[index];
    if (!parameter || (index === last && parameter.type === "text")) break;
    // A span of time is a number and a unit, so a bare number is half of one.
    if (parameter.type === "duration" && /^\d+$/.test(found[1])) continue;
    if (parameter.type === "policy") break;
    from = start + found.index + found[0].length;
    index += 1;
  }
  const parameter = command.parameters[index] ?? null;
  return { kind: "parameter", from, typed: before.slice(from), command, parameter, index };
}

export function usage(command) {
  const shown = command.parameters.map((each) => (each.required ? each.name : `[${each.name}]`));
  return ["/" + command.name, ...shown].join(" ");
}

// Suggestions as `{insert, shown, help}`; the house is asked for what the page cannot know.
export async function suggestions(found, { commands, people, halls, me, language, ask }) {
  if (found.kind === "command") {
    return commands
      .filter((each) => each.name.startsWith(found.typed))
      .map((each) => ({ insert: `/${each.name} `, shown: usage(each), help: each.help[language] ?? each.help.en ?? "" }));
  }
  if (found.kind === "mention") return names(found.typed, people, me);
  const { parameter, typed } = found;
  if (!parameter) return [];
  if (parameter.type === "member") return names(typed.replace(/^@/, "").toLowerCase(), people, me);
  if (parameter.type === "channel") return plain(halls.map((each) => `#${each}`), typed);
  if (parameter.type === "choice") return plain(parameter.choices, typed);
  if (parameter.type === "duration") return plain(DURATIONS[language] ?? DURATIONS.en, typed);
  if (parameter.type === "case" || parameter.type === "policy") {
    return plain(await ask(found.command.name, parameter.name, typed), "");
  }
  return [];
}

function plain(values, typed) {
  const start = typed.toLowerCase();
  return values.filter((each) => each.toLowerCase().startsWith(start)).map((each) => ({ insert: `${each} `, shown: each, help: "" }));
}

function names(typed, people, me) {
  return [...people.values()]
    .filter((each) => each.here && each.id !== me && each.name.toLowerCase().startsWith(typed))
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, 8)
    .map((each) => ({ insert: `@${each.name} `, shown: `@${each.name}`, help: "" }));
}
