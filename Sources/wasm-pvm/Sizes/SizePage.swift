/// A size report as a page: a treemap and tables, in one file that needs nothing else.
enum SizePage {
  /// The page.
  static func text(_ report: SizeReport, name: String) -> String {
    PageTemplate.filled(page, report.json(name: name))
  }

  /// The page without its data.
  private static let page = #"""
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>Sizes</title>
    <style>
    body { font: 13px/1.4 system-ui, sans-serif; margin: 16px; color: #222; background: #fff; }
    h1 { font-size: 18px; } nav button { font: inherit; padding: 4px 12px; }
    nav button[aria-pressed=true] { font-weight: 600; }
    #search { font: inherit; padding: 4px 8px; width: 20em; }
    #map { position: relative; height: 560px; margin-top: 8px; }
    #map div { position: absolute; overflow: hidden; box-sizing: border-box; border: 1px solid #fff; padding: 1px 3px;
      font-size: 11px; line-height: 14px; cursor: pointer; color: #111; word-break: break-all; }
    #map div.hit { outline: 3px solid #06c; z-index: 1; }
    #status { min-height: 1.4em; margin-top: 6px; color: #444; }
    table { border-collapse: collapse; margin-top: 8px; } th, td { padding: 2px 10px; text-align: right; }
    th { cursor: pointer; border-bottom: 1px solid #888; } td:last-child, th:last-child { text-align: left; }
    td:last-child { font-family: ui-monospace, monospace; word-break: break-all; } tr:hover { background: #eef; }
    @media (prefers-color-scheme: dark) { body { background: #1b1b1d; color: #ddd; } tr:hover { background: #333; }
      #map div { border-color: #1b1b1d; } #status { color: #aaa; } }
    </style>
    </head>
    <body>
    <h1 id="title"></h1>
    <nav id="views"></nav>
    <div id="status" role="status"></div>
    <main id="map"></main>
    <main id="table" hidden></main>
    <script type="application/json" id="data">@DATA@</script>
    <script>
    "use strict";
    const data = JSON.parse(document.getElementById("data").textContent);
    const number = value => value.toLocaleString("en");
    const share = value => (100 * value / Math.max(1, data.file_bytes)).toFixed(2) + " %";
    document.getElementById("title").textContent = `${data.input}: ${number(data.file_bytes)} bytes`;
    const map = document.getElementById("map"), status = document.getElementById("status");
    const views = document.getElementById("views"), table = document.getElementById("table");
    const sum = rows => rows.reduce((total, row) => total + row.bytes, 0);
    // The treemap: functions; data; what else there is.
    const group = (name, rows, hue) => ({ name, rows: rows.filter(row => row.bytes > 0), bytes: sum(rows), hue });
    const tree = [group("code", data.functions, 205), group("data", data.data, 30), group("numbers and metadata", data.others, 0)]
      .filter(part => part.bytes > 0);
    let zoomed = null, view = "map";
    const search = document.createElement("input");
    search.id = "search";
    search.type = "search";
    search.placeholder = "Search";
    search.setAttribute("aria-label", "Search");
    // Squarified treemaps (Bruls, Huizing, van Wijk 2000).
    function layout(rows, x, y, width, height, place) {
      let rest = sum(rows), index = 0;
      while (index < rows.length && rest > 0 && width > 0 && height > 0) {
        const short = Math.min(width, height), scale = width * height / rest;
        let count = 0, area = 0, best = Infinity;
        while (index + count < rows.length) {
          const next = area + rows[index + count].bytes * scale;
          let worst = 0;
          for (let i = 0; i <= count; i++) {
            const size = rows[index + i].bytes * scale;
            worst = Math.max(worst, short * short * size / (next * next), next * next / (short * short * size));
          }
          if (worst > best) break;
          best = worst;
          area = next;
          count++;
        }
        const thick = area / short;
        let along = 0;
        for (let i = 0; i < count; i++) {
          const long = rows[index + i].bytes * scale / thick;
          if (width >= height) place(rows[index + i], x, y + along, thick, long);
          else place(rows[index + i], x + along, y, long, thick);
          along += long;
        }
        if (width >= height) { x += thick; width -= thick; } else { y += thick; height -= thick; }
        for (let i = 0; i < count; i++) rest -= rows[index + i].bytes;
        index += count;
      }
    }
    function describe(row) {
      return `${row.name || "?"}: ${number(row.bytes)} bytes (${share(row.bytes)})`
        + (row.code === undefined ? "" : `, code ${number(row.code)}, bitmask ${number(row.bitmask)}, jump table ${number(row.jump_table)}`);
    }
    function draw() {
      map.textContent = "";
      const wanted = search.value.toLowerCase();
      let found = 0;
      const parts = zoomed ? [zoomed] : tree;
      layout([...parts].sort((a, b) => b.bytes - a.bytes), 0, 0, map.clientWidth, map.clientHeight, (part, left, top, width, height) => {
        layout([...part.rows].sort((a, b) => b.bytes - a.bytes), left, top, width, height, (row, x, y, w, h) => {
          if (w < 1.5 || h < 1.5) return;
          const box = document.createElement("div");
          let hash = 0;
          for (const character of row.name) hash = (hash * 31 + character.codePointAt(0)) >>> 0;
          box.style.cssText = `left:${x}px;top:${y}px;width:${w}px;height:${h}px;background:hsl(${part.hue + hash % 30} 60% ${66 + hash % 16}%)`;
          if (w > 28 && h > 13) box.textContent = row.name;
          box.title = describe(row);
          if (wanted && row.name.toLowerCase().includes(wanted)) { box.className = "hit"; found++; }
          box.onmouseenter = () => { status.textContent = box.title; };
          box.onclick = () => { zoomed = zoomed ? null : part; draw(); };
          map.append(box);
        });
      });
      status.textContent = wanted ? `${number(found)} places shown match` : tree.map(part => `${part.name} ${number(part.bytes)}`).join(", ");
    }
    const columns = [["bytes", "Bytes"], ["code", "Code"], ["bitmask", "Bitmask"], ["jump_table", "Jump table"], ["count", "Functions"], ["name", "Name"]];
    let order = "bytes";
    function drawTable() {
      const wanted = search.value.toLowerCase();
      const rows = data[view].filter(row => row.name.toLowerCase().includes(wanted))
        .sort((a, b) => order === "name" ? (a.name < b.name ? -1 : 1) : (b[order] || 0) - (a[order] || 0));
      const element = document.createElement("table"), head = element.createTHead().insertRow();
      const shown = columns.filter(([key]) => key === "name" || rows.some(row => row[key] !== undefined));
      for (const [key, title] of shown) {
        const cell = document.createElement("th");
        cell.textContent = title;
        cell.onclick = () => { order = key; drawTable(); };
        head.append(cell);
      }
      const body = element.createTBody();
      for (const row of rows.slice(0, 2000)) {
        const line = body.insertRow();
        for (const [key] of shown) line.insertCell().textContent = key === "name" ? row.name || "?" : number(row[key] || 0);
      }
      table.replaceChildren(element);
      status.textContent = `${number(rows.length)} rows, ${number(sum(rows))} bytes` + (rows.length > 2000 ? ", 2,000 shown" : "");
    }
    function show(name) {
      view = name;
      for (const button of views.querySelectorAll("button")) button.setAttribute("aria-pressed", button.dataset.view === view);
      map.hidden = view !== "map";
      table.hidden = view === "map";
      if (view === "map") draw(); else drawTable();
    }
    for (const [name, title] of [["map", "Treemap"], ["functions", "Functions"], ["families", "Generics together"], ["units", "Crates and files"],
      ["lines", "Source lines"], ["data", "Data"], ["others", "Other"]]) {
      if (name !== "map" && !data[name].length) continue;
      const button = document.createElement("button");
      button.textContent = title;
      button.dataset.view = name;
      button.onclick = () => show(name);
      views.append(button, " ");
    }
    views.append(search);
    search.oninput = () => show(view);
    addEventListener("keydown", event => {
      if (event.key === "/" && document.activeElement !== search) { search.focus(); event.preventDefault(); }
      if (event.key === "Escape") { search.value = ""; zoomed = null; show(view); }
    });
    addEventListener("resize", () => show(view));
    show("map");
    </script>
    </body>
    </html>

    """#
}
