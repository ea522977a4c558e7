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
    extend8_s: 0xc0, extend16_s: 0xc1, trunc_f32_s: 0xa8, trunc_f32_u: 0xa9, trunc_f64_s: 0xaa, trunc_f64_u: 0xab, reinterpret_f32: 0xbc,
  },
  i64: {
    eqz: 0x50, eq: 0x51, ne: 0x52, lt_s: 0x53, lt_u: 0x54, gt_s: 0x55, gt_u: 0x56, le_s: 0x57, le_u: 0x58, ge_s: 0x59, ge_u: 0x5a,
    clz: 0x79, ctz: 0x7a, popcnt: 0x7b, add: 0x7c, sub: 0x7d, mul: 0x7e, div_s: 0x7f, div_u: 0x80, rem_s: 0x81, rem_u: 0x82,
    and: 0x83, or: 0x84, xor: 0x85, shl: 0x86, shr_s: 0x87, shr_u: 0x88, rotl: 0x89, rotr: 0x8a, extend_i32_s: 0xac,
    extend_i32_u: 0xad, extend8_s: 0xc2, extend16_s: 0xc3, extend32_s: 0xc4, trunc_f32_s: 0xae, trunc_f32_u: 0xaf, trunc_f64_s: 0xb0,
    trunc_f64_u: 0xb1, reinterpret_f64: 0xbd,
  },
  f32: {
    eq: 0x5b, ne: 0x5c, lt: 0x5d, gt: 0x5e, le: 0x5f, ge: 0x60, abs: 0x8b, neg: 0x8c, ceil: 0x8d, floor: 0x8e, trunc: 0x8f, nearest: 0x90,
    sqrt: 0x91, add: 0x92, sub: 0x93, mul: 0x94, div: 0x95, min: 0x96, max: 0x97, copysign: 0x98, convert_i32_s: 0xb2, convert_i32_u: 0xb3,
    convert_i64_s: 0xb4, convert_i64_u: 0xb5, demote_f64: 0xb6, reinterpret_i32: 0xbe,
  },
  f64: {
    eq: 0x61, ne: 0x62, lt: 0x63, gt: 0x64, le: 0x65, ge: 0x66, abs: 0x99, neg: 0x9a, ceil: 0x9b, floor: 0x9c, trunc: 0x9d, nearest: 0x9e,
    sqrt: 0x9f, add: 0xa0, sub: 0xa1, mul: 0xa2, div: 0xa3, min: 0xa4, max: 0xa5, copysign: 0xa6, convert_i32_s: 0xb7, convert_i32_u: 0xb8,
    convert_i64_s: 0xb9, convert_i64_u: 0xba, promote_f32: 0xbb, reinterpret_i64: 0xbf,
  },
};

// Truncations that do not trap, each with its prefix.
export const saturating = Object.fromEntries(["i32", "i64"].map((to, word) => [
  to, Object.fromEntries(["f32_s", "f32_u", "f64_s", "f64_u"].map((from, index) => [`trunc_sat_${from}`, [0xfc, 4 * word + index]])),
]));

