// Compares wasm-pvm with node on generated modules.
//
// Usage: node fuzz.mjs WASM-PVM COUNT FIRST-SEED FAILURES-FOLDER
//
// Seed S makes one module: of kind S modulo the number of kinds. It runs in this process, in V8, and through wasm-pvm at some optimization
// levels, with and without --bounds-checks, always with the allocation checker. What differs is kept in the failures folder, with the
// command lines that show it; the same seed makes the same module again.
//
// Which NaN arithmetic makes is open: generators that compute with floats let no bits of one be seen (vectors.mjs, floats.mjs).
//
// A module whose accesses are out of bounds traps in V8. By default ours may do anything then but crash the compiler; with
// --bounds-checks it has to trap, too.
//
// Environment: WASM_PVM_FUZZ_KINDS, the kinds (all of kinds.mjs); WASM_PVM_FUZZ_LEVELS, our levels, for each module all of them ("0 2 z"
// unless WASM_PVM_FUZZ_TURNS=1, then for each module one of them in each mode, and one of 1, 3, s now and then); WASM_PVM_FUZZ_TARGETS, the
// machines ("gp-0.7 gp-0.8", all of them for each module, or one in turn); WASM_PVM_JOBS, processes at the same time; WASM_PVM_FUZZ_SECONDS, after which no module is begun, as after an interruption.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { kinds } from "./kinds.mjs";
import { Random } from "./random.mjs";

const [wasmPVM, countText, seedText, failuresFolder] = process.argv.slice(2);
const count = Number(countText);
const firstSeed = Number(seedText);
const names = (process.env.WASM_PVM_FUZZ_KINDS ?? Object.keys(kinds).join(" ")).split(" ");
const takesTurns = process.env.WASM_PVM_FUZZ_TURNS === "1";
const levels = (process.env.WASM_PVM_FUZZ_LEVELS ?? "0 2 z").split(" ");
const targets = (process.env.WASM_PVM_FUZZ_TARGETS ?? "gp-0.7 gp-0.8").split(" ");
const timeLimit = 60000;
const end = Date.now() + 1000 * Number(process.env.WASM_PVM_FUZZ_SECONDS ?? Infinity);
const gasLimit = "2000000000";
const what = -2n;

// What V8 makes of a module: how it ends and with what.
function reference({ module, args, imports }, bytes) {
  const host = (...values) => { throw { index: values[0], values: values.slice(1) }; };
  try {
    const compiled = new WebAssembly.Module(bytes);
    const { exports } = new WebAssembly.Instance(compiled, imports ? { env: { [`host_call_${imports.count}`]: host } } : {});
    // The arguments lie where ours have them: outside the memory as the module sees it, which the generators do not look at.
    const input = Buffer.from(args, "hex");
    const at = argumentsStart;
    new Uint8Array(exports.memory.buffer).set(input, at);
    const result = BigInt.asUintN(64, exports.main(at, input.length));
    const start = Number(result & 0xffffffffn);
    return { exit: "halt", output: Buffer.from(exports.memory.buffer.slice(start, start + Number(result >> 32n))).toString("hex") };
  } catch (error) {
    if (error instanceof WebAssembly.Exception) return { exit: "trap", message: "an exception that nobody catches" };
    if (error instanceof WebAssembly.RuntimeError) return { exit: /memory|data segment/.test(error.message) ? "wild" : "trap", message: error.message };
    // The instruction has 32 bits of the index, which the machine extends by their sign (Docs/ABI.md).
    if (typeof error.index === "bigint") return { exit: "host-call", index: BigInt.asUintN(64, BigInt.asIntN(32, error.index)), values: error.values };
    throw error;
  }
}

// Where the arguments are in memory for V8; generated programs do not use that part.
const argumentsStart = 60000;

// Runs wasm-pvm on a file.
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(wasmPVM, args, { stdio: ["ignore", "pipe", "pipe"], timeout: timeLimit, killSignal: "SIGKILL" });
    let output = "";
    let messages = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (messages += data));
    child.on("close", (status, signal) => resolve({ status, signal, output, messages }));
  });
}

