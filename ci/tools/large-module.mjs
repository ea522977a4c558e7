// Writes a large WebAssembly module, to measure how compile time grows: always the same bytes for the same arguments.
//
//   node ci/tools/large-module.mjs OUT [FUNCTIONS [BYTES_PER_FUNCTION [HUGE [TABLE]]]]
//
// The defaults are 19000 functions of 263 bytes, 5 MB, none huge, and a table of 256 functions. HUGE of the functions have some 50,000
// instructions: `OUT 40000 263 40 10000` is 16 MB.
//
// Every function is reachable: number i calls 3i+1, 3i+2 and 3i+3, and a few of the fifty behind it. The first parameter is a depth that
// calls count down, so that the program ends. Bodies mix arithmetic, memory, conditions, loops, switches, frames on the
// shadow stack, direct and indirect calls.
import { writeFileSync } from "node:fs";

const [out, countText = "19000", sizeText = "263", hugeText = "0", tableText = "256"] = process.argv.slice(2);
const count = Number(countText), size = Number(sizeText), huge = Number(hugeText);
if (!out || !(count >= 1) || !(size >= 40) || !(huge >= 0) || !(Number(tableText) >= 1)) {
  console.error("usage: node large-module.mjs OUT [FUNCTIONS [BYTES_PER_FUNCTION [HUGE [TABLE]]]]");
  process.exit(2);
}

// xorshift32
let state = 0x9e3779b9;
const random = (limit) => {
  state ^= state << 13; state ^= state >>> 17; state ^= state << 5; state >>>= 0;
  return state % limit;
};

const unsigned = (value) => {
  const bytes = [];
  do { bytes.push((value & 127) | (value > 127 ? 128 : 0)); value = Math.floor(value / 128); } while (value > 0);
  return bytes;
};
const signed = (value) => {
  const bytes = [];
  for (;;) {
    const low = value & 127; value >>= 7;
    if ((value === 0 && !(low & 64)) || (value === -1 && low & 64)) { bytes.push(low); return bytes; }
    bytes.push(low | 128);
  }
};
const I32 = 0x7f, I64 = 0x7e;
const get = (local) => [0x20, local], set = (local) => [0x21, local], constant = (value) => [0x41, ...signed(value)];
// Functions take the depth and a value. Locals: 0 depth, 1 value, 2-5 i32, 6-7 i64, 8 frame.
const local = () => 1 + random(5), wide = () => 6 + random(2);
const tableSize = 1 << Math.floor(Math.log2(Math.min(Number(tableText), count)));

const leaf = () => (random(3) ? get(local()) : constant(random(2) ? random(64) : random(1 << 20)));
// add sub mul and or xor shl shr_s shr_u rotl
const operators = [0x6a, 0x6b, 0x6c, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77];
const expression = (depth) =>
  depth === 0 ? leaf() : [...expression(depth - 1), ...leaf(), operators[random(operators.length)]];
const address = () => [...expression(1), ...constant(0xfffc), 0x71];
const comparison = () => [...leaf(), ...expression(1), 0x46 + random(10)];
const call = (callee) => [...get(0), ...constant(1), 0x6b, ...expression(1), 0x10, ...unsigned(callee), ...set(local())];

