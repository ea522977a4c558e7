// The kinds of generated modules. Each makes the bytes of a module with an entry point `main` and the arguments to run it with.
import { Code, clampBody, smallRange } from "./code.mjs";
import { exceptions } from "./exceptions.mjs";
import { floats } from "./floats.mjs";
import {
  Module, access, call, callIndirect, constant, get, numeric, returnCall, returnCallIndirect, set, tee, unsigned,
} from "./module.mjs";
import { edge } from "./random.mjs";
import { records } from "./records.mjs";
import { vectors } from "./vectors.mjs";

const types = ["i32", "i64"];
const region = (start, size) => constant("i64", (BigInt(size) << 32n) | BigInt(start));

// Argument bytes: some at edges, some random.
function argumentBytes(random, words) {
  const bytes = Buffer.alloc(8 * words);
  for (let index = 0; index < words; index++) bytes.writeBigInt64LE(edge(random, 64), 8 * index);
  return bytes.toString("hex");
}

// Adds `main`: its locals get values of the arguments and constants, then come statements; all locals and the memory below 2,048 + 512 are the output.
function addMain(module, random, options, count, depth = 3) {
  const locals = ["i32", "i32", ...Array.from({ length: random.from(3, 10) }, () => random.pick(types))];
  const code = new Code(random, locals, options);
  const body = [];
  for (let index = 2; index < locals.length; index++) {
    const value = random.once(3)
      ? constant(locals[index], edge(random, locals[index] === "i32" ? 32 : 64))
      : [...get(0), ...access(locals[index] === "i32" ? 0x28 : 0x29, 8 * random.below(8))];
    body.push(...value, ...set(index));
  }
  code.reserved = new Set([0, 1]);
  body.push(...code.statements(count, depth), ...code.storeLocals(2048), ...region(0, 2048 + 8 * locals.length));
  const main = module.function(["i32", "i32"], ["i64"], locals.slice(2), body);
  module.exports.push(["main", 0, main]);
}

// A function, as something that code can call.
function callable(parameters, results, emit) {
  return { parameters, results, emit };
}

// Types of values.
const list = (random, most) => Array.from({ length: random.below(most + 1) }, () => random.pick(types));

// A function whose body is statements and whose results are expressions.
function addFunction(module, random, parameters, results, options, count, pressure = 0) {
  const locals = [...parameters, ...Array.from({ length: random.below(4) + pressure }, () => random.pick(types))];
  const code = new Code(random, locals, options);
  const body = [...code.statements(count, 2), ...results.flatMap((type) => code.value(type, 2))];
  return module.function(parameters, results, locals.slice(parameters.length), body);
}

// Constants at the edges of widths in every position.
export function edges(random) {
  const module = new Module();
  module.memory.minimum = random.pick([1, 1, 1, 2, 17]);
  if (random.once(2)) module.memory.maximum = module.memory.minimum + random.pick([0, 1, 100, 65536 - module.memory.minimum]);
  const wild = random.once(3) ? 6 : 0;
  const clamp = wild > 0 ? call(module.function(["i32"], ["i32"], [], clampBody)) : [];
  const options = { wild, outside: clamp };
  const calls = [];
  for (let index = random.below(3); index > 0; index--) {
    const parameters = list(random, 5);
    const results = list(random, 2);
    const callee = addFunction(module, random, parameters, results, { ...options, calls: [...calls] }, random.from(1, 4));
    calls.push(callable(parameters, results, () => call(callee)));
  }
  if (random.once(4)) {
    const size = module.memory.minimum * 65536;
    const bytes = Array.from({ length: random.from(1, 12) }, () => random.below(256));
    const offset = random.once(6) ? Number(BigInt.asIntN(32, BigInt(size - bytes.length + random.from(-1, 2)))) : random.below(2000);
    module.data.push({ offset, bytes });
  }
  // Sizes of whole ranges and of memory.
  const range = (...code) => {
    const body = [...get(0), ...clamp, ...get(1), ...(code.length > 3 ? clamp : []), ...get(2), ...code];
    const index = module.function(["i32", "i32", "i32"], [], [], body);
    return callable(["i32", "i32", "i32"], [], () => call(index));
  };
  const grow = callable(["i32"], ["i32"], () => [...constant("i32", 3), numeric.i32.and, 0x40, 0]);
  calls.push(smallRange);
  if (wild > 0) calls.push(range(0xfc, 0x0b, 0), range(0xfc, 0x0a, 0, 0));
  if (random.once(3)) calls.push(grow);
  addMain(module, random, { ...options, calls }, random.from(4, 16));
  return { module, args: argumentBytes(random, 8) };
}

