// Programs with vectors: every vector instruction in random expressions, and the shapes that compilers and hands write.
//
// Which bits a NaN has that arithmetic makes is open. A value of the types "f32x4" and "f64x2" may have such lanes; a "v128" has the same
// bits everywhere, and becomes one of those by `numbers`, which makes NaNs canonical. Only the latter is kept in locals and memory.
import { Code, addFunctions, clampBody } from "./code.mjs";
import { Module, access, call, constant, get, littleEndian, numeric, set, tee, unsigned, vectorCode, vectorOpcodes } from "./module.mjs";
import { edge, floatEdge } from "./random.mjs";

const lanes = { i8x16: 16, i16x8: 8, i32x4: 4, i64x2: 2, f32x4: 4, f64x2: 2 };
const integers = ["i8x16", "i16x8", "i32x4", "i64x2"];
const scalars = { i8x16: "i32", i16x8: "i32", i32x4: "i32", i64x2: "i64", f32x4: "f32", f64x2: "f64" };
const widths = { i8x16: 8, i16x8: 16, i32x4: 32, i64x2: 64, f32x4: 32, f64x2: 64 };
const floats = ["f32x4", "f64x2"];
const canonical = { f32x4: 0x7fc000007fc000007fc000007fc00000n, f64x2: 0x7ff80000000000007ff8000000000000n };
const comparisonNames = /\.(eq|ne|[lg][te](_[su])?)$/;

// What instructions take and give, by pattern; the first that fits counts. "shape" is the one in the name, "values" a vector of that shape,
// whose NaNs may be any if it is one of floats.
const patterns = [
  [/shuffle|v128\.(load|store|const)/, undefined],
  [/\.splat/, ["scalar"], "values"],
  [/\.extract_lane/, ["values"], "scalar"],
  [/\.replace_lane/, ["values", "scalar"], "values"],
  [/\.(shl|shr_[su])/, ["v128", "amount"], "v128"],
  [/_true|bitmask/, ["v128"], "i32"],
  [/bitselect/, ["v128", "v128", "v128"], "v128"],
  [/f32x4\.demote/, ["f64x2"], "f32x4"],
  [/f64x2\.promote/, ["f32x4"], "f64x2"],
  [/trunc_sat_f32x4/, ["f32x4"], "v128"],
  [/trunc_sat_f64x2/, ["f64x2"], "v128"],
  [/\.convert/, ["v128"], "values"],
  [comparisonNames, ["values", "values"], "v128"],
  [/\.(abs|neg|ceil|floor|trunc|nearest|sqrt)$/, ["values"], "values"],
  [/\.(not|popcnt|extend_.*|extadd_.*)$/, ["v128"], "v128"],
  [/./, ["values", "values"], "values"],
];

// All instructions that take and give values.
const rows = Object.keys(vectorOpcodes).flatMap((name) => {
  const shape = name.split(".")[0];
  const [, operands, result] = patterns.find(([pattern]) => pattern.test(name));
  if (!operands) return [];
  const isFloat = floats.includes(shape);
  const kind = (type) => (type === "values" ? (isFloat ? shape : "v128") : type === "scalar" ? scalars[shape] : type);
  const row = { name, shape, operands: operands.map(kind), result: kind(result), hasLane: /_lane/.test(name) };
  // Signs and moves of known bits give known bits.
  const isExact = isFloat && /\.(abs|neg|splat|replace_lane)$/.test(name);
  return isExact ? [row, { ...row, operands: row.operands.map((type) => (type === shape ? "v128" : `${type}!`)), result: "v128" }] : [row];
});

// Loads of vectors with the bytes they read.
const vectorLoads = [
  ["load", 16], ["load", 16], ["load8x8_s", 8], ["load8x8_u", 8], ["load16x4_s", 8], ["load16x4_u", 8], ["load32x2_s", 8], ["load32x2_u", 8],
  ["load8_splat", 1], ["load16_splat", 2], ["load32_splat", 4], ["load64_splat", 8], ["load32_zero", 4], ["load64_zero", 8],
];
const laneAccesses = ["8", "16", "32", "64"];

