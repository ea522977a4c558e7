// Random expressions and statements over locals. Loops end; what is divided by is any number.
import { access, call, callIndirect, constant, get, loads, numeric, returnCall, set, stores } from "./module.mjs";
import { edge } from "./random.mjs";

const binary = ["add", "sub", "mul", "and", "or", "xor", "shl", "shr_s", "shr_u", "rotl", "rotr"];
const comparisons = ["eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u"];
const unary = { i32: ["clz", "ctz", "popcnt", "extend8_s", "extend16_s"], i64: ["clz", "ctz", "popcnt", "extend8_s", "extend16_s", "extend32_s"] };

// Where the arguments may be, whatever lies in front of the memory: 16 MiB below 2^32 - 2^16, as addresses of WebAssembly.
const argumentRange = { from: 0xfd000000n, to: 0xfffd0000n };

// Whether an address may be one of the arguments.
export const isArgument = (address) => address >= argumentRange.from && address < argumentRange.to;

// The body of a function that keeps an address, its parameter, out of the arguments.
export const clampBody = [
  ...get(0), ...constant("i32", 0xffff), numeric.i32.and, ...get(0),
  ...get(0), ...constant("i32", argumentRange.from), numeric.i32.sub, ...constant("i32", argumentRange.to - argumentRange.from), numeric.i32.lt_u, 0x1b,
];

// Generates the code of one function.
export class Code {
  // - locals: the names of the types of parameters and locals.
  // - options: `wild`, once in how many accesses the address is any number (0 for never), and `outside`, the code that keeps such an address
  //   out of the arguments, which may be accessed; `divides`, whether there are divisions;
  //   `calls`, functions { emit, parameters, results } that may be called.
  constructor(random, locals, options = {}) {
    this.random = random;
    this.locals = locals;
    this.options = { wild: 0, divides: true, calls: [], ...options };
    this.reserved = new Set();
  }

  // A local of a type that statements may set, or undefined.
  local(type) {
    const of = this.locals.map((name, index) => ({ name, index })).filter(({ name, index }) => name === type && !this.reserved.has(index));
    return of.length === 0 ? undefined : this.random.pick(of).index;
  }

  // Any number of a type, at the edges of widths.
  constant(type) { return constant(type, edge(this.random, type === "i32" ? 32 : 64)); }

  // A value of a type.
  value(type, depth = 3) {
    const { random } = this;
    const choice = depth <= 0 ? random.below(3) : random.below(16);
    const local = this.local(type);
    if (choice <= 1) return this.constant(type);
    if (choice <= 3 && local !== undefined) return get(local);
    const other = type === "i32" ? "i64" : "i32";
    switch (choice) {
      case 4: return [...this.value(type, depth - 1), numeric[type][random.pick(unary[type])]];
      case 5:
        return type === "i32" ? [...this.value("i64", depth - 1), numeric.i32.wrap_i64] : [...this.value("i32", depth - 1), numeric.i64[random.pick(["extend_i32_s", "extend_i32_u"])]];
      case 6:
        if (type === "i32") {
          const operand = random.pick(["i32", "i64"]);
          return random.once(4) ? [...this.value(operand, depth - 1), numeric[operand].eqz] : [...this.value(operand, depth - 1), ...this.value(operand, depth - 1), numeric[operand][random.pick(comparisons)]];
        }
        return [...this.value(type, depth - 1), ...this.constant(type), numeric[type][random.pick(binary)]];
      case 7: return [...this.value(type, depth - 1), ...this.value(type, depth - 1), ...this.value("i32", depth - 1), 0x1b];
      case 8: return this.load(type, depth);
      case 9: return [...this.value(type, depth - 1), ...this.constant(type), numeric[type][random.pick(binary)]];
      case 10: return [...this.constant(type), ...this.value(type, depth - 1), numeric[type][random.pick(binary)]];
      case 11:
        if (this.options.divides) return this.quotient(type, depth);
        return [...this.value(type, depth - 1), ...this.value(other, depth - 1), 0x1a];
      default: return [...this.value(type, depth - 1), ...this.value(type, depth - 1), numeric[type][random.pick(binary)]];
    }
  }

  // A quotient or remainder; mostly with a divisor that is not zero.
  quotient(type, depth) {
    const { random } = this;
    const operation = numeric[type][random.pick(["div_s", "div_u", "rem_s", "rem_u"])];
    // With the lowest bit set it is not 0; -1 and the least number may come together.
    const divisor = random.once(12) ? this.value(type, depth - 1) : [...this.value(type, depth - 1), ...constant(type, 1), numeric[type].or];
    if (operation === numeric[type].div_s && !random.once(20)) {
      return [...this.value(type, depth - 1), ...constant(type, 1), numeric[type].shr_u, ...divisor, operation];
    }
    return [...this.value(type, depth - 1), ...divisor, operation];
  }