// Many values live across calls with many arguments and results; fixed registers on both sides.
export function pressure(random) {
  const module = new Module();
  const calls = [];
  const count = random.from(1, 5);
  const targets = [];
  for (let index = 0; index < count; index++) {
    const parameters = random.once(3) ? list(random, 16) : list(random, 7);
    const results = random.once(3) ? list(random, 10) : list(random, 4);
    const callee = addFunction(module, random, parameters, results, { calls: [...calls] }, random.from(1, 5), random.pick([0, 4, 16]));
    targets.push({ callee, parameters, results });
    calls.push(callable(parameters, results, () => call(callee)));
    const type = module.type(parameters, results);
    const slot = index;
    calls.push(callable(parameters, results, (code) => {
      // The index is known or not.
      const known = constant("i32", slot);
      return [...(random.once(2) ? known : [...code.value("i32", 1), ...constant("i32", 0), numeric.i32.and, ...known, numeric.i32.or]), ...callIndirect(type)];
    }));
  }
  module.table = { minimum: count };
  module.elements.push({ offset: 0, functions: targets.map(({ callee }) => callee) });
  // A caller that makes many values, calls, and uses all of them, twice.
  const width = random.from(6, 40);
  const locals = ["i32", "i32", ...Array.from({ length: width }, () => random.pick(types))];
  const code = new Code(random, locals, { calls });
  code.reserved = new Set([0, 1]);
  const body = [];
  for (let index = 2; index < locals.length; index++) {
    const load = [...get(0), ...access(locals[index] === "i32" ? 0x28 : 0x29, 8 * random.below(8))];
    body.push(...load, ...constant(locals[index], edge(random, locals[index] === "i32" ? 32 : 64)), numeric[locals[index]][random.pick(["add", "xor", "mul"])], ...set(index));
  }
  for (let index = random.from(1, 5); index > 0; index--) {
    // The operands wait on the stack while others are computed by calls.
    const waiting = Array.from({ length: random.below(14) }, () => random.pick(types));
    body.push(...waiting.flatMap((type) => code.value(type, 2)), ...code.call());
    for (const type of [...waiting].reverse()) {
      const local = code.local(type);
      body.push(...(local === undefined ? [0x1a] : [...get(local), numeric[type].xor, ...set(local)]));
    }
    body.push(...code.statement(2));
  }
  body.push(...code.storeLocals(2048), ...region(0, 2048 + 8 * locals.length));
  module.exports.push(["main", 0, module.function(["i32", "i32"], ["i64"], locals.slice(2), body)]);
  return { module, args: argumentBytes(random, 8) };
}

