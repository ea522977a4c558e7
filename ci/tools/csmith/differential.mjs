// Compares wasm-pvm with node on random C programs.
//
// Usage: node differential.mjs WASM-PVM COUNT FIRST-SEED FAILURES-FOLDER
//
// Each program is compiled to wasm32 by clang at three levels; each module runs in node and, at three of our optimization
// levels, through wasm-pvm. Programs that run too long in node are left out and replaced by the next seed. What fails is
// kept in the failures folder with the command lines that show it.
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [wasmPVM, countText, seedText, failuresFolder] = process.argv.slice(2);
const count = Number(countText);
const firstSeed = Number(seedText);
const here = dirname(fileURLToPath(import.meta.url));

const clangLevels = ["-O0", "-O1", "-Os"];
const ourLevels = (process.env.WASM_PVM_CSMITH_LEVELS ?? "0 2 z").split(" ");
const gasLimit = "20000000000";
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

// Makes the module of a program; throws when clang does not take it, which it should.
async function compile(folder, seed, level) {
  const module = join(folder, `${seed}${level}.wasm`);
  const result = await run("clang-19", [
    "--target=wasm32-unknown-unknown", "-std=c11", level, "-w", "-nostdlib", "-fuse-ld=lld",
    "-I", join(here, "include"), "-I", "/usr/include/csmith",
    `-DPROGRAM="${join(folder, `${seed}.c`)}"`,
    "-Wl,--no-entry", "-Wl,-z,stack-size=1048576", "-Wl,--export-memory",
    "-o", module, join(here, "shim.c"),
  ]);
  if (result.status !== 0) throw new Error(`clang ${level}, seed ${seed}: ${result.messages}`);
  return module;
}

// What wasm-pvm makes of a module: the output bytes, or how it failed.
async function ours(module, level) {
  const result = await run(wasmPVM, ["run", module, "--opt", level, "--gas", gasLimit, "--json", "--check-allocation"], ourLimit);
  if (result.killed) return "no end";
  try {
    const { exit, output } = JSON.parse(result.output);
    return exit === "halt" ? output : exit;
  } catch {
    return `status ${result.status}: ${result.messages.trim()}`;
  }
}

// Tests one program: "ok", "skipped", or a list of complaints.
async function test(folder, seed) {
  const source = join(folder, `${seed}.c`);
  // csmith also writes a file `platform.info` into its current folder.
  const generated = await run("csmith", ["--no-argc", "--concise", "--seed", String(seed), "--output", source], 30000, folder);
  if (generated.status !== 0) return "skipped";
  const modules = [];
  const expected = [];
  for (const level of clangLevels) {
    const module = await compile(folder, seed, level);
    const reference = await run("node", [join(here, "run-module.mjs"), module], nodeLimit);
    if (reference.killed || reference.status !== 0) return "skipped";
    modules.push(module);
    expected.push(reference.output.trim());
  }
  const complaints = [];
  for (const [index, module] of modules.entries()) {
    for (const level of ourLevels) {
      const output = await ours(module, level);
      if (output === expected[index]) continue;
      complaints.push(`clang ${clangLevels[index]}, --opt ${level}: ${output} instead of ${expected[index]}`);
      mkdirSync(failuresFolder, { recursive: true });
      copyFileSync(module, join(failuresFolder, `${seed}${clangLevels[index]}.wasm`));
      copyFileSync(source, join(failuresFolder, `${seed}.c`));
    }
  }
  if (complaints.length > 0) writeFileSync(join(failuresFolder, `${seed}.txt`), complaints.join("\n") + "\n");
  return complaints.length === 0 ? "ok" : complaints;
}

const folder = mkdtempSync(join(tmpdir(), "csmith-"));
let nextSeed = firstSeed;
let passed = 0;
let failed = 0;
let skipped = 0;
let running = 0;

// Takes seeds until enough programs have been tested.
async function work() {
  for (;;) {
    if (passed + failed + running >= count || skipped > 10 * count + 10) return;
    const seed = nextSeed++;
    running++;
    const result = await test(folder, seed);
    running--;
    for (const suffix of [".c", ...clangLevels.map((level) => `${level}.wasm`)]) {
      rmSync(join(folder, `${seed}${suffix}`), { force: true });
    }
    if (result === "ok") passed++;
    else if (result === "skipped") skipped++;
    else {
      failed++;
      console.log(`csmith: seed ${seed} differs:\n  ${result.join("\n  ")}`);
    }
  }
}

try {
  const workers = Number(process.env.WASM_PVM_JOBS ?? cpus().length);
  await Promise.all(Array.from({ length: workers }, work));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `csmith: ${passed} of ${passed + failed} programs equal node at ${clangLevels.length} clang levels and --opt ` +
    `${ourLevels.join(", ")}; seeds ${firstSeed} to ${nextSeed - 1}, ${skipped} left out (too long in node)`,
);
if (failed > 0) console.log(`csmith: the modules that differ are in ${failuresFolder}`);
process.exit(failed > 0 || passed < count ? 1 : 0);
