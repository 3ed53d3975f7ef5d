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
  // A style sheet can hide, cross out, turn or reverse a text that is there.
  const isPlain = (style) =>
    style.filter === "none" &&
    style.maskImage === "none" &&
    style.transform === "none" &&
    style.rotate === "none" &&
    style.scale === "none" &&
    style.writingMode === "horizontal-tb" &&
    style.webkitTextSecurity === "none" &&
    !style.textDecorationLine.includes("line-through") &&
    !style.unicodeBidi.includes("override");
  const isAltered = (element) => {
    for (let around = element; around; around = around.parentElement) {
      if (!isPlain(getComputedStyle(around))) return true;
    }
    return false;
  };
  const LEGIBLE = 8; // pixels
  const isInk = (color) => !/^(transparent|rgba\(.*, 0\))$/.test(color);
  const isSeen = (element) => {
    const style = getComputedStyle(element);
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    if (!isInk(style.color) || !isInk(style.webkitTextFillColor)) return false;
    if (isAltered(element)) return false;
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
  const isDecoration = (content) => content.endsWith('/ ""'); // screen readers pass it over
  const readCell = (cell) => read(cell) + [cell, ...all("*", cell)].map(added).join("");
  const texts = (selector) => all(selector).map(read).filter(Boolean);

  // A mark counts if what has it looks different from all else there, and its arrow is right.
  const ARROWS = { ascending: "\u2191", descending: "\u2193" };
  const looks = (link) => {
    const style = getComputedStyle(link);
    const sign = getComputedStyle(link, "::after").content;
    return [style.color, style.backgroundColor, style.fontWeight, sign].join();
  };
  const markOf = (link) =>
    link.ariaCurrent ? "chosen" : (link.closest("th")?.getAttribute("aria-sort") ?? "");
  const pointsRight = (link) =>
    getComputedStyle(link, "::after").content.includes(ARROWS[markOf(link)] ?? "");
  const isMarked = (link) =>
    markOf(link) &&
    pointsRight(link) &&
    all("a", link.closest("nav, thead"))
      .filter((other) => other !== link)
      .every((other) => looks(other) !== looks(link));
  const marked = all("nav a, thead a").filter(isMarked);

  // Every line of text, and whatever a style sheet adds to it.
  const lines = () =>
    [document.body.innerText, ...all("body, body *").map(added).filter((text) => !isDecoration(text))]
      .join("\n")
      .split("\n")
      .map((line) => line.replace(/\s+/g, " ").trim())
      .filter(Boolean);

  // Light text on a dark background, or the other way round; nothing if that is not all of it.
  const brightness = (color) => {
    const [red, green, blue] = color.match(/[\d.]+/g).map(Number);
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  };
  const backgroundOf = (element) => {
    const color = getComputedStyle(element).backgroundColor;
    return isInk(color) || !element.parentElement ? color : backgroundOf(element.parentElement);
  };
  const isLight = (element) =>
    brightness(getComputedStyle(element).color) > brightness(backgroundOf(element));
  const colours = () => {
    const texts = all("h1, p, td, tbody th").filter(isSeen);
    if (texts.every(isLight)) return "light text on a dark background";
    return texts.some(isLight) ? "" : "dark text on a light background";
  };

  const seen = {
    title: document.title,
    heading: texts("h1").join(" "),
    message: texts("[role=status], [role=alert]").join(" "),
    count: texts("#count").join(" "),
    categories: texts("#categories li a"),
    columns: all("thead th").map(read),
    rows: all("tbody tr").map((row) => [...row.cells].map(readCell)).filter((row) => row.some(Boolean)),
    marks: Object.fromEntries(marked.map((link) => [read(link), markOf(link)])),
    links: texts("a"),
    lines: lines(),
    colours: colours(),
  };
  scrollTo(0, 0);
  return seen;
};