// Tail calls between functions of any types, direct and indirect, often more of them than a stack could hold.
export function tails(random) {
  const module = new Module();
  const count = random.from(2, 6);
  const results = random.once(6) ? list(random, 9) : random.once(4) ? [] : [random.pick(types)];
  const shapes = Array.from({ length: count }, () => {
    const most = random.pick([3, 6, 8, 14]);
    return ["i32", ...list(random, most)];
  });
  if (random.once(3)) shapes.forEach((_, index) => { if (random.once(2)) shapes[index] = random.shuffled(shapes[0].slice(1)), shapes[index].unshift("i32"); });
  const usesGlobal = random.once(3);
  if (usesGlobal) module.global("i32", 65536);
  const functions = shapes.map((parameters) => module.function(parameters, results));
  const plain = [];
  for (let index = random.below(3); index > 0; index--) {
    const parameters = list(random, 9);
    const callee = addFunction(module, random, parameters, ["i64"], {}, 1);
    plain.push(callable(parameters, ["i64"], () => call(callee)));
  }
  module.table = { minimum: count };
  module.elements.push({ offset: 0, functions });
  shapes.forEach((parameters, index) => {
    const locals = [...parameters, ...Array.from({ length: random.below(3) }, () => random.pick(types))];
    const code = new Code(random, locals, { calls: plain, divides: false });
    code.reserved = new Set([0]);
    const calls = Array.from({ length: random.from(1, 3) }, () => {
      const target = random.below(count);
      // Mostly parameters in another order, so that sources and destinations are the same places.
      const values = shapes[target].slice(1).flatMap((type) => {
        const same = parameters.map((name, position) => ({ name, position })).slice(1).filter(({ name }) => name === type);
        return same.length > 0 && !random.once(4) ? get(random.pick(same).position) : code.value(type, 2);
      });
      const counter = [...get(0), ...constant("i32", 1), numeric.i32.sub];
      const slot = random.once(2) ? constant("i32", target) : [...constant("i32", target), ...get(0), ...constant("i32", 0), numeric.i32.and, numeric.i32.or];
      return random.once(2)
        ? [...counter, ...values, ...returnCall(functions[target])]
        : [...counter, ...values, ...slot, ...returnCallIndirect(module.type(shapes[target], results))];
    });
    const finish = [...results.flatMap((type) => code.value(type, 2))];
    let body = [];
    // A frame of a shadow stack, taken down before the call, as compilers do it.
    const frame = usesGlobal && random.once(2) ? constant("i32", 16 * random.from(1, 3)) : undefined;
    if (frame) body.push(0x23, 0, ...frame, numeric.i32.sub, 0x24, 0, 0x23, 0, ...get(0), ...access(0x36, 0));
    if (random.once(2)) body.push(...code.statement(1));
    if (frame) body.push(0x23, 0, ...frame, numeric.i32.add, 0x24, 0);
    body.push(...get(0), numeric.i32.eqz, 0x04, 0x40, ...finish, 0x0f, 0x0b);
    calls.slice(1).forEach((other) => {
      body.push(...code.value("i32", 1), ...constant("i32", 1), numeric.i32.and, 0x04, 0x40, ...other, 0x0b);
    });
    body.push(...calls[0]);
    module.setBody(functions[index], body, locals.slice(parameters.length));
  });
  module.memory.minimum = 2;
  // `main` calls each of them with some depth.
  const locals = ["i32", "i32", ...results];
  const body = [];
  const size = 8 * results.length;
  const most = Math.min(count, 3);
  for (let index = 0; index < most; index++) {
    const depth = random.pick([0, 1, 7, 1000, 60000, 130000]);
    const values = shapes[index].slice(1).flatMap((type, position) => [...get(0), ...access(type === "i32" ? 0x28 : 0x29, 8 * (position % 8))]);
    body.push(...constant("i32", depth), ...values, ...call(functions[index]));
    results.map((_, position) => 2 + position).reverse().forEach((local) => body.push(...set(local)));
    results.forEach((type, position) => body.push(...constant("i32", 2048 + index * size + 8 * position), ...get(2 + position), ...access(type === "i32" ? 0x36 : 0x37, 0)));
  }
  body.push(...region(0, 2048 + most * size));
  module.exports.push(["main", 0, module.function(["i32", "i32"], ["i64"], results, body)]);
  return { module, args: argumentBytes(random, 8) };
}