// The opcodes of vector instructions behind their prefix: runs of names from a number on.
const vectorRuns = [
  [0, "v128", "load load8x8_s load8x8_u load16x4_s load16x4_u load32x2_s load32x2_u load8_splat load16_splat load32_splat load64_splat store const"],
  [13, "i8x16", "shuffle swizzle"],
  [21, "i8x16", "extract_lane_s extract_lane_u replace_lane"], [24, "i16x8", "extract_lane_s extract_lane_u replace_lane"],
  [27, "i32x4", "extract_lane replace_lane"], [29, "i64x2", "extract_lane replace_lane"],
  [31, "f32x4", "extract_lane replace_lane"], [33, "f64x2", "extract_lane replace_lane"],
  ...["i8x16", "i16x8", "i32x4"].map((shape, index) => [35 + 10 * index, shape, "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u"]),
  [65, "f32x4", "eq ne lt gt le ge"], [71, "f64x2", "eq ne lt gt le ge"],
  [77, "v128", "not and andnot or xor bitselect any_true load8_lane load16_lane load32_lane load64_lane store8_lane store16_lane store32_lane store64_lane load32_zero load64_zero"],
  [94, "f32x4", "demote_f64x2_zero"], [95, "f64x2", "promote_low_f32x4"],
  [96, "i8x16", "abs neg popcnt all_true bitmask narrow_i16x8_s narrow_i16x8_u"], [103, "f32x4", "ceil floor trunc nearest"],
  [107, "i8x16", "shl shr_s shr_u add add_sat_s add_sat_u sub sub_sat_s sub_sat_u"], [116, "f64x2", "ceil floor"],
  [118, "i8x16", "min_s min_u max_s max_u"], [122, "f64x2", "trunc"], [123, "i8x16", "avgr_u"],
  [124, "i16x8", "extadd_pairwise_i8x16_s extadd_pairwise_i8x16_u"], [126, "i32x4", "extadd_pairwise_i16x8_s extadd_pairwise_i16x8_u"],
  [128, "i16x8", "abs neg q15mulr_sat_s all_true bitmask narrow_i32x4_s narrow_i32x4_u extend_low_i8x16_s extend_high_i8x16_s extend_low_i8x16_u extend_high_i8x16_u"],
  [139, "i16x8", "shl shr_s shr_u add add_sat_s add_sat_u sub sub_sat_s sub_sat_u"], [148, "f64x2", "nearest"],
  [149, "i16x8", "mul min_s min_u max_s max_u"], [155, "i16x8", "avgr_u extmul_low_i8x16_s extmul_high_i8x16_s extmul_low_i8x16_u extmul_high_i8x16_u"],
  [160, "i32x4", "abs neg"], [163, "i32x4", "all_true bitmask"],
  [167, "i32x4", "extend_low_i16x8_s extend_high_i16x8_s extend_low_i16x8_u extend_high_i16x8_u shl shr_s shr_u add"], [177, "i32x4", "sub"],
  [181, "i32x4", "mul min_s min_u max_s max_u dot_i16x8_s"], [188, "i32x4", "extmul_low_i16x8_s extmul_high_i16x8_s extmul_low_i16x8_u extmul_high_i16x8_u"],
  [192, "i64x2", "abs neg"], [195, "i64x2", "all_true bitmask"],
  [199, "i64x2", "extend_low_i32x4_s extend_high_i32x4_s extend_low_i32x4_u extend_high_i32x4_u shl shr_s shr_u add"], [209, "i64x2", "sub"],
  [213, "i64x2", "mul eq ne lt_s gt_s le_s ge_s extmul_low_i32x4_s extmul_high_i32x4_s extmul_low_i32x4_u extmul_high_i32x4_u"],
  [224, "f32x4", "abs neg"], [227, "f32x4", "sqrt add sub mul div min max pmin pmax"],
  [236, "f64x2", "abs neg"], [239, "f64x2", "sqrt add sub mul div min max pmin pmax"],
  [248, "i32x4", "trunc_sat_f32x4_s trunc_sat_f32x4_u"], [250, "f32x4", "convert_i32x4_s convert_i32x4_u"],
  [252, "i32x4", "trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero"], [254, "f64x2", "convert_low_i32x4_s convert_low_i32x4_u"],
];
export const vectorOpcodes = {
  ...Object.fromEntries(["i8x16", "i16x8", "i32x4", "i64x2", "f32x4", "f64x2"].map((shape, index) => [`${shape}.splat`, 15 + index])),
  ...Object.fromEntries(vectorRuns.flatMap(([first, shape, names]) => names.split(" ").map((name, index) => [`${shape}.${name}`, first + index]))),
};

// A vector instruction with its immediate operands.
export const vectorCode = (name, ...immediates) => [0xfd, ...unsigned(vectorOpcodes[name]), ...immediates];

// The opcodes of accesses with the bytes that they access.
export const loads = {
  f32: [[0x2a, 4]],
  f64: [[0x2b, 8]],
  i32: [[0x28, 4], [0x2c, 1], [0x2d, 1], [0x2e, 2], [0x2f, 2]],
  i64: [[0x29, 8], [0x30, 1], [0x31, 1], [0x32, 2], [0x33, 2], [0x34, 4], [0x35, 4]],
};
export const stores = { f32: [[0x38, 4]], f64: [[0x39, 8]], i32: [[0x36, 4], [0x3a, 1], [0x3b, 2]], i64: [[0x37, 8], [0x3c, 1], [0x3d, 2], [0x3e, 4]] };

const typeBytes = { i32, i64, f32: 0x7d, f64: 0x7c, v128: 0x7b, exnref: 0x69 };
export const type = (name) => typeBytes[name];

// So many bytes of a number, the lowest first.
export const littleEndian = (value, count) => Array.from({ length: count }, (_, index) => Number(BigInt.asUintN(8, BigInt(value) >> BigInt(8 * index))));

// Constants by type; floats and vectors by their bits.
const constants = {
  i32: (value) => [0x41, ...signed(BigInt.asIntN(32, BigInt(value)))],
  i64: (value) => [0x42, ...signed(BigInt.asIntN(64, BigInt(value)))],
  f32: (bits) => [0x43, ...littleEndian(bits, 4)],
  f64: (bits) => [0x44, ...littleEndian(bits, 8)],
  v128: (bits) => vectorCode("v128.const", ...littleEndian(bits, 16)),
};
export const constant = (name, value) => constants[name](value);
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
