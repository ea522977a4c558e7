// Compares wasm-pvm with node on random C programs.
//
// Usage: node differential.mjs WASM-PVM COUNT FIRST-SEED FAILURES-FOLDER [JOURNAL]
//
// Each program is compiled to wasm32 by clang; each module runs once in node and, at our optimization levels, through wasm-pvm,
// always with the allocation checker. Programs that run too long, or are too large, are left out and replaced by the next seed. What fails is kept
// in the failures folder with the command lines that show it. A journal gets a line for every seed; seeds that have one are not
// run again, so that a long run can be stopped and resumed. Runs at the same time need different seeds and journals.
//
// Environment: WASM_PVM_CSMITH_LEVELS, our levels (0 2 z); WASM_PVM_CSMITH_CLANG, clang's levels (-O0 -O1 -Os), all of them for
// each program or, with WASM_PVM_CSMITH_TURNS=1, in turn; WASM_PVM_CSMITH_GAS, how much gas a program may use at our lowest level;
// WASM_PVM_CSMITH_TARGETS, the machines ("gp-0.7 gp-0.8": in turn, one for each program); WASM_PVM_CSMITH_SIZE, how many bytes its module may have (three quarters have at most 40,000; the others take ten times as long
// to compile); WASM_PVM_CSMITH_OPTIONS, csmith's own options, such as --float; WASM_PVM_JOBS, programs at the same time; WASM_PVM_COMMIT, what the journal names as tested.
import { spawn } from "node:child_process";
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [wasmPVM, countText, seedText, failuresFolder, journal] = process.argv.slice(2);
const count = Number(countText);
const firstSeed = Number(seedText);
const here = dirname(fileURLToPath(import.meta.url));

const clangLevels = (process.env.WASM_PVM_CSMITH_CLANG ?? "-O0 -O1 -Os").split(" ");
const takesTurns = process.env.WASM_PVM_CSMITH_TURNS === "1";
const ourLevels = (process.env.WASM_PVM_CSMITH_LEVELS ?? "0 2 z").split(" ");
const targets = (process.env.WASM_PVM_CSMITH_TARGETS ?? "gp-0.7 gp-0.8").split(" ");
const gasLimit = process.env.WASM_PVM_CSMITH_GAS ?? "20000000000";
const sizeLimit = Number(process.env.WASM_PVM_CSMITH_SIZE ?? Infinity);
const csmithOptions = (process.env.WASM_PVM_CSMITH_OPTIONS ?? "").split(" ").filter((word) => word);
const nodeLimit = 1500;
const ourLimit = 300000;

// Runs a command; the result says how it ended and what it printed.
function run(command, args, timeout = 120000, cwd = undefined) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"], timeout, killSignal: "SIGKILL" });
    let output = "";
    let messages = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (messages += data));
    child.on("error", (error) => resolve({ status: -1, killed: false, output, messages: String(error) }));
    child.on("close", (status, signal) => resolve({ status, killed: signal === "SIGKILL", output, messages }));
  });
}

// Makes the module of a program; none if clang takes too long, and throws when clang does not take it, which it should.
async function compile(folder, seed, level) {
  const module = join(folder, `${seed}${level}.wasm`);
  const result = await run("clang-19", [
    "--target=wasm32-unknown-unknown", "-std=c11", level, "-w", "-nostdlib", "-fuse-ld=lld",
    "-I", join(here, "include"), "-I", "/usr/include/csmith",
    `-DPROGRAM="${join(folder, `${seed}.c`)}"`,
    "-Wl,--no-entry", "-Wl,-z,stack-size=1048576", "-Wl,--export-memory",
    "-o", module, join(here, "shim.c"),
  ]);
  if (result.killed) return undefined;
  if (result.status !== 0) throw new Error(`clang ${level}, seed ${seed}: ${result.messages}`);
  return module;
}

// What wasm-pvm makes of a module: the output bytes, or how it failed, and the gas.
async function ours(module, target, level) {
  const result = await run(wasmPVM, ["run", module, "--target", target, "--opt", level, "--gas", gasLimit, "--json", "--check-allocation"], ourLimit);
  if (result.killed) return { output: "no end", gas: 0 };
  try {
    const { exit, output, gas_used: gas } = JSON.parse(result.output);
    return { output: exit === "halt" ? output : exit, gas };
  } catch {
    return { output: `status ${result.status}: ${result.messages.trim()}`, gas: 0 };
  }
}

