// Looks at a page of `wasm-pvm explore` in Chromium without a window: clicks, search, keys, times.
//
//   node ci/tools/explore.mjs PAGE.html FUNCTION [SCREENSHOT.png]
//
// FUNCTION is the name of a function of the program that has code in all forms. CHROMIUM is the browser, by default chromium.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [page, wanted, screenshot] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "explore-"));
const browser = spawn(
  process.env.CHROMIUM ?? "chromium",
  ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1800,1000", `--user-data-dir=${profile}`,
    "--remote-debugging-pipe", "about:blank"],
  { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });

// The protocol: JSON texts that end with a zero byte.
const waiting = new Map(), listeners = new Map();
let last = 0, rest = Buffer.alloc(0);
browser.stdio[4].on("data", (data) => {
  rest = Buffer.concat([rest, data]);
  for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
    const message = JSON.parse(rest.subarray(0, end).toString());
    rest = rest.subarray(end + 1);
    if (message.id !== undefined) {
      const { done, failed } = waiting.get(message.id);
      waiting.delete(message.id);
      message.error ? failed(new Error(JSON.stringify(message.error))) : done(message.result);
    } else listeners.get(message.method)?.(message.params);
  }
});
let session;
const send = (method, params = {}) => new Promise((done, failed) => {
  waiting.set(++last, { done, failed });
  browser.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId: session })}\0`);
});
const event = (method) => new Promise((done) => listeners.set(method, done));
async function evaluate(expression) {
  const result = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  if (result.exceptionDetails) throw new Error(result.exceptionDetails.exception?.description ?? result.exceptionDetails.text);
  return result.result.value;
}
// Waits until an expression is true.
async function until(expression, what) {
  for (let round = 0; round < 300; round += 1) {
    if (await evaluate(`Boolean(${expression})`)) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(`${what}: ${expression} never holds`);
}
async function key(name, text) {
  await send("Input.dispatchKeyEvent", { type: "keyDown", key: name, text });
  await send("Input.dispatchKeyEvent", { type: "keyUp", key: name });
}
// The middle of the row of a pane that is at an index, once it can be seen.
const middle = (pane, row) => evaluate(`(() => {
  const box = panes[${pane}].pane.querySelector('.row[data-index="${row}"]').getBoundingClientRect();
  return { x: box.left + 60, y: box.top + box.height / 2 };
})()`);
async function mouse(type, { x, y }) { await send("Input.dispatchMouseEvent", { type, x, y, button: type === "mouseMoved" ? "none" : "left", clickCount: 1 }); }
async function click(place) { await mouse("mousePressed", place); await mouse("mouseReleased", place); }

const failures = [];
try {
  const target = await send("Target.createTarget", { url: "about:blank" });
  session = (await send("Target.attachToTarget", { targetId: target.targetId, flatten: true })).sessionId;
  await send("Page.enable");
  await send("Runtime.enable");
  await send("Network.enable");
  const requests = [];
  listeners.set("Network.requestWillBeSent", (params) => requests.push(params.request.url));
  listeners.set("Runtime.exceptionThrown", (params) => failures.push(params.exceptionDetails.exception?.description ?? "exception"));
  const loaded = event("Page.loadEventFired");
  const url = pathToFileURL(resolve(page)).href;
  await send("Page.navigate", { url });
  await loaded;
  await until("state.part !== null && panes[5].rows.length > 0", "a function is open");
  // Chromium reports it after the frame was shown, which may be later than the page is ready.
  await until(`performance.getEntriesByName("first-contentful-paint").length > 0`, "something is painted");
  const paint = await evaluate(`performance.getEntriesByName("first-contentful-paint")[0].startTime`);
  assert(requests.every((request) => request === url || request.startsWith("blob:")), `nothing else is loaded: ${requests}`);

  // Search: by name, then by code index.
  await key("/", "/");
  await until(`document.activeElement.id === "search"`, "the slash goes to the search");
  await send("Input.insertText", { text: wanted });
  const time = await evaluate(`(() => {
    const start = performance.now();
    for (let round = 0; round < 5; round += 1) { search("zzz"); search(${JSON.stringify(wanted)}); }
    document.body.getBoundingClientRect();
    return (performance.now() - start) / 10;
  })()`);
  assert(await evaluate("state.shown.length > 0"), "the function is found");
  await key("Enter");
  await until(`state.open === state.shown[0] && document.activeElement.id !== "search"`, "Enter opens it");
  const name = await evaluate("data.functions[state.open][0]");
  assert(name.includes(wanted), name);
  const pc = await evaluate("data.functions[state.open][4]");
  await evaluate(`element("search").value = "${pc}", accept()`);
  assert.equal(await evaluate("state.pinned.pane.rows[state.pinned.at].pvm[0]"), pc, "a code index is found");
  await evaluate(`element("search").value = ${JSON.stringify(wanted)}, accept()`);
  await until(`data.functions[state.open][0].includes(${JSON.stringify(wanted)}) && !state.pinned`, "and the name again");

  // All forms are there, and an instruction points to its places in them.
  const counts = await evaluate("panes.map((pane) => pane.rows.length)");
  assert(counts.slice(1).every((count) => count > 0), `every pane has rows: ${counts}`);
  const lost = await evaluate(`[1, 2].map((pane) => panes[5].rows.filter((row) =>
    row.offset && !panes[pane].rows.some((other) => other.offset === row.offset)).length)`);
  assert.deepEqual(lost, [0, 0], "every instruction leads to its WebAssembly and to LLVM IR in front of the passes");
  const linked = await evaluate(`panes[5].rows.findIndex((row) =>
    row.offset && panes.slice(1, 5).every((pane) => pane.rows.some((other) => other.offset === row.offset)))`);
  assert(linked >= 0, "an instruction is linked with all forms");
  await evaluate(`panes[5].list.show(${linked})`);
  await mouse("mouseMoved", await middle(5, linked));
  await until("state.offsets.size === 1 && document.querySelectorAll('.row.hit').length > 0", "hovering marks");
  await click(await middle(5, linked));
  await until(`state.pinned?.at === ${linked}`, "a click pins");
  await until(`panes.slice(1, 5).every((pane) => pane.pane.querySelector(".row.hit"))`, "all panes show what belongs to it");
  assert.match(await evaluate(`element("details").textContent`), /module offset 0x[0-9a-f]+.*pc \d+.*for: /s);
  if (await evaluate("panes[0].rows.length > 0")) {
    assert(await evaluate(`panes[5].rows.some((row) => row.line)`), "lines are known");
    const line = await evaluate("panes[0].rows.findIndex((row) => row.line)");
    await evaluate(`panes[0].list.show(${line})`);
    await click(await middle(0, line));
    await until(`panes[5].pane.querySelector(".row.hit")`, "a source line shows its instructions");
  }
  if (screenshot) {
    const { data } = await send("Page.captureScreenshot", { format: "png" });
    writeFileSync(screenshot, Buffer.from(data, "base64"));
  }

  // Keys.
  await key("Escape");
  await until("!state.pinned && state.offsets.size === 0", "Escape lets go");
  await evaluate("activate(5)");
  await key("ArrowDown");
  await until("state.pinned?.pane === panes[5] && state.pinned.at === 0", "down selects the first row");
  await key("ArrowDown");
  await until("state.pinned?.at === 1", "and the next");
  await key("ArrowLeft");
  await until("state.pane === 4", "left goes to the pane there");
  await key("3", "3");
  await until("panes[2].pane.hidden", "3 hides a pane");
  await key("3", "3");
  await until("!panes[2].pane.hidden", "3 shows it again");
  const functions = await evaluate("search(''), data.functions.length");
  if (functions > 1) {
    await evaluate("open(state.shown[0])");
    await key("n", "n");
    await until("state.open === state.shown[1]", "n opens the next function");
    await key("p", "p");
    await until("state.open === state.shown[0]", "p the one before");
  }
  await key("f", "f");
  await send("Input.insertText", { text: "e" });
  await until(`/[1-9]\\d* found/.test(element("found").textContent)`, "text is found");
  await key("Enter");
  await until("state.pinned", "Enter goes there");
  assert.deepEqual(failures, []);
  console.log(`explore: ${functions} functions, first paint after ${Math.round(paint)} ms, a search ${time.toFixed(1)} ms`);
  assert(paint < 2000, "the first paint is in time");
  assert(time < 200, "a search is in time");
} finally {
  browser.kill();
  await new Promise((done) => browser.once("exit", done));
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
