import Foundation
import PVM

/// A profile as a page: a flame graph, a table of functions and the source with the gas of each line, in one file that needs
/// nothing else.
enum ProfilePage {
  /// The page.
  static func text(_ profile: SourceProfile, name: String) -> String {
    let data = JSONText.object([
      ("name", .string(name)), ("total", .natural(profile.total)),
      (
        "nodes",
        .array(
          profile.nodes.map { node in
            .array([
              .string(node.place.function), .string(node.place.file),
              .integer(node.parent ?? -1), .natural(node.gas),
            ])
          })
      ),
      (
        "lines",
        .array(
          profile.lines.compactMap { line in
            line.place.map {
              .array([
                .string($0.file), .integer($0.line), .string($0.function), .natural(line.gas),
              ])
            }
          })
      ),
      ("sources", sources(profile)),
    ])
    // `</` would end the script.
    let json = data.text.replacingOccurrences(of: "</", with: "<\\/")
    return page.replacingOccurrences(of: "@DATA@", with: json)
  }

  /// The largest source file that is shown, in bytes.
  private static let maximumSourceSize = 1 << 20

  /// The lines of the source files that have gas and are there.
  private static func sources(_ profile: SourceProfile) -> JSONText {
    let files = Set(profile.lines.compactMap { $0.place?.file }).sorted()
    return .object(
      files.compactMap { file in
        guard let data = FileManager.default.contents(atPath: file),
          data.count <= maximumSourceSize
        else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(
          separator: "\n", omittingEmptySubsequences: false)
        return (file, .array(lines.map { .string(String($0)) }))
      })
  }