  // Code for an address, and the offset to use with it.
  address(size, depth) {
    const { random, options } = this;
    if (options.wild > 0 && random.once(options.wild)) {
      if (random.once(2)) return { code: [...this.value("i32", depth - 1), ...options.outside], offset: random.below(256) };
      const offset = BigInt.asUintN(32, edge(random, 32));
      return { code: [...this.value("i32", depth - 1), ...constant("i32", 0x7ff), numeric.i32.and], offset: isArgument(offset) ? offset & 0xffffn : offset };
    }
    const offset = random.pick([0, 0, 1, 4, 8, 16, 120, 127, 128, 255, 256, 1000]);
    // Large constants whose low 32 bits are an address in memory.
    if (random.once(4)) {
      const low = BigInt(random.below(1024));
      const local = this.local("i64");
      const large = constant("i64", (edge(random, 32) << 32n) | low);
      if (local === undefined || random.once(3)) return { code: [...large, numeric.i32.wrap_i64], offset };
      const masked = [...get(local), ...constant("i64", (edge(random, 32) << 32n) | 0x3f8n), numeric.i64.and];
      return { code: [...large, ...masked, ...this.value("i32", 1), 0x1b, numeric.i32.wrap_i64], offset };
    }
    // An address below or above, brought back by the offset: (x & mask) - c with offset c is in memory only without wrap-around,
    // so the constant is added and taken away.
    const code = [...this.value("i32", depth - 1), ...constant("i32", random.pick([0x38, 0xff, 0x3f8, 0x7ff])), numeric.i32.and];
    if (random.once(3)) {
      const distance = edge(random, 32);
      return { code: [...code, ...constant("i32", distance), numeric.i32.add, ...constant("i32", -distance), numeric.i32.add], offset };
    }
    return { code, offset };
  }

  // A load.
  load(type, depth = 2) {
    const [opcode, size] = this.random.pick(loads[type]);
    const { code, offset } = this.address(size, depth);
    return [...code, ...access(opcode, offset)];
  }

  // A store.
  store(depth = 3) {
    const type = this.random.pick(["i32", "i64"]);
    const [opcode, size] = this.random.pick(stores[type]);
    const { code, offset } = this.address(size, depth);
    return [...code, ...this.value(type, depth - 1), ...access(opcode, offset)];
  }

  // Sets a local.
  assignment() {
    const type = this.random.pick(["i32", "i64"]);
    const local = this.local(type);
    return local === undefined ? [] : [...this.value(type), ...set(local)];
  }

  // Calls a function; the results go to locals.
  call() {
    if (this.options.calls.length === 0) return this.assignment();
    const callee = this.random.pick(this.options.calls);
    const code = [...callee.parameters.flatMap((type) => this.value(type, 2)), ...callee.emit(this)];
    for (const type of [...callee.results].reverse()) {
      const local = this.local(type);
      code.push(...(local === undefined || this.random.once(6) ? [0x1a] : set(local)));
    }
    return code;
  }

  // A switch over a table; each case is a statement.
  table(depth) {
    const { random } = this;
    const count = random.from(1, 7);
    const length = random.pick([count, count, count + 3, 40]);
    const targets = Array.from({ length }, () => random.below(count));
    const index = random.once(2) ? this.value("i32") : [...this.value("i32"), ...constant("i32", edge(random, 32)), numeric.i32.sub];
    let code = [...Array(count).fill([0x02, 0x40]).flat(), ...index, 0x0e, ...[length].flatMap((n) => leb(n)), ...targets.flatMap(leb), ...leb(random.below(count))];
    for (let index = 0; index < count; index++) code = [...code, 0x0b, ...this.statement(depth - 1)];
    return code;
  }

  // A loop that ends: its counter takes steps of a constant, modulo the width, from one constant to another.
  loop(depth) {
    const { random } = this;
    const type = random.pick(["i32", "i64"]);
    const counter = this.local(type);
    if (counter === undefined) return this.assignment();
    const step = random.once(2) ? BigInt(random.pick([1, -1, 2, -4, 8])) : edge(random, type === "i32" ? 32 : 64) | 1n;
    const start = edge(random, type === "i32" ? 32 : 64);
    const rounds = BigInt(random.from(1, 9));
    this.reserved.add(counter);
    const body = this.statements(random.from(1, 3), depth - 1);
    this.reserved.delete(counter);
    // With `ne` any number of rounds ends; the next value or the value before may be compared.
    const next = [...get(counter), ...constant(type, step), numeric[type].add];
    const end = constant(type, start + step * rounds);
    const condition = random.once(2)
      ? [...next, 0x22, ...leb(counter), ...end, numeric[type].ne]
      : [...get(counter), ...next, ...set(counter), ...constant(type, start + step * (rounds - 1n)), numeric[type].ne];
    return [...constant(type, start), ...set(counter), 0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b];
  }

