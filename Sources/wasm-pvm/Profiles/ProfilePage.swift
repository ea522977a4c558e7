import Foundation
import PVM
import Support

/// A profile as a page: a flame graph, a table of functions and the source with the gas of each line, in one file that needs
/// nothing else.
enum ProfilePage {
  /// The page.
  ///
  /// - Parameter name: what was run.
  static func text(_ profile: SourceProfile, name: String) -> String {
    let data = JSONText.object([
      ("name", .string(name)), ("total", .natural(profile.total)),
      ("groups", .array(InstructionPurpose.Group.allCases.map { .string("\($0.name)") })),
      ("nodes", .array(profile.nodes.map { json($0) })),
      (
        "lines",
        .array(
          profile.lines.compactMap { line in
            line.key.flatMap { key in
              guard key.isSource else { return nil }
              return .array([
                .string(key.file), .integer(key.line), .string(key.function), .natural(line.gas),
              ])
            }
          })
      ),
      ("sources", SourceText.json(of: profile.lines.compactMap { $0.key?.file })),
    ])
    return PageTemplate.filled(page, data)
  }

  /// A node: name, file, caller, calls, whether it is inlined, its own gas by group of purposes.
  private static func json(_ node: SourceProfile.Node) -> JSONText {
    .array([
      .string(node.function), .string(node.file), .integer(node.parent ?? -1),
      .natural(node.entries), .boolean(node.isInlined), .array(node.gas.map { .natural($0) }),
    ])
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
    td.name { font-family: ui-monospace, monospace; word-break: break-all; }
    .row { display: flex; } .gas { width: 9em; text-align: right; padding-right: 1em; color: #666; flex: none; }
    .number { width: 4em; text-align: right; padding-right: 1em; color: #999; flex: none; }
    #legend span { padding: 1px 6px; margin-right: 4px; border-radius: 3px; color: #111; font-size: 11px; }
    #status { min-height: 1.4em; margin-top: 6px; color: #444; }
    @media (prefers-color-scheme: dark) { body { background: #1b1b1d; color: #ddd; } tr:hover { background: #333; }
      #graph div { color: #111; border-color: #1b1b1d; } #status, .gas { color: #aaa; } }
    </style>
    </head>
    <body>
    <h1 id="title"></h1>
    <nav><button data-view="flame" aria-pressed="true">Flame graph</button>
    <button data-view="table">Functions</button> <button data-view="source">Source</button>
    <input id="search" type="search" placeholder="Search functions" aria-label="Search functions">
    <label><input id="purposes" type="checkbox"> Colors by purpose</label> <span id="legend"></span></nav>
    <div id="status" role="status"></div>
    <main id="flame"><div id="graph"></div></main>
    <main id="table" hidden></main>
    <main id="source" hidden></main>
    <script type="application/json" id="data">@DATA@</script>
    <script>
    "use strict";
    const data = JSON.parse(document.getElementById("data").textContent);
    const sum = list => list.reduce((a, b) => a + b, 0);
    const nodes = data.nodes.map(([name, file, parent, entries, inlined, gas], id) =>
      ({ id, name: name || "?", file, parent, entries, inlined, self: sum(gas), gas: gas.slice(), total: sum(gas), callees: [] }));
    const root = { id: -1, name: data.name, file: "", parent: -1, self: 0, total: 0, callees: [],
      gas: data.groups.map(() => 0), entries: 1 };
    // Callees have higher numbers than their callers.
    for (let id = nodes.length - 1; id >= 0; id--) {
      const node = nodes[id], parent = node.parent < 0 ? root : nodes[node.parent];
      parent.total += node.total;
      node.gas.forEach((gas, group) => { parent.gas[group] += gas; });
      parent.callees.push(node);
    }
    const visit = [root];
    while (visit.length) {
      const node = visit.pop();
      node.callees.sort((a, b) => b.total - a.total || a.id - b.id);
      visit.push(...node.callees);
    }
    const number = value => value.toLocaleString("en");
    const share = value => (100 * value / Math.max(1, data.total)).toFixed(2) + " %";
    document.getElementById("title").textContent = data.name + ": " + number(data.total) + " gas";
    const status = document.getElementById("status"), graph = document.getElementById("graph");
    const search = document.getElementById("search"), purposes = document.getElementById("purposes");
    const legend = document.getElementById("legend");
    let zoomed = root;
    // By purpose: a band for each group, as wide as its share of the gas, callees included.
    const groupColors = ["#8fd18f", "#f08080", "#f4b266", "#f1dc6a", "#c9a6e4", "#8fb8ee", "#e79ac6", "#b9b9b9"];
    function color(node) {
      if (purposes.checked) {
        let from = 0;
        const parts = [];
        node.gas.forEach((gas, group) => {
          if (!gas) return;
          const to = from + 100 * gas / Math.max(1, node.total);
          parts.push(`${groupColors[group]} ${from}% ${to}%`);
          from = to;
        });
        return parts.length ? `linear-gradient(to right, ${parts.join(",")})` : "#ddd";
      }
      let hash = 0;
      for (const character of node.name) hash = (hash * 31 + character.codePointAt(0)) >>> 0;
      return `hsl(${(node.inlined ? 190 : 20) + hash % 40} ${70 + hash % 25}% ${62 + hash % 14}%)`;
    }
    function parentOf(node) { return node.parent < 0 ? root : nodes[node.parent]; }
    function draw() {
      graph.textContent = "";
      legend.replaceChildren(...(purposes.checked ? data.groups.map((name, group) => {
        const item = document.createElement("span");
        item.textContent = `${name} ${share(root.gas[group])}`;
        item.style.background = groupColors[group];
        return item;
      }) : []));
      const width = graph.clientWidth, wanted = search.value.toLowerCase();
      let deepest = 0, found = 0;
      function add(node, left, size, depth) {
        if (size < 0.4) return;
        deepest = Math.max(deepest, depth);
        const box = document.createElement("div");
        box.style.cssText = `left:${left}px;width:${Math.max(1, size)}px;top:${depth * 18}px;background:${color(node)}`;
        if (size > 30) box.textContent = node.name;
        box.title = `${node.name}\\n${number(node.total)} gas (${share(node.total)}), ${number(node.self)} of it itself`
          + (node.inlined ? ", inlined" : `, ${number(node.entries)} calls`) + (node.file ? `\\n${node.file}` : "");
        if (wanted && node.name.toLowerCase().includes(wanted)) { box.className = "hit"; found++; }
        box.onclick = () => { zoomed = node === zoomed ? parentOf(node) : node; draw(); };
        box.onmouseenter = () => { status.textContent = box.title.replace("\\n", ": ").replace("\\n", ", "); };
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
      const entry = functions.get(node.name) || { name: node.name, self: 0, total: 0, entries: 0 };
      entry.self += node.self;
      entry.entries += node.entries;
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
      for (const [key, title] of [["self", "Self gas"], ["self", "%"], ["total", "Gas"], ["total", "%"],
        ["entries", "Calls"], ["name", "Function"]]) {
        const cell = document.createElement("th");
        cell.textContent = title;
        cell.onclick = () => { order = key; drawTable(); };
        head.append(cell);
      }
      const body = table.createTBody();
      for (const row of rows.slice(0, 2000)) {
        const line = body.insertRow();
        for (const text of [number(row.self), share(row.self), number(row.total), share(row.total),
          row.entries ? number(row.entries) : "inlined", row.name]) line.insertCell().textContent = text;
        line.lastChild.className = "name";
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
      const all = lines => sum([...lines.values()]);
      const parts = [...files].sort((a, b) => all(b[1]) - all(a[1])).map(([file, lines], index) => {
        const details = document.createElement("details"), summary = document.createElement("summary");
        details.open = index === 0;
        summary.textContent = `${file || "unknown file"}: ${number(all(lines))} gas (${share(all(lines))})`;
        details.append(summary);
        const most = [...lines.values()].reduce((a, b) => Math.max(a, b), 1);
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
      if (!parts.length) {
        parts.push(document.createElement("p"));
        parts[0].textContent = "No source lines are known: compile the source with -g.";
      }
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
    purposes.onchange = draw;
    addEventListener("resize", draw);
    draw();
    </script>
    </body>
    </html>

    """
}