// The code of a number, by what a shape's lanes take.
const from = (start, count) => Array.from({ length: count }, (_, index) => start + index);

// A mask of a shuffle: numbers of bytes of two vectors.
function shuffleMask(random) {
  const size = random.pick([1, 1, 2, 4, 8]);
  const inUnits = (units) => units.flatMap((unit) => from((unit * size) % 32, size));
  const count = 16 / size;
  const units = from(0, count);
  const second = random.once(2) ? count : 0;
  let mask;
  switch (random.below(12)) {
    // Interleaved, low and high; every second one.
    case 0: case 1: { const first = random.once(2) ? 0 : count / 2; mask = inUnits(units.map((unit) => first + (unit >> 1) + (unit & 1 ? second : 0))); break; }
    case 2: { const first = random.below(2); mask = inUnits(units.map((unit) => 2 * unit + first)); break; }
    // Reversed within words, or as a whole.
    case 3: { const word = random.pick([2, 4, 8, 16]); mask = from(0, 16).map((byte) => byte ^ (word - 1)); break; }
    // A window of both, or a rotation of one.
    case 4: { const by = random.below(17); mask = from(by, 16).map((byte) => byte % 32); break; }
    case 5: { const by = random.below(count); mask = inUnits(units.map((unit) => (unit + by) % count)); break; }
    // One of them everywhere.
    case 6: { const one = random.below(2 * count); mask = inUnits(units.map(() => one)); break; }
    // Parts in place, the rest from the other.
    case 7: mask = from(0, 16).map((byte) => byte + (random.once(2) ? 16 : 0)); break;
    // Rotations within words.
    case 8: { const word = random.pick([2, 4, 8]); const by = random.below(word); mask = from(0, 16).map((byte) => byte - (byte % word) + ((byte + by) % word)); break; }
    // Bytes spread with the other vector's between them: zeros, mostly.
    case 9: { const step = random.pick([2, 4, 8]); const first = random.pick([0, 8, 4, 12]); mask = from(0, 16).map((byte) => (byte % step === 0 ? (first + byte / step) % 16 : 16 + random.below(16))); break; }
    case 10: mask = inUnits(units.map(() => random.below(2 * count))); break;
    default: mask = from(0, 16).map(() => random.below(32)); break;
  }
  // One byte is another; one source only; the other way around.
  if (random.once(6)) mask[random.below(16)] = random.below(32);
  if (random.once(4)) mask = mask.map((byte) => byte % 16);
  return random.once(6) ? mask.map((byte) => byte ^ 16) : mask;
}

// The bits of a vector.
function vectorBits(random) {
  const joined = (bits, values) => values.reduceRight((all, value) => (all << BigInt(bits)) | BigInt.asUintN(bits, value), 0n);
  const bits = random.pick([8, 16, 32, 64]);
  const made = (make) => (random.once(2) ? joined(bits, Array(128 / bits).fill(make())) : joined(bits, from(0, 128 / bits).map(make)));
  switch (random.below(8)) {
    case 0: return random.pick([0n, -1n]);
    // Indices of bytes, some too large.
    case 1: return joined(8, shuffleMask(random).map(BigInt));
    case 2: return joined(8, from(0, 16).map(() => BigInt(random.pick([0, 15, 16, 127, 128, 255, random.below(16)]))));
    case 3: return bits >= 32 ? made(() => floatEdge(random, bits)) : made(() => random.pick([0n, -1n]));
    default: return made(() => edge(random, bits));
  }
}

// Generates the code of one function.
class VectorCode extends Code {
  // Options beside those of `Code`: `favorites`, rows that are taken more often; `scratch`, a local that nothing else uses; `globals`;
  // `module`, for types.
  constructor(random, locals, options) {
    super(random, locals, options);
    this.reserved.add(options.scratch);
  }

  constant(type) { return type === "v128" ? constant(type, vectorBits(this.random)) : super.constant(type); }

  // One of the instructions that give a type.
  row(type, test = () => true) {
    const fitting = (list) => list.filter((row) => row.result === type && test(row));
    const favorites = fitting(this.options.favorites);
    return this.random.pick(favorites.length > 0 && !this.random.once(3) ? favorites : fitting(rows));
  }