// Products of 64-bit numbers made of products of halves, right ones and ones with a change somewhere.
export function products(random) {
  const module = new Module();
  const [r, al, ah, bl, bh, x, y, t, low, high, d] = Array.from({ length: 11 }, (_, index) => index);
  const { add, sub, mul, and, or, shl, shr_u: shr } = numeric.i64;
  // The places where something may be changed; one of them is, in three of four modules.
  let places = 0;
  const emit = (changed) => {
    places = 0;
    const random = emit.random();
    const at = (right, ...wrong) => (places++ === changed ? random.pick(wrong)() : right());
    const number = (value) => at(() => constant("i64", value), () => constant("i64", BigInt(value) ^ (1n << BigInt(random.below(64)))), () => constant("i64", edge(random, 64)));
    const word = (local) => at(() => get(local), () => get(random.pick([al, ah, bl, bh])), () => [...get(local), ...constant("i64", 1), random.pick([add, sub, or])]);
    const two = (left, right, operation) => {
      const [first, second] = random.once(2) ? [left, right] : [right, left];
      return [...first, ...second, at(() => operation, () => random.pick([add, sub, or, mul, and]))];
    };
    const lowHalf = (code) => two(code, number(0xffffffff), and);
    const highHalf = (code) => [...code, ...number(32), at(() => shr, () => shl, () => numeric.i64.shr_s)];
    const plus = (...terms) => random.shuffled(terms).reduce((left, right) => two(left, right, add));
    const product = (left, right) => two(left, right, mul);
    const [p, q] = random.once(2) ? [al, bl] : [bl, al];
    const join = (upper, lower) => two([...upper, ...number(32), shl], lower, random.once(2) ? or : add);
    const body = [
      ...product(lowHalf(word(p)), lowHalf(word(q))), ...set(x),
      ...plus(product(highHalf(word(p)), lowHalf(word(q))), highHalf(get(x))), ...set(y),
      ...plus(product(lowHalf(word(p)), highHalf(word(q))), lowHalf(get(y))), ...set(t),
      ...(random.once(3) ? product(word(al), word(bl)) : join(get(t), lowHalf(get(x)))), ...set(low),
      ...plus(product(highHalf(word(p)), highHalf(word(q))), highHalf(get(y)), highHalf(get(t)), product(word(al), word(bh)), product(word(ah), word(bl))), ...set(high),
    ];
    // "Equal to a number", by arithmetic: 1 if so.
    const magic = emit.magic;
    const local = random.pick([al, ah, bl, bh]);
    const equals = [
      ...get(local), ...constant("i64", magic), sub, ...tee(d), ...constant("i64", 0), ...get(d), sub, or, ...constant("i64", 63), shr, ...set(d),
      ...constant("i64", 1), ...get(d), sub,
    ];
    if (places++ === changed) body.push(...get(low), ...equals, add, ...set(low));
    if (places++ === changed) body.push(...get(high), ...equals, add, ...set(high));
    if (places++ === changed) body.push(...get(low), ...get(random.pick([al, ah, bl, bh])), ...constant("i64", 63), shr, add, ...set(low));
    if (places++ === changed) body.push(...get(high), ...get(t), ...constant("i64", random.pick([32, 33, 63])), shr, add, ...set(high));
    const storeLow = [...get(r), ...get(low), ...access(0x37, 0)];
    const storeHigh = [...get(r), ...get(high), ...access(0x37, 8)];
    return [...body, ...(random.once(2) ? [...storeLow, ...storeHigh] : [...storeHigh, ...storeLow])];
  };
  emit.magic = edge(random, 64);
  const seed = random.bits();
  // Both passes choose alike.
  emit.random = () => new random.constructor(seed);
  emit(-1);
  const body = emit(random.once(4) ? -1 : random.below(places));
  const multiply = module.function(["i32", "i64", "i64", "i64", "i64"], [], Array(6).fill("i64"), body);
  const inputs = [];
  const interesting = [0n, 1n, -1n, 0xffffffffn, 1n << 32n, 1n << 63n, emit.magic, emit.magic + 1n];
  const factor = () => (random.once(2) ? random.pick(interesting) : edge(random, 64));
  for (let index = 0; index < 24; index++) inputs.push([factor(), factor(), factor(), factor()]);
  const main = inputs.flatMap((words, index) => [...constant("i32", 16 * index), ...words.flatMap((word) => constant("i64", word)), ...call(multiply)]);
  // And of words that are not known.
  const known = 16 * inputs.length;
  for (let index = 0; index < 4; index++) {
    main.push(...constant("i32", known + 16 * index), ...[0, 1, 2, 3].flatMap((word) => [...get(0), ...access(0x29, 8 * ((word + index) % 8))]), ...call(multiply));
  }
  main.push(...region(0, known + 64));
  module.exports.push(["main", 0, module.function(["i32", "i32"], ["i64"], [], main)]);
  return { module, args: argumentBytes(random, 8) };
}

