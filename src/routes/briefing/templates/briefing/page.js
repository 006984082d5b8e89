// What a page can do with scripts on: pictures and figures to take away, made in the page itself,
// and the section in sight marked in the contents. Without scripts none of it is there.
"use strict";
(function () {
  const words = document.body.dataset;
  const NUMBER = /^[+-]?\d[\d., \u00a0]*%?$/, FORMULA = /^[\s\u00a0]*[=+\-@\t\r]/;

  function keep(name, type, parts) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(parts, { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // A spreadsheet would run a cell that begins like a formula.
  const defused = (text) => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);
  const cell = (text) => {
    const said = defused(text.replace(/\s+/g, " ").trim());
    return /[",\n]/.test(said) ? `"${said.replace(/"/g, '""')}"` : said;
  };
  const csv = (table) => [...table.rows]
    .map((row) => [...row.cells].map((one) => cell(one.dataset.v ?? one.textContent)).join(","))
    .join("\r\n") + "\r\n";

  function svg(picture) {
    const copy = picture.cloneNode(true), title = picture.getAttribute("aria-label");
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    const named = document.createElementNS("http://www.w3.org/2000/svg", "title");
    named.textContent = title;
    copy.prepend(named);
    // Outside the page the properties of its theme are not known.
    return new XMLSerializer().serializeToString(copy)
      .replace(/var\(--[\w-]+,\s*(#[0-9a-f]{3,6})\)/g, "$1");
  }

  // Many small charts are taken away as one picture, each with its words above it.
  function sheet(list, title) {
    const NS = "http://www.w3.org/2000/svg", whole = document.createElementNS(NS, "svg");
    const items = [...list.children], across = 5, wide = 180, high = 110;
    whole.setAttribute("viewBox", `0 0 ${across * wide} ${Math.ceil(items.length / across) * high}`);
    whole.setAttribute("aria-label", title);
    const hatch = document.getElementById("gaps");
    if (hatch) whole.append(hatch.cloneNode(true));
    items.forEach((item, place) => {
      const x = (place % across) * wide, y = Math.floor(place / across) * high;
      const [name, more] = item.querySelectorAll("b, span");
      [name, more].forEach((said, line) => {
        const text = document.createElementNS(NS, "text");
        text.setAttribute("x", x);
        text.setAttribute("y", y + 16 + 14 * line);
        text.setAttribute("font-family", "sans-serif");
        text.setAttribute("font-size", line ? 10 : 11);
        text.setAttribute("font-weight", line ? 400 : 700);
        text.textContent = said.textContent;
        whole.append(text);
      });
      const chart = item.querySelector("svg").cloneNode(true);
      for (const [key, value] of Object.entries({ x, y: y + 36, width: 150, height: 53 }))
        chart.setAttribute(key, value);
      whole.append(chart);
    });
    return whole;
  }

  const page = decodeURIComponent(location.pathname.split("/").pop() || "page").replace(/\.html$/, "");
  function button(box, word, title, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = word;
    made.setAttribute("aria-label", `${word}: ${title}`);
    made.addEventListener("click", act);
    box.append(made);
  }
  for (const figure of document.querySelectorAll("figure[data-name]")) {
    // The room is kept by the page, so that nothing moves when the buttons come.
    const box = figure.querySelector(".tools"), many = figure.querySelector(".smalls");
    const picture = many || figure.querySelector("svg[role=img]");
    const table = figure.querySelector("table"), title = figure.querySelector("h3, caption").textContent;
    const name = `${page}-${figure.dataset.name}`;
    if (picture) button(box, words.svg, title, () => keep(`${name}.svg`, "image/svg+xml", [svg(many ? sheet(many, title) : picture)]));
    if (table) button(box, words.csv, title, () => keep(`${name}.csv`, "text/csv", ["\ufeff", csv(table)]));
  }

  // A chart wider than the screen shows its latest years first.
  for (const chart of document.querySelectorAll(".chart")) chart.scrollLeft = chart.scrollWidth;

  const links = new Map([...document.querySelectorAll("nav.contents a")]
    .map((link) => [link.getAttribute("href").slice(1), link]));
  if (links.size && "IntersectionObserver" in window) {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        for (const link of links.values()) link.removeAttribute("aria-current");
        links.get(entry.target.id).setAttribute("aria-current", "true");
      }
    }, { rootMargin: "-10% 0px -80% 0px" });
    for (const id of links.keys()) {
      const section = document.getElementById(id);
      if (section) seen.observe(section);
    }
  }
})();
