// Measures the gas of float operations and what they add to a program.
//
//   node ci/tools/floats.mjs WASM_PVM [--level LEVEL] [--table FILE] [OPERATION...]     operations by prefix: f64. or f32.add
//
// Gas is that of Gray Paper 0.7, and beside it that of 0.8, where a division costs 60 and independent work is free.
//
// Each operation is called in a loop for 16,384 pairs of operands with random signs and fractions and magnitudes from 2^-10 to 2^10
// (positive ones for square roots and unsigned conversions; whole numbers of random length), as a function that is not inlined. The
// gas of the same loop with something that takes one instruction is subtracted, so a figure has the call, the return
// and the moves in between in it. Fails if an operation takes more than `limits`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [command, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => {
  const index = rest.indexOf(name);
  return index < 0 ? otherwise : rest.splice(index, 2)[1];
};
const level = option("--level", "2");
const table = option("--table");
if (!command) {
  console.error("usage: node floats.mjs WASM_PVM [--level LEVEL] [--table FILE] [OPERATION...]");
  process.exit(2);
}

// What an operation may take at level 2, as the issue asks.
const limits = {
  "f64.add": 52, "f64.sub": 56, "f64.mul": 42, "f64.div": 46, "f64.sqrt": 67, "f64.eq": 7, "f64.lt": 14, "f64.min": 17, "f64.max": 17,
  "f64.floor": 26, "f64.ceil": 16, "f64.trunc": 12, "f64.nearest": 24, "f64.convert_i64_s": 22, "i64.trunc_f64_s": 12,
  "f64.promote_f32": 16, "f32.demote_f64": 19, "f32.add": 52, "f32.mul": 39, "f32.div": 32, "f32.sqrt": 60,
};
const pairs = 16384;
const storage = { f64: "i64", f32: "i32", i64: "i64", i32: "i32" };

// Every operation with the types of its operands and its result.
const operations = [];
for (const f of ["f64", "f32"]) {
  for (const name of ["add", "sub", "mul", "div", "min", "max"]) operations.push([`${f}.${name}`, [f, f], f]);
  for (const name of ["sqrt", "floor", "ceil", "trunc", "nearest"]) operations.push([`${f}.${name}`, [f], f]);
  for (const name of ["eq", "ne", "lt", "gt", "le", "ge"]) operations.push([`${f}.${name}`, [f, f], "i32"]);
  for (const i of ["i32", "i64"]) {
    for (const sign of ["s", "u"]) {
      operations.push([`${f}.convert_${i}_${sign}`, [i], f], [`${i}.trunc_${f}_${sign}`, [f], i]);
      operations.push([`${i}.trunc_sat_${f}_${sign}`, [f], i]);
    }
  }
}
operations.push(["f64.promote_f32", ["f32"], "f64"], ["f32.demote_f64", ["f64"], "f32"]);

