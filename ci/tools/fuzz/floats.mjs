// Programs with floats: every float instruction in random expressions, and what a compiler may be tempted to simplify.
//
// Which bits a NaN has that arithmetic makes is open. A value of the types "f32" and "f64" may be such a NaN; one of "f32!" and "f64!" has
// the same bits everywhere: a constant, what was loaded, signs of such values, and what `known` makes of the others. Bits are looked at, by
// stores, reinterpretations and signs taken, only of the latter.
import { Code, addFunctions } from "./code.mjs";
import { Module, access, constant, get, littleEndian, loads, numeric, saturating, set, stores, tee, unsigned } from "./module.mjs";
import { edge, floatEdge } from "./random.mjs";

const widths = { f32: 32, f64: 64 };
const integerOf = { f32: "i32", f64: "i64" };
const canonical = { f32: 0x7fc00000n, f64: 0x7ff8000000000000n };
const binary = ["add", "sub", "mul", "div", "min", "max", "add", "sub", "mul"];
const unary = ["sqrt", "ceil", "floor", "trunc", "nearest", "abs", "neg"];
const comparisons = ["eq", "ne", "lt", "gt", "le", "ge"];
const signs = ["s", "u"];
const conversions = ["convert_i32_s", "convert_i32_u", "convert_i64_s", "convert_i64_u"];

// The type as WebAssembly knows it.
const plain = (type) => type.slice(0, 3);

// The bits of a number.
const bitsOf = { f32: (number) => Buffer.from(Float32Array.of(number).buffer).readUInt32LE(), f64: (number) => Buffer.from(Float64Array.of(number).buffer).readBigUInt64LE() };
const number = (type, value) => constant(type, bitsOf[type](value));

// What is close to the ends of integers: for truncations that are guarded, and those that are not.
const limits = { i32: { s: [-2147483649, 2147483648], u: [-1, 4294967296] }, i64: { s: [-9223372036854777856, 9223372036854775808], u: [-1, 18446744073709551616] } };

// Generates the code of one function.
class FloatCode extends Code {
  // Options beside those of `Code`: `scratch`, locals by type that nothing else uses; `globals`, numbers by type; `traps`, whether truncations
  // may trap; `favorites`, instructions that are taken more often.
  constructor(random, locals, options) {
    super(random, locals, options);
    for (const local of Object.values(options.scratch)) this.reserved.add(local);
  }

  constant(type) {
    const float = plain(type);
    return float in widths ? constant(float, floatEdge(this.random, widths[float])) : super.constant(type);
  }

  // One of some names.
  chosen(names) {
    const favorites = names.filter((name) => this.options.favorites.includes(name));
    return this.random.pick(favorites.length > 0 && this.random.once(2) ? favorites : names);
  }

  value(type, depth = 3) {
    switch (type) {
      case "f32": case "f64": return this.float(type, depth);
      case "f32!": case "f64!": return this.exact(plain(type), depth);
      default: return depth > 0 && this.random.once(2) ? this.integer(type, depth) : super.value(type, depth);
    }
  }

  // An integer made of floats.
  integer(type, depth) {
    const { random } = this;
    const float = random.pick(["f32", "f64"]);
    switch (random.below(type === "i32" ? 9 : 6)) {
      case 0: return [...this.exact(type === "i32" ? "f32" : "f64", depth - 1), type === "i32" ? numeric.i32.reinterpret_f32 : numeric.i64.reinterpret_f64];
      case 1: case 2: return [...this.float(float, depth - 1), ...saturating[type][`trunc_sat_${float}_${random.pick(signs)}`]];
      case 3: return this.options.traps && random.once(3) ? [...this.float(float, depth - 1), numeric[type][`trunc_${float}_${random.pick(signs)}`]] : this.guarded(type, float, depth);
      case 4: return this.guarded(type, float, depth);
      // Conversions there and back.
      case 5: return [...this.value(type, depth - 1), numeric[float][`convert_${type}_${random.pick(signs)}`], ...saturating[type][`trunc_sat_${float}_${random.pick(signs)}`]];
      default: return this.test(depth);
    }
  }

