// Writes WebAssembly modules: sections from parts, and instructions by name.

export const i32 = 0x7f;
export const i64 = 0x7e;

// A number as unsigned LEB128.
export function unsigned(value) {
  const bytes = [];
  let rest = BigInt(value);
  do {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? byte : byte | 0x80);
  } while (rest !== 0n);
  return bytes;
}

// A number as signed LEB128.
export function signed(value) {
  const bytes = [];
  let rest = BigInt(value);
  for (;;) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    if ((rest === 0n && !(byte & 0x40)) || (rest === -1n && byte & 0x40)) {
      bytes.push(byte);
      return bytes;
    }
    bytes.push(byte | 0x80);
  }
}

const text = (string) => [...unsigned(Buffer.byteLength(string)), ...Buffer.from(string)];
const vector = (items) => [...unsigned(items.length), ...items.flat()];

// The opcodes of numeric instructions, by type and name.
export const numeric = {
  i32: {
    eqz: 0x45, eq: 0x46, ne: 0x47, lt_s: 0x48, lt_u: 0x49, gt_s: 0x4a, gt_u: 0x4b, le_s: 0x4c, le_u: 0x4d, ge_s: 0x4e, ge_u: 0x4f,
    clz: 0x67, ctz: 0x68, popcnt: 0x69, add: 0x6a, sub: 0x6b, mul: 0x6c, div_s: 0x6d, div_u: 0x6e, rem_s: 0x6f, rem_u: 0x70,
    and: 0x71, or: 0x72, xor: 0x73, shl: 0x74, shr_s: 0x75, shr_u: 0x76, rotl: 0x77, rotr: 0x78, wrap_i64: 0xa7,
    extend8_s: 0xc0, extend16_s: 0xc1,
  },
  i64: {
    eqz: 0x50, eq: 0x51, ne: 0x52, lt_s: 0x53, lt_u: 0x54, gt_s: 0x55, gt_u: 0x56, le_s: 0x57, le_u: 0x58, ge_s: 0x59, ge_u: 0x5a,
    clz: 0x79, ctz: 0x7a, popcnt: 0x7b, add: 0x7c, sub: 0x7d, mul: 0x7e, div_s: 0x7f, div_u: 0x80, rem_s: 0x81, rem_u: 0x82,
    and: 0x83, or: 0x84, xor: 0x85, shl: 0x86, shr_s: 0x87, shr_u: 0x88, rotl: 0x89, rotr: 0x8a, extend_i32_s: 0xac,
    extend_i32_u: 0xad, extend8_s: 0xc2, extend16_s: 0xc3, extend32_s: 0xc4,
  },
};

// The opcodes of accesses with the bytes that they access.
export const loads = {
  i32: [[0x28, 4], [0x2c, 1], [0x2d, 1], [0x2e, 2], [0x2f, 2]],
  i64: [[0x29, 8], [0x30, 1], [0x31, 1], [0x32, 2], [0x33, 2], [0x34, 4], [0x35, 4]],
};
export const stores = { i32: [[0x36, 4], [0x3a, 1], [0x3b, 2]], i64: [[0x37, 8], [0x3c, 1], [0x3d, 2], [0x3e, 4]] };

const typeBytes = { i32, i64, f32: 0x7d, f64: 0x7c, v128: 0x7b, exnref: 0x69 };
export const type = (name) => typeBytes[name];
export const constant = (name, value) => (name === "i32" ? [0x41, ...signed(BigInt.asIntN(32, BigInt(value)))] : [0x42, ...signed(BigInt.asIntN(64, BigInt(value)))]);
export const get = (local) => [0x20, ...unsigned(local)];
export const set = (local) => [0x21, ...unsigned(local)];
export const tee = (local) => [0x22, ...unsigned(local)];
export const call = (callee) => [0x10, ...unsigned(callee)];
export const callIndirect = (type, table = 0) => [0x11, ...unsigned(type), ...unsigned(table)];
export const returnCall = (callee) => [0x12, ...unsigned(callee)];
export const returnCallIndirect = (type, table = 0) => [0x13, ...unsigned(type), ...unsigned(table)];
export const access = (opcode, offset, alignment = 0) => [opcode, ...unsigned(alignment), ...unsigned(offset)];

// A module in the making.
export class Module {
  constructor() {
    this.types = [];
    this.imports = [];
    this.functions = [];
    this.table = undefined;
    this.memory = { minimum: 1 };
    this.tags = [];
    this.globals = [];
    this.exports = [["memory", 2, 0]];
    this.elements = [];
    this.data = [];
  }

  // The index of a type, by the names of parameters and results.
  type(parameters, results) {
    const key = [0x60, ...vector(parameters.map((name) => [type(name)])), ...vector(results.map((name) => [type(name)]))];
    const index = this.types.findIndex((known) => known.join() === key.join());
    if (index >= 0) return index;
    this.types.push(key);
    return this.types.length - 1;
  }

  // Imports a function; before the first function is added.
  importFunction(module, name, parameters, results) {
    this.imports.push([...text(module), ...text(name), 0, ...unsigned(this.type(parameters, results))]);
    return this.imports.length - 1;
  }

  // Adds a function whose locals are names of types. The body is set later if it is not known yet.
  function(parameters, results, locals = [], body = []) {
    this.functions.push({ type: this.type(parameters, results), locals, body });
    return this.imports.length + this.functions.length - 1;
  }

  // Sets the body of a function, without its `end`.
  setBody(index, body, locals = []) {
    const entry = this.functions[index - this.imports.length];
    entry.body = body;
    entry.locals = locals;
  }

  // Adds a global variable.
  global(name, value) {
    this.globals.push([type(name), 1, ...constant(name, value), 0x0b]);
    return this.globals.length - 1;
  }

  // The bytes.
  encoded() {
    const section = (number, items) => (items.length === 0 ? [] : sized(number, vector(items)));
    const sized = (number, content) => [number, ...unsigned(content.length), ...content];
    const limits = ({ minimum, maximum }) => (maximum === undefined ? [0, ...unsigned(minimum)] : [1, ...unsigned(minimum), ...unsigned(maximum)]);
    const bodies = this.functions.map(({ locals, body }) => {
      const content = [...vector(locals.map((name) => [1, type(name)])), ...body, 0x0b];
      return [...unsigned(content.length), ...content];
    });
    return Uint8Array.from([
      0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
      ...section(1, this.types),
      ...section(2, this.imports),
      ...section(3, this.functions.map((entry) => unsigned(entry.type))),
      ...(this.table ? section(4, [[0x70, ...limits(this.table)]]) : []),
      ...(this.memory ? section(5, [limits(this.memory)]) : []),
      ...section(13, this.tags.map((index) => [0, ...unsigned(index)])),
      ...section(6, this.globals),
      ...section(7, this.exports.map(([name, kind, index]) => [...text(name), kind, ...unsigned(index)])),
      ...section(9, this.elements.map(({ offset, functions }) => [0, ...constant("i32", offset), 0x0b, ...vector(functions.map(unsigned))])),
      ...section(10, bodies),
      ...section(11, this.data.map(({ offset, bytes }) => [0, ...constant("i32", offset), 0x0b, ...vector(bytes.map((byte) => [byte]))])),
    ]);
  }
}