  // An instruction with its operands.
  operation(row, depth) {
    const immediates = row.hasLane ? [this.random.below(lanes[row.shape])] : [];
    const operands = row.operands.map((type) => (type === "amount" ? this.amount(widths[row.shape], depth) : this.value(type, depth - 1)));
    // The same value twice, now and then.
    if (operands.length === 2 && row.operands[0] === row.operands[1] && this.random.once(12)) operands[1] = operands[0];
    return [...operands.flat(), ...vectorCode(row.name, ...immediates)];
  }

  // How far a shift goes.
  amount(width, depth) {
    const { random } = this;
    if (random.once(3)) return this.value("i32", depth - 1);
    return constant("i32", random.once(2) ? random.below(width) : random.pick([0, 1, width / 2, width - 1, width, width + 1, 2 * width, -1, edge(random, 32)]));
  }

  value(type, depth = 3) {
    const { random } = this;
    switch (type) {
      case "v128": return this.vector(depth);
      case "f32x4": case "f64x2": return this.floatVector(type, depth);
      case "f32!": return [...this.value("i32", depth - 1), numeric.f32.reinterpret_i32];
      case "f64!": return [...this.value("i64", depth - 1), numeric.f64.reinterpret_i64];
      case "f32": case "f64": return this.float(type, depth);
      default: return depth > 0 && random.once(2) ? this.integer(type, depth) : super.value(type, depth);
    }
  }

  // An integer made of a vector.
  integer(type, depth) {
    const { random } = this;
    switch (random.below(type === "i32" ? 7 : 5)) {
      case 0: return this.assembled(type, depth);
      case 1: return this.sum(type, depth);
      case 2: return this.reinterpreted(type, depth);
      case 3: return type === "i32" ? [...this.mask(random.pick(integers), depth), ...vectorCode(`${random.pick(integers)}.bitmask`), ...(random.once(2) ? [numeric.i32.ctz] : [])] : this.operation(this.row(type), depth);
      case 4: return type === "i32" ? this.test(depth) : this.operation(this.row(type), depth);
      default: return this.operation(this.row(type), depth);
    }
  }

  // A lane of floats, as bits.
  reinterpreted(type, depth) {
    const shape = type === "i32" ? "f32x4" : "f64x2";
    return [...this.value("v128", depth - 1), ...vectorCode(`${shape}.extract_lane`, this.random.below(lanes[shape])), type === "i32" ? numeric.i32.reinterpret_f32 : numeric.i64.reinterpret_f64];
  }

  // Bytes of a vector or of memory put together by unions and shifts, in order or backwards, one of them wrong now and then.
  assembled(type, depth) {
    const { random } = this;
    const local = this.local("v128");
    const word = type === "i32" ? 4 : 8;
    const unit = random.pick([1, 1, 2]);
    const count = word / unit;
    const isMemory = local === undefined || random.once(3);
    const first = isMemory ? 8 * random.below(100) + random.below(8) : random.below(16 / unit);
    const isBackward = random.once(2);
    const joining = random.pick([numeric[type].or, numeric[type].or, numeric[type].add, numeric[type].xor]);
    const bytes = random.shuffled(from(0, count)).map((place) => {
      const number = (isBackward ? count - 1 - place : place) + (random.once(20) ? 1 : 0);
      const at = isMemory
        ? [...constant("i32", first), ...access((type === "i32" ? (unit === 1 ? 0x2d : 0x2f) : unit === 1 ? 0x31 : 0x33), number * unit)]
        : [...get(local), ...vectorCode(unit === 1 ? "i8x16.extract_lane_u" : "i16x8.extract_lane_u", (first + number) % (16 / unit)), ...(type === "i64" ? [numeric.i64.extend_i32_u] : [])];
      return place === 0 && random.once(2) ? at : [...at, ...constant(type, 8 * unit * place), numeric[type].shl];
    });
    return bytes.flatMap((code, index) => (index === 0 ? code : [...code, joining]));
  }