  /// The page without its data.
  private static let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>Gas profile</title>
    <style>
    body { font: 13px/1.4 system-ui, sans-serif; margin: 16px; color: #222; background: #fff; }
    h1 { font-size: 18px; } nav button { font: inherit; padding: 4px 12px; }
    nav button[aria-pressed=true] { font-weight: 600; }
    #search { font: inherit; padding: 4px 8px; width: 20em; }
    #graph { position: relative; margin-top: 8px; }
    #graph div { position: absolute; height: 17px; overflow: hidden; white-space: nowrap; border: 1px solid #fff;
      box-sizing: border-box; padding: 0 3px; cursor: pointer; border-radius: 2px; font-size: 11px; line-height: 16px; }
    #graph div.hit { outline: 2px solid #06c; z-index: 1; }
    table { border-collapse: collapse; margin-top: 8px; } th, td { padding: 2px 10px; text-align: right; }
    th { cursor: pointer; border-bottom: 1px solid #888; } td:last-child, th:last-child { text-align: left; }
    tr:hover { background: #eef; } pre { margin: 0; font: 12px/1.5 ui-monospace, monospace; }
    .row { display: flex; } .gas { width: 9em; text-align: right; padding-right: 1em; color: #666; flex: none; }
    .number { width: 4em; text-align: right; padding-right: 1em; color: #999; flex: none; }
    #status { min-height: 1.4em; margin-top: 6px; color: #444; }
    @media (prefers-color-scheme: dark) { body { background: #1b1b1d; color: #ddd; } tr:hover { background: #333; }
      #graph div { color: #111; border-color: #1b1b1d; } #status, .gas { color: #aaa; } }
    </style>
    </head>
    <body>
    <h1 id="title"></h1>
    <nav><button data-view="flame" aria-pressed="true">Flame graph</button>
    <button data-view="table">Functions</button> <button data-view="source">Source</button>
    <input id="search" type="search" placeholder="Search functions" aria-label="Search functions"></nav>
    <div id="status" role="status"></div>
    <main id="flame"><div id="graph"></div></main>
    <main id="table" hidden></main>
    <main id="source" hidden></main>
    <script type="application/json" id="data">@DATA@</script>
    <script>
    "use strict";
    const data = JSON.parse(document.getElementById("data").textContent);
    const nodes = data.nodes.map(([name, file, parent, self], id) =>
      ({ id, name, file, parent, self, total: self, callees: [] }));
    const root = { id: -1, name: data.name, file: "", parent: -1, self: 0, total: data.total, callees: [] };
    // Callees have higher numbers than their callers.
    for (let id = nodes.length - 1; id >= 0; id--) {
      const node = nodes[id], parent = node.parent < 0 ? root : nodes[node.parent];
      if (node.parent >= 0) parent.total += node.total;
      parent.callees.unshift(node);
    }
    const number = value => value.toLocaleString("en");
    const share = value => (100 * value / Math.max(1, data.total)).toFixed(2) + " %";
    document.getElementById("title").textContent = data.name + ": " + number(data.total) + " gas";
    const status = document.getElementById("status"), graph = document.getElementById("graph");
    const search = document.getElementById("search");
    let zoomed = root;
    function color(name) {
      let hash = 0;
      for (const character of name) hash = (hash * 31 + character.codePointAt(0)) >>> 0;
      return `hsl(${20 + hash % 40} ${70 + hash % 25}% ${62 + hash % 14}%)`;
    }
    function parentOf(node) { return node.parent < 0 ? root : nodes[node.parent]; }
    function draw() {
      graph.textContent = "";
      const width = graph.clientWidth, wanted = search.value.toLowerCase();
      let deepest = 0, found = 0;
      function add(node, left, size, depth) {
        if (size < 0.4) return;
        deepest = Math.max(deepest, depth);
        const box = document.createElement("div");
        box.style.cssText = `left:${left}px;width:${Math.max(1, size)}px;top:${depth * 18}px;background:${color(node.name)}`;
        if (size > 30) box.textContent = node.name;
        box.title = `${node.name}\\n${number(node.total)} gas (${share(node.total)}), ${number(node.self)} of it itself`;
        if (wanted && node.name.toLowerCase().includes(wanted)) { box.className = "hit"; found++; }
        box.onclick = () => { zoomed = node === zoomed ? parentOf(node) : node; draw(); };
        box.onmouseenter = () => { status.textContent = box.title.replace("\\n", ": "); };
        graph.append(box);
        let x = left;
        for (const callee of node.callees) {
          const part = size * callee.total / Math.max(1, node.total);
          add(callee, x, part, depth + 1);
          x += part;
        }
      }
      let depth = 0;
      const path = [];
      for (let node = zoomed; node !== root; ) { node = parentOf(node); path.unshift(node); }
      for (const node of path) {
        const box = document.createElement("div");
        box.style.cssText = `left:0;width:${width}px;top:${depth * 18}px;background:#ccc`;
        box.textContent = node.name;
        box.onclick = () => { zoomed = node; draw(); };
        graph.append(box);
        depth++;
      }
      add(zoomed, 0, width, depth);
      graph.style.height = (deepest + 1) * 18 + "px";
      if (wanted) status.textContent = `${number(found)} places shown match`;
    }
    const functions = new Map();
    for (const node of nodes) {
      const entry = functions.get(node.name) || { name: node.name, self: 0, total: 0 };
      entry.self += node.self;
      // Recursion counts once.
      let recursive = false;
      for (let other = node; other.parent >= 0; ) {
        other = nodes[other.parent];
        if (other.name === node.name) { recursive = true; break; }
      }
      if (!recursive) entry.total += node.total;
      functions.set(node.name, entry);
    }
    let order = "self";
    function drawTable() {
      const rows = [...functions.values()]
        .filter(row => row.name.toLowerCase().includes(search.value.toLowerCase()))
        .sort((a, b) => order === "name" ? (a.name < b.name ? -1 : 1) : b[order] - a[order]);
      const table = document.createElement("table"), head = table.createTHead().insertRow();
      for (const [key, title] of [["self", "Self gas"], ["self", "%"], ["total", "Gas"], ["total", "%"], ["name", "Function"]]) {
        const cell = document.createElement("th");
        cell.textContent = title;
        cell.onclick = () => { order = key; drawTable(); };
        head.append(cell);
      }
      const body = table.createTBody();
      for (const row of rows.slice(0, 2000)) {
        const line = body.insertRow();
        for (const text of [number(row.self), share(row.self), number(row.total), share(row.total), row.name])
          line.insertCell().textContent = text;
      }
      document.getElementById("table").replaceChildren(table);
    }
    function drawSource() {
      const files = new Map();
      for (const [file, line, , gas] of data.lines) {
        const lines = files.get(file) || new Map();
        lines.set(line, (lines.get(line) || 0) + gas);
        files.set(file, lines);
      }
      const sum = lines => [...lines.values()].reduce((a, b) => a + b, 0);
      const parts = [...files].sort((a, b) => sum(b[1]) - sum(a[1])).map(([file, lines], index) => {
        const details = document.createElement("details"), summary = document.createElement("summary");
        details.open = index === 0;
        summary.textContent = `${file || "unknown file"}: ${number(sum(lines))} gas (${share(sum(lines))})`;
        details.append(summary);
        const most = Math.max(...lines.values());
        const text = data.sources[file];
        const shown = text ? text.map((content, index) => [index + 1, content])
          : [...lines.keys()].sort((a, b) => a - b).map(line => [line, ""]);
        for (const [line, content] of shown) {
          const row = document.createElement("div"), gas = lines.get(line);
          row.className = "row";
          for (const [name, value] of [["gas", gas ? number(gas) : ""], ["number", line]]) {
            const cell = document.createElement("span");
            cell.className = name;
            cell.textContent = value;
            row.append(cell);
          }
          const code = document.createElement("pre");
          code.textContent = content;
          row.append(code);
          if (gas) row.style.background = `rgba(255,120,0,${0.08 + 0.5 * gas / most})`;
          details.append(row);
        }
        return details;
      });
      document.getElementById("source").replaceChildren(...parts);
    }
    function show(view) {
      for (const button of document.querySelectorAll("nav button"))
        button.setAttribute("aria-pressed", button.dataset.view === view);
      for (const main of document.querySelectorAll("main")) main.hidden = main.id !== view;
      if (view === "flame") draw(); else if (view === "table") drawTable(); else drawSource();
    }
    for (const button of document.querySelectorAll("nav button")) button.onclick = () => show(button.dataset.view);
    search.oninput = () => document.getElementById("table").hidden ? draw() : drawTable();
    addEventListener("keydown", event => {
      if (event.key === "/" && document.activeElement !== search) { search.focus(); event.preventDefault(); }
      if (event.key === "Escape") { search.value = ""; zoomed = root; draw(); }
    });
    addEventListener("resize", draw);
    draw();
    </script>
    </body>
    </html>

    """
}