  // A truncation where it does not trap, and another number elsewhere.
  guarded(type, float, depth) {
    const { random } = this;
    const sign = random.pick(signs);
    const scratch = this.options.scratch[float];
    const truncation = [...get(scratch), numeric[type][`trunc_${float}_${sign}`]];
    const [low, high] = limits[type][sign];
    // As clang writes it, or with both ends. -2^31 - 1 is no f32; what is below -2^31 is below that, then.
    const isSymmetric = sign === "s" && random.once(2);
    const isLow = float === "f32" && low < -1 ? [...get(scratch), ...number(float, -high), numeric.f32.ge] : float === "f64" && low < -1e18 ? [...get(scratch), ...number(float, -high), numeric.f64.ge] : [...get(scratch), ...number(float, low), numeric[float].gt];
    const test = isSymmetric
      ? [...get(scratch), numeric[float].abs, ...number(float, high), numeric[float].lt]
      : [...isLow, ...get(scratch), ...number(float, high), numeric[float].lt, numeric.i32.and];
    const other = constant(type, edge(random, type === "i32" ? 32 : 64));
    const result = type === "i32" ? 0x7f : 0x7e;
    return random.once(3)
      ? [...this.float(float, depth - 1), ...set(scratch), ...test, numeric.i32.eqz, 0x04, result, ...other, 0x05, ...truncation, 0x0b]
      : [...this.float(float, depth - 1), ...set(scratch), ...test, 0x04, result, ...truncation, 0x05, ...other, 0x0b];
  }

  // A comparison, often turned around or of a number with a constant or itself.
  test(depth) {
    const { random } = this;
    const float = random.pick(["f32", "f64"]);
    const operation = numeric[float][this.chosen(comparisons)];
    const local = this.local(float);
    let code;
    switch (random.below(6)) {
      case 0: code = [...this.float(float, depth - 1), ...this.constant(float), operation]; break;
      case 1: code = [...this.constant(float), ...this.float(float, depth - 1), operation]; break;
      case 2: if (local !== undefined) { code = [...get(local), ...get(local), operation]; break; }
      // falls through
      case 3: if (local !== undefined) { code = [...get(local), ...this.constant(float), operation, ...get(local), ...this.constant(float), numeric[float][random.pick(comparisons)], random.pick([numeric.i32.and, numeric.i32.or, numeric.i32.xor])]; break; }
      // falls through
      default: code = [...this.float(float, depth - 1), ...this.float(float, depth - 1), operation];
    }
    return random.once(3) ? [...code, numeric.i32.eqz, ...(random.once(4) ? [numeric.i32.eqz] : [])] : code;
  }

  // A float with known bits.
  exact(type, depth) {
    const { random } = this;
    const local = this.local(`${type}!`);
    const choice = depth <= 0 ? random.below(3) : random.below(12);
    switch (choice) {
      case 0: return this.constant(type);
      case 1: case 2: return local === undefined ? this.constant(type) : get(local);
      case 3: return [...this.value(integerOf[type], depth - 1), numeric[type][`reinterpret_${integerOf[type]}`]];
      case 4: return this.load(type, depth);
      case 5: return [...this.exact(type, depth - 1), numeric[type][random.pick(["neg", "abs"])]];
      case 6: return [...this.exact(type, depth - 1), ...this.exact(type, depth - 1), numeric[type].copysign];
      case 7: return [...this.exact(type, depth - 1), ...this.exact(type, depth - 1), ...this.value("i32", depth - 1), ...(random.once(2) ? [0x1b] : [0x1c, 1, type === "f32" ? 0x7d : 0x7c])];
      case 8: return [0x23, ...unsigned(this.options.globals[type])];
      default: return this.known(type, depth);
    }
  }

  // A float whose NaN is made the canonical one.
  known(type, depth) {
    const scratch = this.options.scratch[type];
    return [...this.float(type, depth), ...tee(scratch), ...constant(type, canonical[type]), ...get(scratch), ...get(scratch), numeric[type].eq, 0x1b];
  }