  // The sum, or another fold, of all lanes: by halves with shuffles, or lane by lane.
  sum(type, depth) {
    const { random } = this;
    const shape = type === "i64" ? "i64x2" : random.pick(["i8x16", "i16x8", "i32x4"]);
    const extract = (lane) => vectorCode(widths[shape] < 32 ? `${shape}.extract_lane_${random.pick(["s", "u"])}` : `${shape}.extract_lane`, lane);
    if (random.once(3)) {
      const local = this.local("v128");
      if (local === undefined) return this.constant(type);
      const step = random.pick(["add", "xor", "or", "and", "add", "mul"]);
      return from(0, lanes[shape]).flatMap((lane) => [...get(local), ...extract(lane), ...(lane === 0 ? [] : [numeric[type][step]])]);
    }
    const { scratch } = this.options;
    const step = random.pick(["add", "add", ...(shape === "i64x2" ? ["sub"] : ["min_u", "max_s", "sub"])]);
    let code = this.value("v128", depth - 1);
    for (let bytes = 8; bytes >= widths[shape] / 8; bytes /= 2) {
      code = [...code, ...tee(scratch), ...get(scratch), ...get(scratch), ...vectorCode("i8x16.shuffle", ...from(bytes, 16).map((byte) => byte % 16)), ...vectorCode(`${shape}.${step}`)];
    }
    return [...code, ...extract(0)];
  }

  // A mask of lanes: comparisons and what is made of them bit by bit.
  mask(shape, depth) {
    const { random } = this;
    if (depth <= 0 || random.once(3)) {
      const row = random.pick(rows.filter((row) => row.shape === shape && comparisonNames.test(row.name)));
      return this.operation(row, Math.min(depth, 2));
    }
    switch (random.below(7)) {
      case 0: case 1: return [...this.mask(shape, depth - 1), ...vectorCode("v128.not")];
      case 2: return [...this.mask(shape, depth - 1), ...constant("v128", -1), ...vectorCode("v128.xor")];
      case 3: return [...this.mask(shape, depth - 1), ...this.value("v128", 0), ...vectorCode(random.pick(["v128.and", "v128.or", "v128.xor", "v128.andnot"]))];
      case 4: return [...this.mask(shape, depth - 1), ...this.mask(random.pick(integers), depth - 1), ...vectorCode(random.pick(["v128.and", "v128.or", "v128.xor"]))];
      default: return [...this.mask(shape, depth - 1), ...this.mask(shape, depth - 1), ...vectorCode(random.pick(["v128.and", "v128.or", "v128.xor", "v128.andnot"]))];
    }
  }

  // Whether some or all lanes of a mask are set.
  test(depth) {
    const { random } = this;
    const shape = random.pick([...integers, ...integers, ...floats]);
    const test = random.pick(["v128.any_true", ...(shape[0] === "i" ? [`${shape}.all_true`, `${shape}.bitmask`] : ["v128.any_true"])]);
    return [...this.mask(shape, Math.min(depth, 2)), ...vectorCode(test), ...(random.once(3) ? [numeric.i32.eqz] : [])];
  }

  // A float.
  float(type, depth) {
    const { random } = this;
    if (depth <= 0 || random.once(2)) return [...(random.once(2) ? constant(type, floatEdge(random, type === "f32" ? 32 : 64)) : this.value(`${type}!`, depth))];
    return this.operation(this.row(type), depth);
  }

  // A vector of floats whose NaNs may be any.
  floatVector(shape, depth) {
    if (depth <= 0 || this.random.once(4)) return this.random.once(3) ? constant("v128", vectorBits(this.random)) : this.value("v128", depth - 1);
    return this.operation(this.row(shape), depth);
  }

  // A vector of floats with canonical NaNs.
  numbers(shape, depth) {
    const { scratch } = this.options;
    const isNumber = [...get(scratch), ...get(scratch), ...vectorCode(`${shape}.eq`)];
    return [...this.floatVector(shape, depth), ...tee(scratch), ...constant("v128", canonical[shape]), ...isNumber, ...vectorCode("v128.bitselect")];
  }