// Keeps a module that differs, with its source.
function keep(module, folder, seed, clangLevel) {
  mkdirSync(failuresFolder, { recursive: true });
  copyFileSync(module, join(failuresFolder, `${seed}${clangLevel}.wasm`));
  copyFileSync(join(folder, `${seed}.c`), join(failuresFolder, `${seed}.c`));
}

// Tests one program: "ok" or "skipped", complaints, and the gas at each level.
async function test(folder, seed) {
  const skipped = { verdict: "skipped", complaints: [], gas: [] };
  const source = join(folder, `${seed}.c`);
  // csmith also writes a file `platform.info` into its current folder.
  const generated = await run("csmith", ["--no-argc", "--concise", ...csmithOptions, "--seed", String(seed), "--output", source], 30000, folder);
  if (generated.status !== 0) return skipped;
  const levels = takesTurns ? [clangLevels[seed % clangLevels.length]] : clangLevels;
  const modules = [];
  for (const clangLevel of levels) {
    const module = await compile(folder, seed, clangLevel);
    if (!module || statSync(module).size > sizeLimit) return skipped;
    const reference = await run("node", [join(here, "run-module.mjs"), module], nodeLimit);
    if (reference.killed || reference.status !== 0) return skipped;
    modules.push({ module, clangLevel, expected: reference.output.trim() });
  }
  const complaints = [];
  const gas = [];
  const target = targets[seed % targets.length];
  for (const { module, clangLevel, expected } of modules) {
    for (const level of ourLevels) {
      const result = await ours(module, target, level);
      // Too long for the lowest level: left out. The others need less gas.
      if (level === ourLevels[0] && result.output === "out-of-gas") return skipped;
      gas.push(result.gas);
      if (result.output === expected) continue;
      complaints.push(`clang ${clangLevel}, --target ${target} --opt ${level}: ${result.output} instead of ${expected}`);
      keep(module, folder, seed, clangLevel);
    }
  }
  if (complaints.length > 0) writeFileSync(join(failuresFolder, `${seed}.txt`), complaints.join("\n") + "\n");
  return { verdict: complaints.length === 0 ? "ok" : "differs", complaints, gas };
}

const totals = { ok: 0, differs: 0, skipped: 0 };
const done = new Set();
if (journal && existsSync(journal)) {
  for (const line of readFileSync(journal, "utf8").split("\n")) {
    const [seed, verdict] = line.split("\t");
    if (!(verdict in totals) || Number(seed) < firstSeed || done.has(Number(seed))) continue;
    done.add(Number(seed));
    totals[verdict]++;
  }
}
const note = (...cells) => journal && appendFileSync(journal, cells.join("\t") + "\n");
note(
  `# ${new Date().toISOString()} wasm-pvm at ${process.env.WASM_PVM_COMMIT ?? "?"}, --target ${targets.join(" ")}, --opt ${ourLevels.join(" ")}, ` +
    `clang ${clangLevels.join(" ")}${takesTurns ? " in turn" : ""}: seed, verdict, gas by level`);

const folder = mkdtempSync(join(tmpdir(), "csmith-"));
let nextSeed = firstSeed;
let running = 0;

// Takes seeds until enough programs have been tested.
async function work() {
  for (;;) {
    if (totals.ok + totals.differs + running >= count || totals.skipped > 10 * count + 10) return;
    const seed = nextSeed++;
    if (done.has(seed)) continue;
    running++;
    const result = await test(folder, seed);
    running--;
    for (const suffix of [".c", ...clangLevels.map((level) => `${level}.wasm`)]) {
      rmSync(join(folder, `${seed}${suffix}`), { force: true });
    }
    totals[result.verdict]++;
    note(seed, result.verdict, ...result.gas);
    if (result.verdict === "differs") console.log(`csmith: seed ${seed} differs:\n  ${result.complaints.join("\n  ")}`);
  }
}

try {
  const workers = Number(process.env.WASM_PVM_JOBS ?? cpus().length);
  await Promise.all(Array.from({ length: workers }, work));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `csmith: ${totals.ok} of ${totals.ok + totals.differs} programs equal node at clang ${clangLevels.join(", ")}` +
    `${takesTurns ? " (in turn)" : ""} and --target ${targets.join(", ")}, --opt ${ourLevels.join(", ")}; seeds ${firstSeed} to ${Math.max(nextSeed - 1, ...done)}, ` +
    `${totals.skipped} left out (too long or too large)`,
);
if (totals.differs > 0) console.log(`csmith: the modules that differ are in ${failuresFolder}`);
process.exit(totals.differs > 0 || totals.ok < count ? 1 : 0);