// How a run differs from V8's, or undefined.
function difference(expected, { status, signal, output, messages }, isExact) {
  let result;
  try {
    result = JSON.parse(output);
  } catch {
    return `status ${status ?? signal}: ${messages.trim().slice(0, 500)}`;
  }
  const { exit } = result;
  switch (expected.exit) {
    case "wild":
      return isExact && exit !== "panic" ? `${exit} instead of ${expected.message}` : undefined;
    case "trap":
      return exit !== "panic" ? `${exit} instead of ${expected.message}` : undefined;
    case "host-call": {
      // Larger than what JavaScript's numbers tell apart.
      const index = /"host_call":\s*(\d+)/.exec(output)?.[1];
      const got = [index, ...result.registers.slice(7, 7 + expected.values.length).map((text) => BigInt.asUintN(64, BigInt(text)))].join();
      const wanted = [expected.index, ...expected.values.map((value) => BigInt.asUintN(64, value))].join();
      return exit !== "host-call" || got !== wanted ? `${exit} ${got} instead of host call ${wanted}` : undefined;
    }
    default:
      return exit !== "halt" || result.output !== expected.output ? `${exit} ${result.output} instead of ${expected.output}` : undefined;
  }
}

// Our command lines for a module, without the file.
function configurations(random) {
  if (!takesTurns) return targets.flatMap((target) => levels.flatMap((level) => [[target, level, false], [target, level, true]]));
  const some = random.once(4) ? ["1", "3", "s"] : levels;
  return [false, true].map((isExact) => [random.pick(targets), random.pick(some), isExact]);
}

const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
const totals = {};
let differing = 0;
let next = firstSeed;

// Tests one seed.
async function test(seed) {
  const name = names[seed % names.length];
  const random = new Random(seed, names.indexOf(name) + 1);
  const made = kinds[name](random);
  const bytes = made.module.encoded();
  const expected = reference(made, bytes);
  totals[name] ??= { modules: 0, halt: 0 };
  totals[name].modules++;
  if (expected.exit === "halt" || expected.exit === "host-call") totals[name].halt++;
  // Some modules have another that does the same.
  const written = [bytes, ...(made.variants ?? []).map((variant) => variant.encoded())];
  const files = written.map((_, index) => `${seed}${index === 0 ? "" : `-${index}`}.wasm`);
  const complaints = [];
  const shortArguments = made.args.length <= 200 ? made.args : `--args-file ${seed}.args`;
  for (const [index, name] of files.entries()) {
    const file = join(folder, name);
    writeFileSync(file, written[index]);
    for (const [target, level, isExact] of configurations(random)) {
      const options = ["--target", target, "--opt", level, ...(isExact ? ["--bounds-checks"] : []), "--gas", gasLimit, "--json", "--check-allocation"];
      const complaint = difference(expected, await run(["run", file, made.args, ...options]), isExact);
      if (complaint) complaints.push(`wasm-pvm run ${name} ${shortArguments} ${options.join(" ")}\n  ${complaint}`);
    }
    rmSync(file);
  }
  if (complaints.length === 0) return;
  differing++;
  mkdirSync(failuresFolder, { recursive: true });
  for (const [index, name] of files.entries()) writeFileSync(join(failuresFolder, name), written[index]);
  if (shortArguments !== made.args) writeFileSync(join(failuresFolder, `${seed}.args`), Buffer.from(made.args, "hex"));
  writeFileSync(join(failuresFolder, `${seed}.txt`), `${name}\n${complaints.join("\n")}\n`);
  console.log(`fuzz: seed ${seed} (${name}) differs:\n${complaints.join("\n")}`);
}

// Takes seeds until all were tested, or somebody wants an end.
let isInterrupted = false;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => (isInterrupted = true));
async function work() {
  while (next < firstSeed + count && Date.now() < end && !isInterrupted) await test(next++);
}

try {
  const workers = Number(process.env.WASM_PVM_JOBS ?? cpus().length);
  await Promise.all(Array.from({ length: workers }, work));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const parts = names.filter((name) => totals[name]).map((name) => `${totals[name].modules} ${name} (${totals[name].halt} end without a trap)`);
console.log(`fuzz: seeds ${firstSeed} to ${next - 1}: ${parts.join(", ")}; ${differing} differ`);
if (differing > 0) console.log(`fuzz: the modules that differ are in ${failuresFolder}`);
process.exit(differing > 0 ? 1 : 0);
