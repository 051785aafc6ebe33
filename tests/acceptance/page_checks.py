"""What a page is looked over for: scripts that run in it and return what is wrong."""

#: Visible texts whose contrast is lower than the 7 that WCAG asks for in level AAA.
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = (color) => {
    const [r, g, b] = [...rgba(color)].slice(0, 3).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      if (rgba(color)[3] === 255) return color;
    }
    return "white";
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || !element.checkVisibility({ opacityProperty: true })) continue;
    if (element.closest(".unseen, script, style, noscript, [aria-hidden=true]")) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 7) low.push(`${ratio.toFixed(2)} ${text.slice(0, 40)}`);
  }
  return low;
}"""

#: Controls without a name, images without a text, ids that are there twice, labels for nobody.
NAMELESS = """() => {
  const bad = [];
  const shown = (element) => element.checkVisibility();
  for (const each of document.querySelectorAll("button, a, input, textarea, [role=option]")) {
    if (!shown(each)) continue;
    const labels = [...(each.labels ?? [])].map((label) => label.textContent).join("");
    const label = each.getAttribute("aria-label") || labels || each.textContent;
    if (!label.trim()) bad.push(`no name: ${each.outerHTML.slice(0, 80)}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  for (const id of ids.filter((each, at) => ids.indexOf(each) !== at)) bad.push(`twice: ${id}`);
  for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "for"]) {
    for (const each of document.querySelectorAll(`[${name}]`)) {
      for (const id of each.getAttribute(name).split(/\\s+/)) {
        if (!document.getElementById(id)) bad.push(`${name} of nobody: ${id}`);
      }
    }
  }
  if (document.querySelectorAll("main").length !== 1) bad.push("not one main");
  const heads = [...document.querySelectorAll("h1")].filter(shown);
  if (heads.length !== 1) bad.push(`${heads.length} main headings`);
  if (!document.documentElement.lang) bad.push("no language");
  return bad;
}"""

#: Controls that are hard to hit.
SMALL = """() => [...document.querySelectorAll("button, input, textarea")]
  .filter((each) => each.checkVisibility())
  .filter((each) => {
    const { width, height } = each.getBoundingClientRect();
    return each.type !== "range" && (width < 24 || height < 24);
  })
  .map((each) => each.outerHTML.slice(0, 80))"""