  // A vector.
  vector(depth) {
    const { random } = this;
    const local = this.local("v128");
    const leaf = () => (local === undefined || random.once(3) ? this.constant("v128") : get(local));
    if (depth <= 0) return leaf();
    const some = () => this.vector(depth - 1);
    const choice = random.below(28);
    switch (choice) {
      case 0: case 1: case 2: return leaf();
      case 3: case 4: return this.loadVector(depth);
      case 5: return [...some(), ...some(), ...this.value("i32", depth - 1), ...(random.once(2) ? [0x1b] : [0x1c, 1, 0x7b])];
      case 6: case 7: case 8: return [...some(), ...(random.once(3) ? constant("v128", 0) : some()), ...vectorCode("i8x16.shuffle", ...shuffleMask(random))];
      case 9: {
        // A shuffle and its immediate use in words.
        const shape = random.pick(["i32x4", "i64x2", "i16x8"]);
        const shuffle = [...some(), ...some(), ...vectorCode("i8x16.shuffle", ...shuffleMask(random))];
        return [...shuffle, ...this.amount(widths[shape], 0), ...vectorCode(`${shape}.${random.pick(["shl", "shr_u", "shr_s"])}`), ...(random.once(2) ? [...this.constant("v128"), ...vectorCode("v128.and")] : [])];
      }
      case 10: return [...some(), ...(random.once(2) ? this.constant("v128") : some()), ...vectorCode("i8x16.swizzle")];
      case 11: case 12: return this.numbers(random.pick(floats), depth);
      case 13: return [...some(), ...some(), ...this.mask(random.pick([...integers, ...floats]), depth - 1), ...vectorCode("v128.bitselect")];
      case 14: {
        // What is selected, counted or kept by a mask.
        const shape = random.pick(integers);
        return [...some(), ...this.mask(shape, depth - 1), ...vectorCode(random.pick(["v128.and", "v128.andnot", "v128.or", `${shape}.sub`, `${shape}.add`]))];
      }
      case 15: return this.mask(random.pick([...integers, ...floats]), depth - 1);
      case 16: {
        // Lane by lane.
        const shape = random.pick(["i8x16", "i16x8", "i32x4", "i64x2"]);
        const scalar = () => (local !== undefined && random.once(2)
          ? [...get(local), ...vectorCode(`${shape}.extract_lane${widths[shape] < 32 ? "_u" : ""}`, random.below(lanes[shape]))]
          : this.value(scalars[shape], random.below(2)));
        const count = random.once(2) ? lanes[shape] : random.from(1, 3);
        return [...scalar(), ...vectorCode(`${shape}.splat`), ...from(1, count - 1).flatMap((lane) => [...scalar(), ...vectorCode(`${shape}.replace_lane`, lane % lanes[shape])])];
      }
      case 17: {
        // Rotations of lanes.
        const shape = random.pick(integers);
        const by = random.below(widths[shape] + 1);
        if (local === undefined) return leaf();
        return [...get(local), ...constant("i32", by), ...vectorCode(`${shape}.shl`), ...get(local), ...constant("i32", widths[shape] - by), ...vectorCode(`${shape}.shr_u`), ...vectorCode("v128.or")];
      }
      // A value of a branch.
      case 18: return [...this.value("i32", depth - 1), 0x04, 0x7b, ...some(), 0x05, ...some(), 0x0b];
      case 19: return [0x02, 0x7b, ...some(), ...this.test(depth - 1), 0x0d, 0, 0x1a, ...some(), 0x0b];
      case 20: return this.options.globals.length > 0 ? [0x23, ...unsigned(random.pick(this.options.globals))] : leaf();
      default: return this.operation(this.row("v128"), depth);
    }
  }

  // Code for an address; now and then that of the last bytes of memory.
  address(size, depth) {
    if (!this.random.once(20)) return super.address(size, depth);
    const offset = this.random.pick([0, 0, 8, 255]);
    return { code: constant("i32", 65536 - size - offset), offset };
  }

