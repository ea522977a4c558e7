/// The page of `explore` without its data.
enum ExploreTemplate {
  /// The page, with `@DATA@` for the list of functions and `@CHUNKS@` for what is compressed.
  static let page = #"""
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>wasm-pvm explore</title>
    <style>
    * { box-sizing: border-box; }
    html, body { height: 100%; margin: 0; }
    body { display: flex; flex-direction: column; font: 13px/18px system-ui, sans-serif; color: #222; background: #fff; }
    header { display: flex; gap: 12px; align-items: center; padding: 6px 10px; border-bottom: 1px solid #ccc; flex: none; flex-wrap: wrap; }
    header b { max-width: 30em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    header input { font: inherit; padding: 2px 6px; width: 18em; }
    header button { font: inherit; padding: 1px 8px; border: 1px solid #999; border-radius: 3px; background: #eee; cursor: pointer; }
    header button[aria-pressed=true] { background: #cde; border-color: #479; }
    main { flex: 1; min-height: 0; display: flex; }
    #functions { width: 19em; flex: none; display: flex; flex-direction: column; border-right: 1px solid #ccc; }
    #panes { flex: 1; min-width: 0; display: flex; }
    .pane { flex: 1 1 0; min-width: 0; display: flex; flex-direction: column; border-right: 1px solid #ddd; }
    .pane[hidden] { display: none; }
    .pane h2, #functions h2 { margin: 0; padding: 2px 8px; font-size: 12px; font-weight: 600; background: #f3f3f3; border-bottom: 1px solid #ddd;
      white-space: nowrap; overflow: hidden; text-overflow: ellipsis; flex: none; }
    .pane.active h2 { background: #cde; }
    .scroller { flex: 1; min-height: 0; overflow: auto; position: relative; outline: none; }
    .scroller > div { position: relative; min-width: 100%; }
    .row { position: absolute; left: 0; min-width: 100%; height: 18px; white-space: pre; font: 12px/18px ui-monospace, monospace; padding: 0 8px;
      border-left: 4px solid transparent; cursor: default; tab-size: 4; }
    .row.line { background: #fff6d8; }
    .row.hit { background: #ffe08a; }
    .row.found { box-shadow: inset 0 0 0 1px #c60; }
    .row.pinned { outline: 1px solid #06c; outline-offset: -1px; }
    .row i { font-style: normal; color: #888; }
    .function { cursor: pointer; }
    .function.open { background: #cde; }
    .function .heat { position: absolute; right: 0; top: 0; bottom: 0; background: #f84; opacity: .25; pointer-events: none; }
    .function i { float: right; padding-left: 8px; }
    footer { flex: none; max-height: 32%; overflow: auto; border-top: 1px solid #ccc; padding: 4px 10px; min-height: 27px; }
    footer pre { margin: 4px 0 0; font: 12px/15px ui-monospace, monospace; }
    footer span { margin-right: 16px; }
    @media (prefers-color-scheme: dark) {
      body { background: #1b1b1b; color: #ddd; } .pane h2, #functions h2 { background: #2a2a2a; border-color: #444; }
      header, .pane, #functions, footer { border-color: #444; } header input, header button { background: #2a2a2a; color: #ddd; border-color: #666; }
      header button[aria-pressed=true], .function.open, .pane.active h2 { background: #245; }
      .row.line { background: #3a3418; } .row.hit { background: #6b5610; }
    }
    </style>
    </head>
    <body>
    <header>
      <b id="title"></b>
      <input id="search" type="search" placeholder="function, or code index ( / )" aria-label="Search functions">
      <input id="find" type="search" placeholder="find in this function ( f )" aria-label="Find in this function">
      <span id="found"></span>
      <span id="toggles"></span>
    </header>
    <main>
      <div id="functions"><h2 id="count"></h2><div class="scroller" tabindex="-1"><div></div></div></div>
      <div id="panes"></div>
    </main>
    <footer id="details">Keys: / search, f find, n and p next and previous function, arrows move, 1 to 6 show and hide, Escape lets go.</footer>
    <script type="application/json" id="data">@DATA@</script>
    <script>
    "use strict";
    const data = JSON.parse(document.getElementById("data").textContent);
    const HEIGHT = 18;
    const element = (id) => document.getElementById(id);
    const number = (n) => n.toLocaleString("en");

    // A list of which only the rows that can be seen exist.
    class List {
      constructor(scroller, draw) {
        this.scroller = scroller;
        this.inner = scroller.firstElementChild;
        this.draw = draw;
        this.count = 0;
        scroller.addEventListener("scroll", () => this.refresh());
      }
      fill(count) {
        this.count = count;
        this.inner.style.height = `${count * HEIGHT}px`;
        this.scroller.scrollTop = 0;
        this.refresh();
      }
      refresh() {
        const first = Math.max(0, Math.floor(this.scroller.scrollTop / HEIGHT) - 5);
        const end = Math.min(this.count, first + Math.ceil((this.scroller.clientHeight || 600) / HEIGHT) + 10);
        const rows = [];
        for (let index = first; index < end; index += 1) {
          const row = document.createElement("div");
          row.className = "row";
          row.dataset.index = index;
          row.style.top = `${index * HEIGHT}px`;
          this.draw(row, index);
          rows.push(row);
        }
        this.inner.replaceChildren(...rows);
      }
      // The row at a place on the screen.
      indexOf(event) {
        const index = Math.floor((event.clientY - this.inner.getBoundingClientRect().top) / HEIGHT);
        return index >= 0 && index < this.count ? index : undefined;
      }
      show(index) {
        const top = index * HEIGHT, height = this.scroller.clientHeight;
        if (top < this.scroller.scrollTop || top + HEIGHT > this.scroller.scrollTop + height) {
          this.scroller.scrollTop = Math.max(0, top - height / 2);
        }
        this.refresh();
      }
    }

    // The compressed parts of the page.
    const parts = new Map();
    async function chunk(index) {
      if (!parts.has(index)) {
        const bytes = Uint8Array.from(atob(element(`c${index}`).textContent), (letter) => letter.charCodeAt(0));
        const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
        parts.set(index, await new Response(stream).text());
      }
      return parts.get(index);
    }

    // What is looked at.
    const state = { open: -1, shown: [], part: null, file: -1, offsets: new Set(), line: null, pinned: null, over: null, pane: 5, query: "" };
    const PANES = [["s", "Source"], ["w", "WebAssembly"], ["u", "LLVM IR before"], ["o", "LLVM IR after"], ["m", "Machine IR"], ["p", "PVM"]];

    // Panes: rows are { text, offset, line }.
    const panes = PANES.map(([key, title], index) => {
      const pane = document.createElement("div");
      pane.className = "pane";
      const heading = document.createElement("h2");
      heading.textContent = title;
      const scroller = document.createElement("div");
      scroller.className = "scroller";
      scroller.append(document.createElement("div"));
      pane.append(heading, scroller);
      element("panes").append(pane);
      const button = document.createElement("button");
      button.textContent = title;
      button.setAttribute("aria-pressed", "true");
      button.addEventListener("click", () => toggle(index));
      element("toggles").append(button, " ");
      const self = { key, title, pane, heading, button, rows: [], found: [] };
      self.list = new List(scroller, (row, at) => drawRow(self, row, at));
      scroller.addEventListener("mousemove", (event) => {
        const at = self.list.indexOf(event);
        // Rows are made anew when something is marked, which is no move.
        if (state.pinned || at === undefined || (state.over?.pane === self && state.over.at === at)) return;
        state.over = { pane: self, at };
        point(self, at);
      });
      scroller.addEventListener("mouseleave", () => { state.over = null; if (!state.pinned) clear(); });
      scroller.addEventListener("click", (event) => {
        const at = self.list.indexOf(event);
        if (at === undefined) return;
        activate(index);
        pin(self, at);
      });
      return self;
    });

    function toggle(index) {
      const pane = panes[index];
      pane.pane.hidden = !pane.pane.hidden;
      pane.button.setAttribute("aria-pressed", String(!pane.pane.hidden));
      panes.forEach((other) => other.list.refresh());
    }
    function activate(index) {
      state.pane = index;
      panes.forEach((pane, at) => pane.pane.classList.toggle("active", at === index));
    }

    // Rows that come from one source line have one color; without source lines, from one instruction.
    function color(row) {
      const seed = row.line ? row.line[0] * 7919 + row.line[1] : row.offset;
      return seed ? `hsl(${(seed * 137.508) % 360} 65% 55%)` : "transparent";
    }
    function sameLine(a, b) { return a && b && a[0] === b[0] && a[1] === b[1]; }
    function drawRow(pane, row, at) {
      const item = pane.rows[at];
      row.style.borderLeftColor = color(item);
      if (item.offset && state.offsets.has(item.offset)) row.classList.add("hit");
      else if (sameLine(item.line, state.line)) row.classList.add(pane.key === "s" ? "hit" : "line");
      if (state.pinned && state.pinned.pane === pane && state.pinned.at === at) row.classList.add("pinned");
      if (state.query && item.text.toLowerCase().includes(state.query)) row.classList.add("found");
      if (item.heat) row.style.backgroundImage = `linear-gradient(90deg, rgba(255,110,40,${item.heat}), transparent 70%)`;
      if (item.prefix) {
        const prefix = document.createElement("i");
        prefix.textContent = item.prefix;
        row.append(prefix);
      }
      row.append(item.text);
      if (item.title) row.title = item.title;
    }

    // Pointing at a row shows what belongs to it in all panes.
    function point(pane, at) {
      const item = pane.rows[at];
      if (!item) return;
      state.line = item.line ?? null;
      state.offsets = new Set(item.offset ? [item.offset] : []);
      if (pane.key === "s") {
        for (const [offset, line] of Object.entries(state.part.l)) if (sameLine(line, item.line)) state.offsets.add(Number(offset));
      }
      details(pane, item);
      panes.forEach((other) => other.list.refresh());
    }
    function clear() {
      state.line = null;
      state.offsets = new Set();
      panes.forEach((pane) => pane.list.refresh());
    }
    async function pin(pane, at) {
      state.pinned = { pane, at };
      point(pane, at);
      const item = pane.rows[at];
      if (pane.key !== "s" && item.line && item.line[0] !== state.file) await showSource(item.line[0]);
      for (const other of panes) {
        if (other === pane) { other.list.show(at); continue; }
        let first = other.rows.findIndex((row) => row.offset && state.offsets.has(row.offset));
        if (first < 0) first = other.rows.findIndex((row) => sameLine(row.line, state.line));
        if (first >= 0) other.list.show(first); else other.list.refresh();
      }
    }

    // What is known of a row.
    function details(pane, item) {
      const box = element("details");
      box.replaceChildren();
      const say = (text) => { const span = document.createElement("span"); span.textContent = text; box.append(span); };
      if (item.line) say(`${data.files[item.line[0]]}:${item.line[1]}`);
      if (item.offset) say(`module offset 0x${item.offset.toString(16)}`);
      const row = item.pvm;
      if (!row) return;
      say(`pc ${row[0]}`);
      say(`${row[1]} bytes`);
      say(`for: ${data.purposes[row[3]]}`);
      if (data.ran) say(`executed ${number(row[4])} times`);
      if (row[6]) say(`inlined: ${state.part.s[row[6]]}`);
      const block = (state.part.b ?? []).findLast((entry) => entry[0] <= row[0]);
      if (!block) return;
      say(`block ${block[0]}, gas ${number(block[1])}`);
      if (block[2]) { const text = document.createElement("pre"); text.textContent = block[2]; box.append(text); }
    }

    // Functions.
    async function open(index) {
      if (index < 0 || index >= data.functions.length) return;
      state.open = index;
      const part = JSON.parse(await chunk(index));
      // Functions of the module, which may be inlined in several, are parts of their own.
      for (const form of ["w", "u"]) part[form] = (await Promise.all((part[form] ?? []).map(chunk))).flatMap((text) => JSON.parse(text));
      if (state.open !== index) return;
      state.part = part;
      state.pinned = null;
      state.line = null;
      state.offsets = new Set();
      const lineOf = (offset) => part.l[offset];
      const most = Math.log(1 + part.p.reduce((sum, row) => Math.max(sum, row[4]), 0));
      for (const pane of panes) {
        if (pane.key === "s") continue;
        if (pane.key === "p") {
          const width = Math.max(...part.p.map((row) => String(row[0]).length), 1);
          pane.rows = part.p.map((row) => ({
            text: row[2], offset: row[5], line: lineOf(row[5]), pvm: row, title: data.purposes[row[3]] + (row[6] ? `, ${part.s[row[6]]}` : ""),
            prefix: `${String(row[0]).padStart(width)} ${data.ran ? String(row[4]).padStart(9) : ""} ${data.purposes[row[3]].padEnd(11)} `,
            heat: most > 0 && row[4] > 0 ? (0.08 + 0.5 * Math.log(1 + row[4]) / most).toFixed(3) : 0,
          }));
        } else {
          pane.rows = (part[pane.key] ?? []).map(([text, offset]) => ({
            text, offset, line: lineOf(offset), prefix: pane.key === "w" ? `${(offset ? offset.toString(16) : "").padStart(5)}  ` : "",
          }));
        }
        pane.heading.textContent = `${pane.title}, ${number(pane.rows.length)}`;
        pane.list.fill(pane.rows.length);
      }
      // The file that most of the function comes from.
      const counts = new Map();
      for (const [file] of Object.values(part.l)) counts.set(file, (counts.get(file) ?? 0) + 1);
      const best = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
      await showSource(best ? best[0] : -1);
      const lines = Object.values(part.l).filter(([file]) => file === state.file).map(([, line]) => line);
      if (lines.length > 0) panes[0].list.show(Math.min(...lines) - 1);
      find();
      functionList.refresh();
    }
    async function showSource(file) {
      state.file = file;
      const path = data.files[file];
      const pane = panes[0];
      const index = data.sources[path];
      const lines = index === undefined ? [] : (await chunk(index)).split("\n");
      const width = String(lines.length).length;
      pane.rows = lines.map((text, at) => ({ text, line: [file, at + 1], prefix: `${String(at + 1).padStart(width)}  ` }));
      // Only lines that code comes from have a color.
      const there = new Set(Object.values(state.part.l).filter((line) => line[0] === file).map((line) => line[1]));
      pane.rows.forEach((row) => { if (!there.has(row.line[1])) row.line = null; });
      pane.heading.textContent = path === undefined ? "Source: not known" : index === undefined ? `${path} is not there` : path;
      pane.heading.title = path ?? "";
      pane.list.fill(lines.length);
    }

    // The list of functions.
    const hottest = data.functions.reduce((most, row) => Math.max(most, row[3]), 0);
    const functionList = new List(element("functions").querySelector(".scroller"), (row, at) => {
      const index = state.shown[at];
      const [name, bytes, , gas] = data.functions[index];
      row.classList.add("function");
      row.classList.toggle("open", index === state.open);
      const amount = document.createElement("i");
      amount.textContent = data.ran ? `${number(gas)} gas` : `${number(bytes)} B`;
      row.append(amount, name);
      row.title = `${name}: ${number(bytes)} bytes, ${number(data.functions[index][2])} instructions` + (data.ran ? `, ${number(gas)} gas` : "");
      if (hottest > 0 && gas > 0) {
        const heat = document.createElement("span");
        heat.className = "heat";
        heat.style.width = `${100 * gas / hottest}%`;
        row.append(heat);
      }
    });
    functionList.scroller.addEventListener("click", (event) => {
      const at = functionList.indexOf(event);
      if (at !== undefined) open(state.shown[at]);
    });
    const order = data.functions.map((_, index) => index)
      .sort((a, b) => (data.ran ? data.functions[b][3] - data.functions[a][3] : 0) || data.functions[b][1] - data.functions[a][1] || a - b);
    const names = data.functions.map((row) => row[0].toLowerCase());

    // Functions whose names contain the text, or the one that has the code index.
    function search(text) {
      const wanted = text.trim().toLowerCase();
      const pc = /^(0x[0-9a-f]+|[0-9]+)$/.test(wanted) ? Number(wanted) : undefined;
      state.shown = order.filter((index) => {
        const row = data.functions[index];
        return names[index].includes(wanted) || (pc !== undefined && pc >= row[4] && pc < row[4] + row[1]);
      });
      element("count").textContent = `${number(state.shown.length)} of ${number(data.functions.length)} functions`;
      functionList.fill(state.shown.length);
      return pc;
    }
    async function accept() {
      const pc = search(element("search").value);
      const index = state.shown.find((at) => pc !== undefined && pc >= data.functions[at][4] && pc < data.functions[at][4] + data.functions[at][1]) ?? state.shown[0];
      if (index === undefined) return;
      await open(index);
      const at = pc === undefined ? -1 : panes[5].rows.findLastIndex((row) => row.pvm[0] <= pc);
      if (at >= 0) await pin(panes[5], at);
    }

    // Text in the open function.
    function find() {
      state.query = element("find").value.toLowerCase();
      let count = 0;
      for (const pane of panes) {
        pane.found = [];
        if (state.query) pane.rows.forEach((row, at) => { if (row.text.toLowerCase().includes(state.query)) pane.found.push(at); });
        count += pane.found.length;
        pane.list.refresh();
      }
      element("found").textContent = state.query ? `${number(count)} found` : "";
    }
    function next(step) {
      const pane = panes[state.pane].found.length > 0 ? panes[state.pane] : panes.find((other) => other.found.length > 0);
      if (!pane) return;
      const from = state.pinned?.pane === pane ? state.pinned.at : -1;
      const after = step > 0 ? pane.found.find((at) => at > from) ?? pane.found[0] : pane.found.findLast((at) => at < from) ?? pane.found.at(-1);
      activate(panes.indexOf(pane));
      pin(pane, after);
    }

    element("search").addEventListener("input", () => search(element("search").value));
    element("search").addEventListener("keydown", (event) => { if (event.key === "Enter") { accept(); element("search").blur(); } });
    element("find").addEventListener("input", find);
    element("find").addEventListener("keydown", (event) => { if (event.key === "Enter") next(event.shiftKey ? -1 : 1); });

    function step(by) {
      const at = state.shown.indexOf(state.open) + by;
      if (at < 0 || at >= state.shown.length) return;
      functionList.show(at);
      open(state.shown[at]);
    }
    function move(by) {
      const pane = panes[state.pane];
      const from = state.pinned?.pane === pane ? state.pinned.at : by > 0 ? -1 : pane.rows.length;
      const at = from + by;
      if (at >= 0 && at < pane.rows.length) pin(pane, at);
    }
    function turn(by) {
      for (let index = state.pane + by; index >= 0 && index < panes.length; index += by) {
        if (!panes[index].pane.hidden) { activate(index); return; }
      }
    }
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") { document.activeElement.blur(); state.pinned = null; clear(); return; }
      if (event.target.tagName === "INPUT") return;
      const actions = {
        "/": () => element("search").focus(), f: () => element("find").focus(), n: () => step(1), p: () => step(-1),
        ArrowDown: () => move(1), j: () => move(1), ArrowUp: () => move(-1), k: () => move(-1), ArrowRight: () => turn(1), ArrowLeft: () => turn(-1),
      };
      const action = actions[event.key] ?? (/^[1-6]$/.test(event.key) ? () => toggle(Number(event.key) - 1) : undefined);
      if (!action) return;
      event.preventDefault();
      action();
    });
    window.addEventListener("resize", () => { functionList.refresh(); panes.forEach((pane) => pane.list.refresh()); });

    element("title").textContent = `${data.name} (${data.target})` + (data.ran ? `, ${number(data.total)} gas` : "");
    document.title = `${data.name}: wasm-pvm explore`;
    search("");
    activate(5);
    // The parts follow; they are there when the document is complete.
    document.addEventListener("DOMContentLoaded", () => open(state.shown[0] ?? -1));
    </script>
    @CHUNKS@</body>
    </html>
    """#
}