// Host calls whose index is a constant only after thinking: through locals, arithmetic, selections and helper functions.
export function hostcalls(random) {
  const module = new Module();
  const count = random.below(4);
  const host = module.importFunction("env", `host_call_${count}`, Array(count + 1).fill("i64"), ["i64"]);
  // Any 64-bit number is an index, of which the low 32 bits count. 100 is JIP-1's log and 1, for gp-0.8, grow_heap: they do not end the run.
  const number = () => BigInt.asIntN(64, random.once(6) ? edge(random, 64) : BigInt(random.pick([0, 1, 5, 127, 128, 255, 300, 65535, 0x7fffffff])) + (random.once(2) ? 1n : 0n));
  const ending = (value) => ([1n, 100n].includes(BigInt.asIntN(32, value)) ? value - 1n : value);
  // Helpers pass the index on, some change it by a constant.
  const helpers = [];
  for (let depth = random.below(4); depth > 0; depth--) {
    const below = helpers.at(-1);
    const change = random.once(2) ? BigInt(random.below(4)) : 0n;
    const body = [...get(0), ...(change > 0n ? [...constant("i64", change), numeric.i64.sub] : []), ...Array.from({ length: count }, (_, index) => get(1 + index)).flat(), ...call(below ? below.index : host)];
    const index = module.function(Array(count + 1).fill("i64"), ["i64"], [], body);
    helpers.push({ index, change: change + (below ? below.change : 0n) });
  }
  const locals = ["i32", "i32", "i64", "i64", "i64"];
  const code = new Code(random, locals, { divides: false });
  code.reserved = new Set([0, 1]);
  const make = (value) => {
    switch (random.below(5)) {
      case 0: return constant("i64", value);
      case 1: return [...constant("i64", value - 7n), ...set(2), ...get(2), ...constant("i64", 7), numeric.i64.add];
      case 2: return [...constant("i64", value ^ 0x55n), ...constant("i64", 0x55), numeric.i64.xor];
      case 3: return [...constant("i32", BigInt.asIntN(32, value)), numeric.i64.extend_i32_s];
      default: return [...constant("i64", value), ...tee(3), ...constant("i64", value), ...constant("i32", random.below(2)), 0x1b];
    }
  };
  const makeCall = () => {
    const value = ending(number());
    const helper = helpers.length > 0 && random.once(2) ? random.pick(helpers) : undefined;
    const values = Array.from({ length: count }, () => code.value("i64", 2)).flat();
    return [...make(value + (helper ? helper.change : 0n)), ...values, ...call(helper ? helper.index : host), ...set(4)];
  };
  // One of several calls, by the arguments.
  const body = [];
  for (let index = 0; index < 3; index++) body.push(...get(0), ...access(0x29, 8 * index), ...set(2 + index));
  for (let index = random.from(0, 2); index > 0; index--) {
    body.push(...code.value("i32", 2), ...constant("i32", 1), numeric.i32.and, 0x04, 0x40, ...makeCall(), 0x0b);
  }
  body.push(...code.statement(1), ...makeCall(), ...region(0, 0));
  module.exports.push(["main", 0, module.function(["i32", "i32"], ["i64"], ["i64", "i64", "i64"], body)]);
  return { module, args: argumentBytes(random, 8), imports: { count } };
}

export const kinds = { edges, products, pressure, tails, hostcalls, exceptions, records, vectors, floats };