  // A load of a vector, or of a lane of it.
  loadVector(depth) {
    const { random } = this;
    if (random.once(4)) {
      const bits = random.pick(laneAccesses);
      const { code, offset } = this.address(Number(bits) / 8, depth);
      return [...code, ...this.vector(depth - 1), ...vectorCode(`v128.load${bits}_lane`, 0, ...unsigned(offset), random.below(128 / Number(bits)))];
    }
    const [name, size] = random.pick(vectorLoads);
    const { code, offset } = this.address(size, depth);
    return [...code, ...vectorCode(`v128.${name}`, 0, ...unsigned(offset))];
  }

  // A store; mostly of a vector.
  store(depth = 3) {
    const { random } = this;
    if (random.once(3)) return super.store(depth);
    if (random.once(4)) {
      const bits = random.pick(laneAccesses);
      const { code, offset } = this.address(Number(bits) / 8, depth);
      return [...code, ...this.vector(depth - 1), ...vectorCode(`v128.store${bits}_lane`, 0, ...unsigned(offset), random.below(128 / Number(bits)))];
    }
    const { code, offset } = this.address(16, depth);
    return [...code, ...this.vector(depth), ...vectorCode("v128.store", 0, ...unsigned(offset))];
  }

  // Sets a local or a global.
  assignment() {
    const { random } = this;
    const { globals } = this.options;
    if (globals.length > 0 && random.once(8)) return [...this.vector(2), 0x24, ...unsigned(random.pick(globals))];
    const local = this.local("v128");
    return local === undefined || random.once(3) ? super.assignment() : [...this.vector(random.from(1, 4)), ...set(local)];
  }

  // A loop over an array: loads, something with a sum or the vector before, a store now and then; it may end at what it finds.
  vectorLoop() {
    const { random } = this;
    const counter = this.local("i32");
    const total = this.local("v128");
    if (counter === undefined || total === undefined) return this.assignment();
    const step = random.pick([16, 16, 8, 4]);
    const [name] = random.pick(vectorLoads);
    const load = [...get(counter), ...vectorCode(`v128.${name}`, 0, ...unsigned(random.below(600)))];
    this.reserved.add(counter);
    const fold = random.once(3) ? [] : this.pairwise();
    const value = fold.length > 0 ? [...(random.once(2) ? [...get(total), ...load] : [...load, ...get(total)]), ...fold] : load;
    const body = [...value, ...set(total)];
    if (random.once(2)) body.push(...get(counter), ...(random.once(2) ? get(total) : this.vector(2)), ...vectorCode("v128.store", 0, ...unsigned(random.below(600))));
    if (random.once(2)) body.push(...this.statement(0));
    if (random.once(3)) body.push(...this.test(2), 0x0d, 1);
    this.reserved.delete(counter);
    const next = [...get(counter), ...constant("i32", step), numeric.i32.add, ...tee(counter), ...constant("i32", step * random.from(1, 20)), numeric.i32.ne];
    return [...constant("i32", 0), ...set(counter), 0x02, 0x40, 0x03, 0x40, ...body, ...next, 0x0d, 0, 0x0b, 0x0b];
  }

  // Branches at a test of vectors.
  branch(depth) {
    return [0x02, 0x40, ...this.test(2), 0x0d, 0, ...this.statements(this.random.from(1, 2), depth - 1), 0x0b];
  }

  // A switch that keeps a vector or changes it, with many ways to the same place.
  choice() {
    const { random } = this;
    const local = this.local("v128");
    if (local === undefined) return this.assignment();
    const count = random.from(1, 3);
    const targets = Array.from({ length: random.from(count, 9) }, () => random.below(count + 1));
    const code = [...this.vector(2), ...set(local), ...this.value("i32", 2), ...constant("i32", 15), numeric.i32.and, 0x0e, targets.length, ...targets, random.below(count + 1)];
    const cases = from(0, count).map(() => [0x0b, ...this.operation(this.row("v128"), 2), ...set(local)]);
    return [...Array(count + 1).fill([0x02, 0x40]).flat(), ...code, ...cases.flat(), 0x0b, ...get(local), ...this.vector(1), ...this.pairwise(), ...set(local)];
  }

  // An instruction that takes two vectors and gives one.
  pairwise() { return vectorCode(this.row("v128", (row) => row.operands.join() === "v128,v128").name); }