  // A float whose NaN may be any.
  float(type, depth) {
    const { random } = this;
    const local = this.local(type);
    const leaf = () => (local === undefined || random.once(3) ? this.exact(type, 0) : get(local));
    if (depth <= 0) return leaf();
    const some = () => this.float(type, depth - 1);
    const other = type === "f32" ? "f64" : "f32";
    const code = numeric[type];
    switch (random.below(26)) {
      case 0: case 1: return leaf();
      case 2: return this.exact(type, depth - 1);
      case 3: case 4: return [...some(), code[this.chosen(unary)]];
      case 5: return [...some(), ...this.exact(type, depth - 1), code.copysign];
      case 6: return type === "f32" ? [...this.float("f64", depth - 1), code.demote_f64] : [...this.float("f32", depth - 1), code.promote_f32];
      case 7: case 8: { const name = random.pick(conversions); return [...this.value(name.slice(8, 11), depth - 1), code[name]]; }
      case 9: return [...some(), ...some(), ...this.value("i32", depth - 1), 0x1b];
      case 10: return [...this.test(depth - 1), 0x04, type === "f32" ? 0x7d : 0x7c, ...some(), 0x05, ...some(), 0x0b];
      // What looks like nothing, or like something simpler.
      case 11: case 12: {
        const special = number(type, random.pick([0, -0, 1, -1, 2, 0.5, -2, Infinity, -Infinity, NaN, 4294967296, 2 ** -126, 2 ** 127]));
        return random.once(2) ? [...some(), ...special, code[this.chosen(binary)]] : [...special, ...some(), code[this.chosen(binary)]];
      }
      case 13: return local === undefined ? leaf() : [...get(local), ...get(local), code[this.chosen(binary)]];
      case 14: { const power = random.from(-type.slice(1) * 2, type.slice(1) * 2); return [...some(), ...constant(type, floatEdgePower(type, power)), random.pick([code.mul, code.div])]; }
      case 15: return type === "f32"
        ? [...some(), numeric.f64.promote_f32, ...(random.once(2) ? [numeric.f64[this.chosen(unary)]] : []), code.demote_f64]
        : [...some(), numeric.f32.demote_f64, ...(random.once(2) ? [numeric.f32[this.chosen(unary)]] : []), code.promote_f32];
      // Promoted, computed with, demoted.
      case 16: return type === "f32" ? [...some(), numeric.f64.promote_f32, ...some(), numeric.f64.promote_f32, numeric.f64[this.chosen(binary)], code.demote_f64] : leaf();
      case 17: return [...some(), ...some(), code.mul, ...some(), random.pick([code.add, code.sub])];
      // The smaller, the larger, a number within limits, by comparison.
      case 18: {
        const [first, second] = [this.local(type), this.local(type)];
        if (first === undefined) return leaf();
        const ordered = random.once(2) ? [first, second] : [second, first];
        return [...get(ordered[0]), ...get(ordered[1]), ...get(first), ...get(second), code[random.pick(comparisons)], ...(random.once(3) ? [numeric.i32.eqz] : []), 0x1b];
      }
      case 19: return [...some(), ...this.constant(type), code.max, ...this.constant(type), code.min];
      // A fraction; what is nearest by adding and taking away.
      case 20: return local === undefined ? leaf() : [...get(local), ...get(local), code[random.pick(["floor", "trunc", "ceil", "nearest"])], code.sub];
      case 21: { const magic = number(type, type === "f32" ? 12582912 : 6755399441055744); return [...some(), ...magic, code.add, ...magic, code.sub]; }
      default: return [...some(), ...some(), code[this.chosen(binary)]];
    }
  }

  // A store.
  store(depth = 3) {
    if (this.random.once(3)) return super.store(depth);
    const type = this.random.pick(["f32", "f64"]);
    const { code, offset } = this.address(widths[type] / 8, depth);
    return [...code, ...this.exact(type, depth), ...access(stores[type][0][0], offset)];
  }

  // Sets a local or a global.
  assignment() {
    const { random, options } = this;
    const type = random.pick(["f32", "f64", "f32", "f64", "f32!", "f64!"]);
    if (random.once(10)) return [...this.exact(plain(type), 2), 0x24, ...unsigned(options.globals[plain(type)])];
    const local = this.local(type);
    return local === undefined || random.once(3) ? super.assignment() : [...this.value(type, random.from(1, 4)), ...set(local)];
  }

  // A loop with floats that change: a sum, a product, a step; it may end by a comparison.
  accumulation() {
    const { random } = this;
    const type = random.pick(["f32", "f64"]);
    const [total, step, counter] = [this.local(type), this.local(type), this.local("i32")];
    if (total === undefined || counter === undefined) return this.assignment();
    this.reserved.add(counter);
    const term = random.pick([
      () => get(step), () => [...get(counter), numeric[type][random.pick(["convert_i32_s", "convert_i32_u"])]],
      () => [...get(counter), ...access(loads[type][0][0], 8 * random.below(100))], () => this.float(type, 2),
    ])();
    const code = numeric[type];
    const body = [...get(total), ...term, code[this.chosen(binary)], ...set(total)];
    if (random.once(2)) body.push(...get(step), ...this.constant(type), code[this.chosen(binary)], ...set(step));
    if (random.once(3)) body.push(...this.statement(0));
    if (random.once(2)) body.push(...get(total), ...this.float(type, 1), code[random.pick(comparisons)], ...(random.once(2) ? [numeric.i32.eqz] : []), 0x0d, 1);
    this.reserved.delete(counter);
    const next = [...get(counter), ...constant("i32", widths[type] / 8), numeric.i32.add, ...tee(counter), ...constant("i32", (widths[type] / 8) * random.from(1, 20)), numeric.i32.ne];
    return [...constant("i32", 0), ...set(counter), 0x02, 0x40, 0x03, 0x40, ...body, ...next, 0x0d, 0, 0x0b, 0x0b];
  }

