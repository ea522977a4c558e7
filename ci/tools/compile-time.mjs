// Compiles a large generated module and one of twice the size, and prints time by phase and the peak of memory.
//
//   node ci/tools/compile-time.mjs WASM_PVM FOLDER FUNCTIONS [OPTION...]        options for build
//
// Fails if the larger module takes more than 2.2 times the time of the smaller one outside LLVM.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [command, folder, functions, ...options] = process.argv.slice(2);
if (!command || !folder || !(Number(functions) >= 1)) {
  console.error("usage: node compile-time.mjs WASM_PVM FOLDER FUNCTIONS [OPTION...]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const generator = join(dirname(fileURLToPath(import.meta.url)), "large-module.mjs");

const compile = (module, program) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, ["build", module, "-o", program, "--json", ...options], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    let peak = 0;
    child.stdout.on("data", (data) => (output += data));
    const timer = setInterval(() => {
      try {
        peak = Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? peak);
      } catch {
        // It has ended.
      }
    }, 50);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(timer);
      if (code === 0) resolve({ ...JSON.parse(output), peak });
      else reject(new Error(`build failed with status ${code}`));
    });
  });

const own = [];
for (const count of [Number(functions), 2 * Number(functions)]) {
  const module = join(folder, `large-${count}.wasm`);
  execFileSync("node", [generator, module, String(count)]);
  const result = await compile(module, join(folder, "large.jam"));
  const phases = Object.entries(result.milliseconds);
  const total = phases.reduce((sum, [, time]) => sum + time, 0);
  console.log(
    `${count} functions, ${statSync(module).size} bytes: ${(total / 1000).toFixed(1)} s, ${Math.round(result.peak / 1024)} MiB, ` +
      `code ${result.code_bytes} bytes; ` + phases.map(([name, time]) => `${name} ${(time / 1000).toFixed(2)} s`).join(", "));
  own.push(total - result.milliseconds.optimization);
}
const growth = own[1] / own[0];
console.log(`twice the module takes ${growth.toFixed(2)} times the time outside LLVM`);
if (growth > 2.2) {
  console.error("more than 2.2 times");
  process.exit(1);
}