// The program that computes an operation, or nearly nothing instead, for all pairs.
const program = (operation, parameters, result, isPlain) => {
  const kinds = parameters.map((type) => storage[type]);
  const kind = storage[result];
  const operands = parameters.map((type, index) => {
    const local = `(local.get ${index})`;
    return type === "f64" ? `(f64.reinterpret_i64 ${local})` : type === "f32" ? `(f32.reinterpret_i32 ${local})` : local;
  });
  let body = `(${operation} ${operands.join(" ")})`;
  if (result[0] === "f") body = `(${kind}.reinterpret_${result} ${body})`;
  if (isPlain) {
    body = kinds.length === 1 ? `(${kinds[0]}.add (local.get 0) (${kinds[0]}.const 1))` : `(${kinds[0]}.xor (local.get 0) (local.get 1))`;
    if (kinds[0] !== kind) body = kind === "i32" ? `(i32.wrap_i64 ${body})` : `(i64.extend_i32_u ${body})`;
  }
  const isPositive = operation.endsWith("sqrt") || (/trunc.*_u$/.test(operation));
  const operand = (type) => {
    if (!isPositive) return `(call $${type})`;
    return `(i64.and (call $${type}) (i64.const ${type === "f64" ? "0x7fffffffffffffff" : "0x7fffffff"}))`;
  };
  const loads = (base) => kinds.map((type, index) => `(${type}.load offset=${65536 + 8 * index} ${base})`).join(" ");
  const end = 16 * pairs;
  return `(module
  (memory (export "memory") 9)
  (global $state (mut i64) (i64.const 88172645463325252))
  (func $next (result i64) (local $word i64)
    (global.set $state (i64.add (global.get $state) (i64.const 0x9E3779B97F4A7C15)))
    (local.set $word (i64.mul (i64.xor (global.get $state) (i64.shr_u (global.get $state) (i64.const 30))) (i64.const 0xBF58476D1CE4E5B9)))
    (local.set $word (i64.mul (i64.xor (local.get $word) (i64.shr_u (local.get $word) (i64.const 27))) (i64.const 0x94D049BB133111EB)))
    (i64.xor (local.get $word) (i64.shr_u (local.get $word) (i64.const 31))))
  (func $f64 (result i64)
    (i64.or (i64.and (call $next) (i64.const 0x800fffffffffffff))
      (i64.shl (i64.add (i64.const 1013) (i64.rem_u (i64.shr_u (call $next) (i64.const 8)) (i64.const 20))) (i64.const 52))))
  (func $f32 (result i64)
    (i64.or (i64.and (call $next) (i64.const 0x807fffff))
      (i64.shl (i64.add (i64.const 117) (i64.rem_u (i64.shr_u (call $next) (i64.const 8)) (i64.const 20))) (i64.const 23))))
  (func $i64 (result i64) (i64.shr_s (call $next) (i64.and (call $next) (i64.const 63))))
  (func $i32 (result i64)
    (i64.extend_i32_s (i32.shr_s (i32.wrap_i64 (call $next)) (i32.and (i32.wrap_i64 (call $next)) (i32.const 31)))))
  (func $operation (param ${kinds.join(" ")}) (result ${kind}) ${body})
  (func (export "main2") (param i32 i32) (result i64)
    (${kind}.store (i32.const 0) (call $operation ${loads("(local.get 0)")}))
    (${kind}.store (i32.const 8) (call $operation ${loads("(local.get 1)")}))
    (i64.const 0x1000000000))
  (func (export "main") (param i32 i32) (result i64) (local $at i32)
    (loop $fill
      (i64.store offset=65536 (local.get $at) ${operand(parameters[0])})
      (i64.store offset=65544 (local.get $at) ${operand(parameters.at(-1))})
      (br_if $fill (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (i32.const ${end}))))
    (local.set $at (i32.const 0))
    (loop $each
      (${kind}.store offset=${65536 + end} (local.get $at) (call $operation ${loads("(local.get $at)")}))
      (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (i32.const ${end}))))
    (i64.const 0)))`;
};

const folder = mkdtempSync(join(tmpdir(), "floats-"));
const file = join(folder, "program.jam");
const json = (...words) => JSON.parse(execFileSync(command, [...words, "--json"], { maxBuffer: 1 << 26 }));
const measure = (target, ...words) => {
  writeFileSync(join(folder, "program.wat"), program(...words));
  const built = json("build", join(folder, "program.wat"), "-o", file, "--opt", level, "--target", target);
  const result = json("run", file, "--target", target);
  if (result.exit !== "halt") throw new Error(`${words[0]}: ${result.exit}`);
  return { gas: result.gas_used, bytes: built.file_bytes };
};

const plain = new Map();
const complaints = [];
const lines = ["| operation | gas | at most | bytes | gas of 0.8 |", "| --- | ---: | ---: | ---: | ---: |"];
for (const [operation, parameters, result] of operations) {
  if (rest.length && !rest.some((prefix) => operation.startsWith(prefix))) continue;
  const kind = `${parameters} ${result} ${operation.endsWith("sqrt") || /trunc.*_u$/.test(operation)}`;
  const [old, current] = ["gp-0.7", "gp-0.8"].map((target) => {
    const key = `${kind} ${target}`;
    if (!plain.has(key)) plain.set(key, measure(target, operation, parameters, result, true));
    const [with_, without] = [measure(target, operation, parameters, result, false), plain.get(key)];
    return { gas: (with_.gas - without.gas) / pairs + 1, bytes: with_.bytes - without.bytes };
  });
  const limit = level === "2" ? limits[operation] : undefined;
  lines.push(`| ${operation} | ${old.gas.toFixed(1)} | ${limit ?? ""} | ${old.bytes} | ${current.gas.toFixed(1)} |`);
  if (limit !== undefined && old.gas > limit) complaints.push(`${operation} takes ${old.gas.toFixed(1)} gas, more than ${limit}`);
}
rmSync(folder, { recursive: true });
console.log(lines.join("\n"));
if (table) {
  writeFileSync(table, `# Float operations

Generated by \`ci/jobs/floats.sh --update\`; do not edit. Gas of an operation at \`--opt ${level}\`, call and return included, as the mean over
${pairs.toLocaleString("en")} typical operands (ci/tools/floats.mjs says which), and how many bytes a program file grows by when it is the only one used.
Beside it the same under the gas rule of Gray Paper 0.8, where a division costs 60 and independent work is free.

${lines.join("\n")}
`);
}
for (const complaint of complaints) console.error(complaint);
process.exit(complaints.length ? 1 : 0);
