// Compiles modules of shapes that make compilers slow (shapes.mjs), with limits for time, memory and growth, and compares what the
// programs compute with what node computes.
//
//   node ci/tools/shape-times.mjs WASM_PVM FOLDER [OPTION...] [SHAPE...]
//     --selection       the few that continuous integration runs (all shapes without it, or those that are named)
//     --levels 0,2      optimization levels
//     --seconds 5       the most processor time at twice the usual number, on a quiet machine (machine-speed.mjs)
//     --mebibytes 300   the most memory
//     --growth 2.4      how many times longer twice the number may take, if that is more than half a second
//     --no-run          does not run the programs
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { slowness } from "./machine-speed.mjs";
import { shapes } from "./shapes.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    selection: { type: "boolean" }, levels: { type: "string", default: "0,2" }, seconds: { type: "string", default: "5" },
    mebibytes: { type: "string", default: "300" }, growth: { type: "string", default: "2.4" }, "no-run": { type: "boolean" },
  },
});
const [command, folder, ...named] = positionals;
const unknown = named.find((name) => !shapes[name]);
if (!command || !folder || unknown) {
  console.error(unknown ? `shape-times: no shape ${unknown}` : "usage: node shape-times.mjs WASM_PVM FOLDER [OPTION...] [SHAPE...]");
  process.exit(2);
}
/** One of each kind of algorithm that was superlinear once. */
const selection = [
  "remainders", "across-call", "operands", "locals", "br-table", "nested-ifs", "nested-loops", "masked-memory", "call-chain",
  "branches-to-one", "many-calls", "switch-in-loop", "resumable-functions", "nested-if-results", "globals", "shuffles",
];
const names = named.length ? named : values.selection ? selection : Object.keys(shapes);
mkdirSync(folder, { recursive: true });

/** Runs a command: its processor time in seconds, its peak of memory in MiB. */
const measured = (args, seconds) =>
  new Promise((resolve) => {
    const script = `ulimit -t ${Math.ceil(seconds) + 1}; TIMEFORMAT='%U %S'; time "$@"`;
    const child = spawn("bash", ["-c", script, "bash", ...args], { stdio: ["ignore", "ignore", "pipe"] });
    let text = "", peak = 0;
    child.stderr.on("data", (data) => (text += data));
    const timer = setInterval(() => {
      try {
        const process = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ")[0];
        peak = Math.max(peak, Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${process}/status`, "utf8"))?.[1] ?? 0) / 1024);
      } catch {
        // It has ended.
      }
    }, 10);
    child.on("close", (status) => {
      clearInterval(timer);
      const lines = text.trim().split("\n");
      const [user, system] = lines.pop().split(" ").map(Number);
      resolve({ status, time: user + system, peak, message: lines.join("; ") });
    });
  });

/** The bytes that a module's `main` returns in node, as hexadecimal digits. */
const expected = async (bytes) => {
  const { instance } = await WebAssembly.instantiate(bytes);
  const result = BigInt.asUintN(64, instance.exports.main(0x10000, 3));
  const [address, length] = [Number(result & 0xffffffffn), Number(result >> 32n)];
  return Buffer.from(instance.exports.memory.buffer, address, length).toString("hex");
};
/** What the program returns for the same arguments, or why not. */
const computed = (program) => {
  try {
    const args = ["run", program, "--args", "010203", "--gas", "10000000000", "--json"];
    const result = JSON.parse(execFileSync(command, args, { stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 24 }));
    return result.output ?? result.exit;
  } catch (error) {
    return `failure ${error.status}`;
  }
};

let failures = 0;
const complain = (text) => {
  console.error(`shape-times: ${text}`);
  failures += 1;
};
for (const name of names) {
  const [usual, counts, build, options = []] = shapes[name];
  const seconds = Number(values.seconds) * slowness();
  const modules = [1, 2].map((factor) => {
    const bytes = build(factor * usual);
    const file = join(folder, `${name}-${factor}.wasm`);
    writeFileSync(file, bytes);
    return { file, bytes, result: undefined };
  });
  for (const level of values.levels.split(",")) {
    const times = [];
    const program = join(folder, `${name}.jam`);
    // Some call themselves with thousands of values each time.
    const compiled = (module) =>
      measured([command, "build", module.file, "-o", program, "--opt", level, "--stack-size", "16777215", ...options], seconds);
    for (const [index, module] of modules.entries()) {
      const { status, time, peak, message } = await compiled(module);
      const what = `${name}, ${usual * (index + 1)} ${counts}, level ${level}`;
      times.push(time);
      console.log(`${what}: ${time.toFixed(2)} s, ${Math.round(peak)} MiB`);
      if (status !== 0) {
        complain(`${what}: ${message || `status ${status}`}`);
        continue;
      }
      if (time > seconds) complain(`${what} takes more than ${seconds.toFixed(1)} s`);
      if (peak > Number(values.mebibytes)) complain(`${what} takes too much memory`);
      if (values["no-run"]) continue;
      module.result ??= await expected(module.bytes);
      const result = computed(program);
      if (result !== module.result) complain(`${what} gives ${result}, not ${module.result}`);
    }
    const grows = () => times[1] > 0.5 && times[1] > Number(values.growth) * times[0];
    // A single time is good to a third: the shortest of up to three counts.
    for (let again = 0; again < 2 && grows(); again++) {
      for (const [index, module] of modules.entries()) times[index] = Math.min(times[index], (await compiled(module)).time);
    }
    if (grows()) {
      complain(`${name}, level ${level}: twice the number takes ${(times[1] / times[0]).toFixed(1)} times as long`);
    }
  }
}
process.exit(failures ? 1 : 0);
