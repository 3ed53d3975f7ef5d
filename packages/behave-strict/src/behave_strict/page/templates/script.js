"use strict";
{
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const CASES = ".C, tr.r, tr.r + tr.d";
  const box = $("#q"), tag = $("#tag"), chips = all("[data-status]"), found = $("#found"), fold = $("#fold"), everything = $("#all");
  const FEW = 12; // scenarios that are unfolded when they are found
  const MARKED = 200; // in which the words are marked

  // --- what there is to find: for each scenario and row its text, with the titles around it -----------
  let index;
  const textOf = (elements) => elements.map((element) => element.textContent).join(" ").toLowerCase();
  const tagsIn = (elements) => elements.flatMap((e) => all('a[href^="?tag="]', e)).map((a) => a.textContent);
  const own = (part) => [...part.children].filter((child) => !child.matches(".C, .O, .R"));
  function entry(element, around) {
    const details = element.nextElementSibling?.matches("tr.d") ? element.nextElementSibling : null;
    const mine = details ? [element, details] : [element];
    const state = element.matches(".C") ? $("summary", element) : element;
    return {
      elements: mine, around,
      title: state.textContent.toLowerCase(),
      text: `${around.text} ${textOf(mine)}`,
      status: [..."pfesnl"].find((letter) => state.classList.contains(letter)),
      tags: [...around.tags, ...(element.matches(".C") ? tagsIn([element]) : [])],
    };
  }
  function around(part, outer) {
    const heads = part.matches(".O, .X") ? [...part.children].filter((c) => !c.matches(".X, .wide")) : own(part);
    return {
      parts: [...outer.parts, part], heads: [...outer.heads, ...heads],
      text: `${outer.text} ${textOf(heads)}`, tags: [...outer.tags, ...tagsIn(heads)],
    };
  }
  function collect(part, outer) {
    const inside = around(part, outer);
    if (part.matches(".X")) return all("tr.r", part).map((row) => entry(row, inside));
    if (part.matches(".O")) return all(".X", part).flatMap((examples) => collect(examples, inside));
    return [...part.children].flatMap((child) =>
      child.matches(".C") ? entry(child, inside) : child.matches(".O, .R") ? collect(child, inside) : []);
  }
  const build = () => (index ??= all(".F").flatMap((f) => collect(f, { parts: [], heads: [], text: "", tags: [] })));

  // --- show what is looked for ------------------------------------------------------------------------
  const wanted = () => ({
    words: box.value.toLowerCase().split(/\s+/).filter(Boolean),
    statuses: chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.status),
    tag: tag?.value ?? "",
  });
  const fits = (one, { words, statuses, tag }) =>
    (!statuses.length || statuses.includes(one.status)) &&
    (!tag || one.tags.includes(tag)) &&
    words.every((word) => one.text.includes(word));
  let later; // the marks come when the scenarios are there
  let before; // what was open before anything was looked for
  let hits = [], at = -1; // what was found, and which of it is in view
  function apply() {
    const want = wanted();
    const active = want.words.length || want.statuses.length || want.tag;
    if (!index && !active) return;
    before ??= all("#features details").filter((d) => d.open);
    hits = build().filter((one) => fits(one, want));
    at = -1;
    const shown = new Set(hits.flatMap((one) => [...one.elements, ...one.around.parts]));
    const show = (element) => {
      const hidden = Boolean(active && !shown.has(element));
      if (element.hidden !== hidden) element.hidden = hidden;
    };
    for (const feature of all(".F")) {
      show(feature);
      if (!feature.hidden) all(`.R, .O, .X, ${CASES}`, feature).forEach(show); // else it hides them all
    }
    if (active) unfold(hits, want, shown);
    else { for (const d of all("#features details")) d.open = before.includes(d); before = undefined; }
    found.textContent = active ? `${hits.length} of ${index.length} scenarios` : "";
    everything.hidden = !active;
    clearTimeout(later);
    later = setTimeout(highlight, 50, want.words, hits);
    remember(want);
  }
  function unfold(hits, want, shown) {
    for (const part of shown) if (part.matches(".F, .O")) part.open = part.matches(".F") || hits.length <= 200;
    const deep = (one) => want.words.length && hits.length <= FEW && !want.words.every((w) => one.title.includes(w));
    for (const one of hits) if (one.elements[0].matches(".C")) one.elements[0].open = before.includes(one.elements[0]) || deep(one);
  }
  // Features are laid out when they come into view, which moves what is below them.
  function bring(element, frames = 10) {
    element.scrollIntoView();
    if (frames) requestAnimationFrame(() => bring(element, frames - 1));
  }
  const sticks = () => getComputedStyle($(".tools")).position === "sticky"; // else the field would leave
  function next() {
    if (hits.length) bring(hits[at = (at + 1) % hits.length].elements[0]);
  }
  function highlight(words, hits) {
    if (words.length && at < 0 && document.activeElement === box && sticks()) next();
    if (!window.Highlight) return;
    const ranges = [];
    const shown = new Set(hits.slice(0, MARKED).flatMap((one) => [...one.elements, ...one.around.heads]));
    if (words.length) for (const element of shown) mark(element, words, ranges);
    CSS.highlights.set("found", new Highlight(...ranges));
  }
  function mark(element, words, ranges) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.data.toLowerCase();
      for (const word of words) for (let at = text.indexOf(word); at >= 0 && at + word.length <= node.length; at = text.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }

  // --- the address: ?q=...&status=...&tag=...#scenario --------------------------------------------------
  function address(query, hash) {
    try { history.replaceState(null, "", (query ? `?${query}` : location.pathname) + hash); } catch { /* not in every frame */ }
  }
  function remember({ tag }) {
    const query = new URLSearchParams();
    if (box.value.trim()) query.set("q", box.value.trim());
    for (const chip of chips) if (chip.getAttribute("aria-pressed") === "true") query.append("status", chip.dataset.name);
    if (tag) query.set("tag", tag);
    address(String(query), location.hash);
  }
  function obey(search) {
    const query = new URLSearchParams(search);
    box.value = query.get("q") ?? "";
    const statuses = query.getAll("status").flatMap((s) => s.split(","));
    for (const chip of chips) chip.setAttribute("aria-pressed", String(statuses.includes(chip.dataset.name)));
    if (tag) tag.value = query.get("tag") ?? "";
    apply();
  }
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) obey("");
    for (let part = target; part; part = part.parentElement?.closest("details")) if (part.matches("details")) part.open = true;
    const row = target.nextElementSibling;
    if (target.matches("tr.r") && row?.matches("tr.d")) $("details", row).open = true;
    bring(target);
  }

  // --- begin --------------------------------------------------------------------------------------------
  $(".tools").hidden = false;
  $(".keys").hidden = false;
  for (const time of all("time")) {
    const date = new Date(time.dateTime);
    if (!isNaN(date)) { time.title = time.textContent; time.textContent = date.toLocaleString(undefined, { dateStyle: "full", timeStyle: "short" }); }
  }
  box.addEventListener("input", apply);
  (window.requestIdleCallback ?? setTimeout)(build);
  tag?.addEventListener("change", apply);
  for (const chip of chips) chip.addEventListener("click", () => {
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    apply();
  });
  everything.addEventListener("click", () => { obey(""); box.focus(); });
  fold.addEventListener("click", () => {
    const open = fold.getAttribute("aria-pressed") !== "true";
    fold.setAttribute("aria-pressed", String(open));
    fold.textContent = open ? "Fold all" : "Unfold all";
    for (const part of all("#features :is(.F, .C, .O)")) part.open = open;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="?"]');
    if (link) { event.preventDefault(); obey(link.search); bring($("#features")); return; }
    const hash = event.target.closest?.('a[href^="#"]');
    if (hash && hash.hash === location.hash) reveal();
    const opened = event.target.closest?.("summary")?.parentElement;
    if (opened?.id && !opened.open) address(location.search.slice(1), `#${encodeURIComponent(opened.id)}`);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input, select, textarea");
    if (event.key === "/" && $("#keys").checked && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); box.focus(); box.select(); }
    if (event.key === "Escape" && event.target === box) { box.value = ""; apply(); }
    if (event.key === "Enter" && event.target === box) next();
  });
  for (const button of navigator.clipboard ? all(".copy") : []) {
    button.hidden = false;
    button.addEventListener("click", () =>
      navigator.clipboard.writeText(button.previousElementSibling.textContent).then(() => { button.textContent = "Copied"; }));
  }
  addEventListener("hashchange", reveal);
  if (location.search) obey(location.search);
  reveal();
}