  // Branches at a comparison.
  branch(depth) {
    return [0x02, 0x40, ...this.test(2), 0x0d, 0, ...this.statements(this.random.from(1, 2), depth - 1), 0x0b];
  }

  statement(depth = 2) {
    switch (depth <= 0 ? 9 : this.random.below(10)) {
      case 0: case 1: return this.accumulation();
      case 2: return this.branch(depth);
      default: return super.statement(depth);
    }
  }

  // Stores all locals that statements may set, 8 bytes for each from an address on.
  storeLocals(address) {
    return this.locals.flatMap((type, index) => {
      if (this.reserved.has(index)) return [];
      const at = [...constant("i32", address + 8 * index), ...get(index)];
      const isOpen = type in widths;
      const scratch = this.options.scratch[type];
      const value = isOpen ? [...tee(scratch), ...constant(type, canonical[type]), ...get(scratch), ...get(scratch), numeric[type].eq, 0x1b] : [];
      return [...at, ...value, ...access(stores[plain(type)][0][0], 0)];
    });
  }
}

// The bits of a power of two, normal or not.
function floatEdgePower(type, exponent) { return bitsOf[type](2 ** exponent); }

const types = ["f32", "f64", "f32", "f64", "f32!", "f64!", "i32", "i64"];
const list = (random, least, most) => Array.from({ length: random.from(least, most) }, () => random.pick(types));
const names = [...binary, ...unary, ...comparisons];
const resultsAt = 4096;

// Argument bytes: floats and integers at edges.
function word(random) {
  switch (random.below(3)) {
    case 0: return littleEndian(edge(random, 64), 8);
    case 1: return littleEndian(floatEdge(random, 64), 8);
    default: return [...littleEndian(floatEdge(random, 32), 4), ...littleEndian(floatEdge(random, 32), 4)];
  }
}

// Makes the module.
export function floats(random) {
  const module = new Module();
  const globals = { f32: module.global("f32", floatEdge(random, 32)), f64: module.global("f64", floatEdge(random, 64)) };
  const favorites = Array.from({ length: random.below(4) }, () => random.pick(names));
  const traps = random.once(5);
  const make = (locals, first, calls) => new FloatCode(random, locals, { favorites, globals, traps, calls, divides: random.once(8), scratch: { f32: first, f64: first + 1 } });
  const calls = addFunctions(module, random, random.pick([0, 0, 1, 1, 2, 3]), { list: (least, most) => list(random, least, most), scratch: ["f32", "f64"], make, plain });
  module.data.push({ offset: 0, bytes: Array.from({ length: random.pick([16, 128]) }, () => word(random)).flat() });

  // The locals begin as arguments and constants.
  const locals = ["i32", "i32", "f32", "f64", ...list(random, 4, 11)];
  const code = make(locals, 2, calls);
  code.reserved.add(0).add(1);
  const body = [];
  for (let index = 4; index < locals.length; index++) {
    const type = plain(locals[index]);
    const argument = () => [...get(0), ...access(loads[type][0][0], 4 * random.below(31))];
    body.push(...(random.once(3) ? code.constant(type) : argument()), ...set(index));
  }
  const end = resultsAt + 8 * locals.length;
  body.push(...code.statements(random.from(4, random.pick([10, 10, 40])), 3), ...code.storeLocals(resultsAt));
  for (const type of ["f32", "f64"]) body.push(...constant("i32", end), 0x23, ...unsigned(globals[type]), ...access(stores[type][0][0], type === "f32" ? 0 : 8));
  body.push(...constant("i64", BigInt(end + 16) << 32n));
  module.exports.push(["main", 0, module.function(["i32", "i32"], ["i64"], locals.slice(2).map(plain), body)]);
  return { module, args: Buffer.from(Array.from({ length: 16 }, () => word(random)).flat()).toString("hex") };
}
