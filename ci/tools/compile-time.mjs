// Compiles a large generated module and one of twice the size, and prints time by phase and the peak of memory.
//
//   node ci/tools/compile-time.mjs WASM_PVM FOLDER FUNCTIONS [OPTION...]        options for build
//
// Fails if the larger module takes more than 2.2 times the processor time of the smaller one, if a module takes more than its share of
// 90 s of processor time (half of it on two cores; a quiet machine takes two thirds of that, and it is more on a machine that is slow at the time, see machine-speed.mjs) and 3 GB for 19,000
// functions (at least 18 s and 3 GB), or if compiling on one core gives other bytes.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { slowness } from "./machine-speed.mjs";

const [command, folder, functions, ...options] = process.argv.slice(2);
if (!command || !folder || !(Number(functions) >= 1)) {
  console.error("usage: node compile-time.mjs WASM_PVM FOLDER FUNCTIONS [OPTION...]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const generator = join(dirname(fileURLToPath(import.meta.url)), "large-module.mjs");
const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"]));

const compile = (module, program, prefix = []) =>
  new Promise((resolve, reject) => {
    const [file, ...rest] = [...prefix, command, "build", module, "-o", program, "--json", ...options];
    const start = process.hrtime.bigint();
    const child = spawn(file, rest, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    let peak = 0;
    let processor = 0;
    child.stdout.on("data", (data) => (output += data));
    const timer = setInterval(() => {
      try {
        peak = Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? peak);
        // User and system time are fields 14 and 15, counted from 1; the second is the name in parentheses.
        const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
        processor = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
      } catch {
        // It has ended.
      }
    }, 20);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(timer);
      const wall = Number(process.hrtime.bigint() - start) / 1e9;
      if (code === 0) resolve({ ...JSON.parse(output), peak, processor, wall });
      else reject(new Error(`build failed with status ${code}`));
    });
  });

let failed = false;
const check = (condition, text) => {
  if (condition) return;
  console.error(`compile-time: ${text}`);
  failed = true;
};

const results = [];
for (const count of [Number(functions), 2 * Number(functions)]) {
  const module = join(folder, `large-${count}.wasm`);
  const program = join(folder, `large-${count}.jam`);
  execFileSync("node", [generator, module, String(count)]);
  const result = await compile(module, program);
  const phases = Object.entries(result.milliseconds);
  console.log(
    `${count} functions, ${statSync(module).size} bytes: ${result.wall.toFixed(1)} s, processor ${result.processor.toFixed(1)} s, ` +
      `${Math.round(result.peak / 1024)} MiB, code ${result.code_bytes} bytes; ` +
      phases.map(([name, time]) => `${name} ${(time / 1000).toFixed(2)} s`).join(", "));
  const share = Math.max(1, count / 19_000);
  const seconds = 90 * Math.max(0.2, count / 19_000) * slowness();
  check(result.processor <= seconds, `${count} functions take more than ${seconds.toFixed(1)} s of processor time`);
  check(result.peak <= 3 * 1024 * 1024 * share, `${count} functions take too much memory`);
  results.push({ ...result, module, program });
}
const [small, large] = results;
const growth = large.processor / small.processor;
console.log(`twice the module takes ${growth.toFixed(2)} times the processor time`);
check(growth <= 2.2, "more than 2.2 times");
const again = join(folder, "again.jam");
await compile(large.module, again, ["taskset", "-c", "0"]);
check(readFileSync(again).equals(readFileSync(large.program)), "the bytes are others on one core");
process.exit(failed ? 1 : 0);
