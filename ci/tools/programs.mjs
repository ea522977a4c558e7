// Compiles and runs the integer programs of the shared folder and compares gas and code bytes with the Rust compiler's where
// its result is right.
//
//   node ci/tools/programs.mjs WASM_PVM PROGRAMS_FOLDER [TABLE]     TABLE: a Markdown file to write
//
// All programs must write what they should for the other target, those with floats at three levels. Fails if an output is wrong, or if a geometric mean is above
// what it was when it was last lowered (`limits`).
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const [command, folder, table] = process.argv.slice(2);
if (!command || !folder) {
  console.error("usage: node programs.mjs WASM_PVM PROGRAMS_FOLDER [TABLE]");
  process.exit(2);
}
// Over the Rust compiler's, geometric means: what must not get worse, and what the project aims at.
const limits = { gas: 0.246, code: 0.334 };
const targets = { gas: 0.42, code: 0.35 };

const run = promisify(execFile);
const json = async (...args) => {
  try {
    return JSON.parse((await run(command, [...args, "--json"], { maxBuffer: 1 << 26 })).stdout);
  } catch (error) {
    // A run that does not halt has an exit status of its own, and its result on standard output.
    if (error.stdout) return JSON.parse(error.stdout);
    throw error;
  }
};
const rust = new Map();
for (const line of readFileSync(join(folder, "rust.tsv"), "utf8").trim().split("\n").slice(1)) {
  const [name, index, result, gas, code] = line.split("\t");
  rust.set(`${name} ${index}`, { isRight: result === "right", gas: Number(gas), code: Number(code) });
}
const scratch = mkdtempSync(join(tmpdir(), "programs-"));
const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
const ofClass = (name) => (manifest.programs ?? manifest).filter((program) => program.class === name);
const programs = ofClass("int");
const complaints = [];

const build = async (program, level, target = "gp-0.7") => {
  const wasm = join(folder, program.wasm.includes("/") ? program.wasm : `wasm/${program.wasm}`);
  const file = join(scratch, `${program.name}-${level}-${target}.jam`);
  return { file, ...(await json("build", wasm, "-o", file, "--opt", level, "--target", target)) };
};
const execute = async (program, level, file, index, target = "gp-0.7") => {
  const item = program.cases[index];
  const args = item.args_file ? ["--args-file", join(folder, item.args_file)] : ["--args", item.args_hex];
  const result = await json("run", file, ...args, "--gas", "100000000000", "--target", target);
  if (result.output !== item.expected_hex) {
    complaints.push(`${program.name} for ${target} at ${level}, case ${index}: ${result.exit}, wrong output`);
  }
  return result.gas_used;
};

const measure = async (program) => {
  const built = await build(program, "2");
  let gas = 0;
  const ratios = [];
  for (const index of program.cases.keys()) {
    const used = await execute(program, "2", built.file, index);
    gas += used;
    const peer = rust.get(`${program.name} ${index}`);
    if (peer?.isRight) ratios.push(used / peer.gas);
  }
  const peer = rust.get(`${program.name} 0`);
  const isRight = program.cases.some((_, index) => rust.get(`${program.name} ${index}`)?.isRight);
  return {
    name: program.name, gas, code: built.code_bytes, file: built.file_bytes, rustCode: peer?.code,
    gasRatio: mean(ratios), codeRatio: isRight ? built.code_bytes / peer.code : undefined,
    bytesPerInstruction: built.purposes.bytes_per_instruction,
  };
};
const mean = (ratios) =>
  ratios.length ? Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length) : undefined;

const check = async (program, levels, target) => {
  for (const level of levels) {
    const { file } = await build(program, level, target);
    for (const index of program.cases.keys()) await execute(program, level, file, index, target);
  }
};

const floats = ofClass("float");
const work = [
  ...programs.map((program) => () => measure(program)),
  ...programs.map((program) => () => check(program, ["2"], "gp-0.8")),
  ...floats.map((program) => () => check(program, ["0", "2", "z"], "gp-0.7")),
  ...floats.map((program) => () => check(program, ["2"], "gp-0.8")),
];
const results = [];
let next = 0;
const worker = async () => {
  while (next < work.length) {
    const index = next++;
    results[index] = await work[index]();
  }
};
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
results.length = programs.length;
rmSync(scratch, { recursive: true });

const number = (value, places = 2) => (value === undefined ? "-" : value.toFixed(places));
const gas = mean(results.map((row) => row.gasRatio).filter((ratio) => ratio));
const code = mean(results.map((row) => row.codeRatio).filter((ratio) => ratio));
const lines = [
  "| program | gas, all cases | over Rust's | code | Rust's code | over Rust's | bytes per instruction | file |",
  "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
  ...results.map((row) =>
    `| ${row.name} | ${row.gas} | ${number(row.gasRatio)} | ${row.code} | ${row.rustCode} | ${number(row.codeRatio)} | ` +
    `${number(row.bytesPerInstruction)} | ${row.file} |`),
  `| **geometric mean** | | **${number(gas, 3)}** | | | **${number(code, 3)}** | | |`,
  `| target | | ${targets.gas} | | | ${targets.code} | | |`,
];
console.log(lines.join("\n"));
if (table) {
  writeFileSync(table, `# Real programs

Generated by \`ci/jobs/programs.sh --update\`; do not edit. The ${programs.length} integer programs of \`../shared/programs\` at \`--opt 2\`
with all their inputs, compared with the Rust compiler (wasm-pvm 0.10.0) where its result is right: gas as the geometric mean over
those inputs, code where at least one is right.

${lines.join("\n")}
`);
}
if (gas > limits.gas) complaints.push(`gas is ${gas.toFixed(3)} of the Rust compiler's, more than ${limits.gas}`);
if (code > limits.code) complaints.push(`code is ${code.toFixed(3)} of the Rust compiler's, more than ${limits.code}`);
for (const complaint of complaints) console.error(complaint);
process.exit(complaints.length ? 1 : 0);