  // A loop whose vectors are its parameters.
  carried() {
    const { random } = this;
    const [first, second, counter] = [this.local("v128"), this.local("v128"), this.local("i32")];
    if (first === undefined || counter === undefined) return this.assignment();
    this.reserved.add(counter);
    const type = this.options.module.type(["v128", "v128"], ["v128", "v128"]);
    // Both, or one and what was made of both; exchanged now and then.
    const body = [...set(first), ...set(second), ...(random.once(2) ? get(second) : get(first)), ...get(second), ...get(first), ...this.pairwise(), ...this.vector(2), ...this.pairwise()];
    this.reserved.delete(counter);
    const next = [...get(counter), ...constant("i32", 1), numeric.i32.sub, ...tee(counter), 0x0d, 0];
    return [...constant("i32", random.from(1, 7)), ...set(counter), ...this.vector(2), ...this.vector(1), 0x03, ...unsigned(type), ...body, ...next, 0x0b, ...set(second), ...set(first)];
  }

  statement(depth = 2) {
    switch (depth <= 0 ? 9 : this.random.below(14)) {
      case 0: case 1: return this.vectorLoop();
      case 2: return this.branch(depth);
      case 3: return this.choice();
      case 4: return this.carried();
      default: return super.statement(depth);
    }
  }

  // Stores all locals that statements may set, 16 bytes for each from an address on.
  storeLocals(address) {
    const store = { i32: access(0x36, 0), i64: access(0x37, 0), v128: vectorCode("v128.store", 0, 0) };
    return this.locals.flatMap((type, index) => (this.reserved.has(index) ? [] : [...constant("i32", address + 16 * index), ...get(index), ...store[type]]));
  }
}

const types = ["v128", "v128", "i32", "i64"];
const list = (random, least, most) => Array.from({ length: random.from(least, most) }, () => random.pick(types));
const resultsAt = 4096;

// Makes the module.
export function vectors(random) {
  const module = new Module();
  const globals = from(0, random.below(4)).map(() => module.global("v128", vectorBits(random)));
  const favorites = random.once(4) ? [] : from(0, random.from(2, 12)).map(() => random.pick(rows));
  const wild = random.once(6) ? 8 : 0;
  const outside = wild > 0 ? call(module.function(["i32"], ["i32"], [], clampBody)) : [];
  const make = (locals, scratch, calls) => new VectorCode(random, locals, { module, favorites, globals, calls, divides: random.once(4), scratch, wild, outside });
  const calls = addFunctions(module, random, random.pick([0, 0, 1, 1, 2, 3]), { list: (least, most) => list(random, least, most), scratch: ["v128"], make });
  module.data.push({ offset: 0, bytes: from(0, random.pick([16, 64, 256])).flatMap(() => littleEndian(vectorBits(random), 16)) });

  // The locals begin as arguments and constants.
  const locals = ["i32", "i32", "v128", ...list(random, 3, 9)];
  const code = make(locals, 2, calls);
  code.reserved.add(0).add(1);
  const loads = { i32: access(0x28, 0), i64: access(0x29, 0), v128: vectorCode("v128.load", 0, 0) };
  const body = [];
  for (let index = 3; index < locals.length; index++) {
    const type = locals[index];
    const argument = () => [...get(0), ...constant("i32", 8 * random.below(15)), numeric.i32.add, ...loads[type]];
    body.push(...(random.once(3) ? code.constant(type) : argument()), ...set(index));
  }
  const size = resultsAt + 16 * (locals.length + globals.length);
  body.push(...code.statements(random.from(4, random.pick([10, 10, 40])), 3), ...code.storeLocals(resultsAt));
  globals.forEach((global, index) => body.push(...constant("i32", resultsAt + 16 * (locals.length + index)), 0x23, ...unsigned(global), ...vectorCode("v128.store", 0, 0)));
  body.push(...constant("i64", BigInt(size) << 32n));
  module.exports.push(["main", 0, module.function(["i32", "i32"], ["i64"], locals.slice(2), body)]);
  const argumentBytes = from(0, 8).flatMap(() => littleEndian(vectorBits(random), 16));
  return { module, args: Buffer.from(argumentBytes).toString("hex") };
}