const statement = (nesting, calls) => {
  switch (random(nesting > 2 ? 8 : 12)) {
    case 0: case 1: return [...expression(1 + random(3)), ...set(local())];
    case 2: return [...address(), 0x28, 2, ...unsigned(random(64) * 4), ...set(local())];
    case 3: return [...address(), ...expression(1), 0x36, 2, ...unsigned(random(64) * 4)];
    case 4: return [...address(), 0x29, 3, ...unsigned(random(32) * 8), ...get(wide()), 0x7c + random(3), ...set(wide())];
    case 5: return [...get(8), ...leaf(), 0x36, 2, ...unsigned(random(12) * 4)];
    case 6: return [...get(8), 0x28, 2, ...unsigned(random(12) * 4), ...set(local())];
    case 7: return calls.length ? call(calls.pop()) : [...get(wide()), ...leaf(), 0xac, 0x85, ...set(wide())];
    case 8: return [...comparison(), 0x04, 0x40, ...statement(nesting + 1, calls), 0x05, ...statement(nesting + 1, calls), 0x0b];
    case 9: {
      // A loop of a few rounds; its counter is the value's last local.
      const body = [...statement(nesting + 2, []), ...statement(nesting + 2, [])];
      return [...constant(3), ...set(5), 0x03, 0x40, ...body, ...get(5), ...constant(1), 0x6b, 0x22, 5, ...constant(7), 0x71, 0x0d, 0, 0x0b];
    }
    case 10: {
      const cases = 3 + random(4);
      const code = [];
      for (let index = 0; index < cases; index++) code.push(0x02, 0x40);
      code.push(...get(local()), ...constant(7), 0x71, 0x0e, cases - 1);
      for (let index = 0; index < cases; index++) code.push(index);
      for (let index = 0; index < cases; index++) code.push(0x0b, ...(index ? statement(nesting + 2, []) : []));
      return code;
    }
    default:
      return [...get(0), ...constant(1), 0x6b, ...leaf(), ...get(local()), ...constant(tableSize - 1), 0x71, 0x11, 0, 0, ...set(local())];
  }
};

const body = (index) => {
  const calls = [];
  for (let child = 3 * index + 3; child > 3 * index; child--) if (child < count) calls.push(child);
  for (let more = random(3); more > 0; more--) calls.push(Math.min(count - 1, index + 1 + random(50)));
  const code = [
    ...get(0), 0x45, 0x04, 0x40, ...get(1), 0x0f, 0x0b,
    0x23, 0, ...constant(48), 0x6b, 0x22, 8, 0x24, 0,
  ];
  const isHuge = huge > 0 && index % Math.ceil(count / huge) === Math.ceil(count / huge) - 1;
  const room = isHuge ? 130_000 : size * (0.1 + random(1000) / 1000);
  while (code.length < room) for (const byte of statement(0, calls)) code.push(byte);
  while (calls.length) code.push(...comparison(), 0x04, 0x40, ...call(calls.pop()), 0x0b);
  code.push(...get(8), ...constant(48), 0x6a, 0x24, 0, ...get(local()), ...get(wide()), 0xa7, 0x6a, 0x0b);
  const locals = [3, 4, I32, 2, I64, 1, I32];
  return [...unsigned(locals.length + code.length), ...locals, ...code];
};

const chunks = [Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])];
const section = (id, parts) => {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  chunks.push(Buffer.from([id, ...unsigned(content.length)]), content);
};
section(1, [[2, 0x60, 2, I32, I32, 1, I32, 0x60, 2, I32, I32, 1, I64]]);
const types = Buffer.alloc(count + 1); types[count] = 1;
section(3, [unsigned(count + 1), types]);
section(4, [[1, 0x70, 0, ...unsigned(tableSize)]]);
section(5, [[1, 0, 4]]);
section(6, [[1, I32, 1, ...constant(0x30000), 0x0b]]);
section(7, [[2, 6, ...Buffer.from("memory"), 2, 0, 4, ...Buffer.from("main"), 0, ...unsigned(count)]]);
const elements = [];
for (let index = 0; index < tableSize; index++) elements.push(...unsigned(Math.floor((index * count) / tableSize)));
section(9, [[1, 0, ...constant(0), 0x0b, ...unsigned(tableSize), ...elements]]);
const bodies = [unsigned(count + 1)];
for (let index = 0; index < count; index++) bodies.push(body(index));
// Stores what number 0 returns for the first argument byte's depth.
const main = [0, ...constant(0x38000), ...get(0), 0x2d, 0, 0, ...constant(1), 0x10, 0, 0x36, 2, 0, 0x42, 0x80, 0x80, 0x8e, 0x80, 0xc0, 0, 0x0b];
bodies.push([...unsigned(main.length), ...main]);
section(10, bodies);
writeFileSync(out, Buffer.concat(chunks));
