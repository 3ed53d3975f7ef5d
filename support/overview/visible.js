// What a shopper sees of the web page: the text that is really on the screen, and nothing else.
() => {
  // A piece of text is seen where a finger on its first and last point touches its element.
  const touches = (element, box) => {
    const inset = Math.min(1, box.width / 2);
    return [box.left + inset, box.right - inset].every((x) => {
      const touched = document.elementFromPoint(x, (box.top + box.bottom) / 2);
      return touched !== null && element.contains(touched);
    });
  };
  // A filter or a mask can take all from the sight that it covers.
  const isVeiled = (element) => {
    for (let around = element; around; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.filter !== "none" || style.maskImage !== "none") return true;
    }
    return false;
  };
  const LEGIBLE = 8; // pixels
  const isInk = (color) => !/^(transparent|rgba\(.*, 0\))$/.test(color);
  const isSeen = (element) => {
    const style = getComputedStyle(element);
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    if (!isInk(style.color) || !isInk(style.webkitTextFillColor)) return false;
    if (isVeiled(element)) return false;
    const text = document.createRange();
    text.selectNodeContents(element);
    const place = text.getBoundingClientRect();
    if (place.top < 0 || place.bottom > innerHeight) element.scrollIntoView({ block: "center" });
    const boxes = [...text.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    const isRead = (box) => box.height >= LEGIBLE && touches(element, box);
    return boxes.length > 0 && boxes.every(isRead);
  };
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const read = (element) => (isSeen(element) ? element.innerText : "");
  // What a style sheet puts before or after the text of a product is read with it.
  const added = (element) =>
    ["::before", "::after"]
      .map((place) => getComputedStyle(element, place).content)
      .filter((content) => content !== "none" && content !== "normal")
      .join("");
  const readCell = (cell) => read(cell) + [cell, ...all("*", cell)].map(added).join("");
  const texts = (selector) => all(selector).map(read).filter(Boolean);

  // A mark counts if what has it looks different from all else there.
  const looks = (link) => {
    const style = getComputedStyle(link);
    const sign = getComputedStyle(link, "::after").content;
    return [style.color, style.backgroundColor, style.fontWeight, sign].join();
  };
  const markOf = (link) =>
    link.ariaCurrent ? "chosen" : (link.closest("th")?.getAttribute("aria-sort") ?? "");
  const isMarked = (link) =>
    markOf(link) &&
    all("a", link.closest("nav, thead"))
      .filter((other) => other !== link)
      .every((other) => looks(other) !== looks(link));
  const marked = all("nav a, thead a").filter(isMarked);

  const seen = {
    title: document.title,
    heading: texts("h1").join(" "),
    message: texts("[role=status], [role=alert]").join(" "),
    count: texts("#count").join(" "),
    categories: texts("#categories li a"),
    columns: all("thead th").map(read),
    rows: all("tbody tr").map((row) => [...row.cells].map(readCell)).filter((row) => row.some(Boolean)),
    marks: Object.fromEntries(marked.map((link) => [read(link), markOf(link)])),
    request: texts("#request").join(" "),
  };
  scrollTo(0, 0);
  return seen;
};