  // Any statement.
  statement(depth = 2) {
    const { random } = this;
    switch (depth <= 0 ? random.below(3) : random.below(12)) {
      case 0: case 5: return this.store();
      case 3: return [...this.value("i32"), 0x04, 0x40, ...this.statements(random.from(1, 3), depth - 1), ...(random.once(2) ? [0x05, ...this.statements(random.from(1, 2), depth - 1)] : []), 0x0b];
      case 4: return this.loop(depth);
      case 6: return this.table(depth);
      case 7: case 8: return this.call();
      default: return this.assignment();
    }
  }

  // Some statements.
  statements(count, depth = 2) {
    return Array.from({ length: count }, () => this.statement(depth)).flat();
  }

  // Stores all locals but those that statements may not set, 8 bytes for each local from an address on.
  storeLocals(address) {
    return this.locals.flatMap((type, index) => this.reserved.has(index) ? [] : [...constant("i32", address + 8 * index), ...get(index), ...(type === "i32" ? access(0x36, 0) : access(0x37, 0))]);
  }
}

// Fills or copies a small range of memory, as a function that code can call.
export const smallRange = {
  parameters: [],
  results: [],
  emit(code) {
    const { random } = code;
    const at = () => [...code.value("i32", 1), ...constant("i32", 0x3ff), numeric.i32.and];
    const count = random.once(2) ? constant("i32", random.below(70)) : [...code.value("i32", 1), ...constant("i32", 0xff), numeric.i32.and];
    return random.once(2) ? [...at(), ...code.value("i32", 1), ...count, 0xfc, 0x0b, 0] : [...at(), ...at(), ...count, 0xfc, 0x0a, 0, 0];
  },
};

// Adds functions that are called directly, through the table, as tail calls and by themselves; gives what code can call.
//
// - list: makes a list of types, with a least and a greatest length. `plain` makes them WebAssembly's.
// - scratch: the types of locals behind the parameters that nothing else uses.
// - make: makes the `Code` of a function, from its locals, the number of parameters and what it may call.
export function addFunctions(module, random, count, { list, scratch, make, plain = (type) => type }) {
  const made = [];
  const calls = [smallRange];
  for (; count > 0; count--) {
    const isRecursive = random.once(4);
    const parameters = [...(isRecursive ? ["i32"] : []), ...list(0, random.pick([3, 3, 12]))];
    const results = made.length > 0 && random.once(2) ? random.pick(made).results : list(0, random.pick([1, 1, 2, 8]));
    const locals = [...parameters, ...scratch, ...list(0, 4)];
    const code = make(locals, parameters.length, [...calls]);
    const values = (types) => types.flatMap((type) => code.value(type, 2));
    const index = module.function(parameters.map(plain), results.map(plain));
    const body = [];
    if (isRecursive) {
      // The first parameter says how often.
      code.reserved.add(0);
      body.push(...get(0), ...constant("i32", 7), numeric.i32.and, 0x22, 0, numeric.i32.eqz, 0x04, 0x40, ...values(results), 0x0f, 0x0b);
    }
    body.push(...code.statements(random.from(0, 3), 1));
    const tails = made.filter((other) => other.results.join() === results.join());
    if (isRecursive) {
      body.push(...get(0), ...constant("i32", 1), numeric.i32.sub, ...values(parameters.slice(1)));
      if (random.once(2)) {
        body.push(...returnCall(index));
      } else {
        body.push(...call(index));
        for (const type of [...results].reverse()) body.push(...(code.local(type) === undefined ? [0x1a] : set(code.local(type))));
        body.push(...values(results));
      }
    } else if (tails.length > 0 && random.once(2)) {
      const other = random.pick(tails);
      body.push(...values(other.parameters), ...returnCall(other.index));
    } else {
      body.push(...values(results));
    }
    module.setBody(index, body, locals.slice(parameters.length).map(plain));
    const slot = made.push({ index, parameters, results }) - 1;
    const type = module.type(parameters.map(plain), results.map(plain));
    calls.push({ parameters, results, emit: () => call(index) });
    // The index is not known.
    calls.push({ parameters, results, emit: (code) => [...code.value("i32", 1), ...constant("i32", 0), numeric.i32.and, ...constant("i32", slot), numeric.i32.or, ...callIndirect(type)] });
  }
  if (made.length > 0) {
    module.table = { minimum: made.length };
    module.elements.push({ offset: 0, functions: made.map(({ index }) => index) });
  }
  return calls;
}

function leb(value) {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}
