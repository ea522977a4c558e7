// Modules of shapes that make compilers slow: one kind of thing, very often, in one function or one module.
//
//   node ci/tools/shapes.mjs --list                 the names, each with its usual number and what it counts
//   node ci/tools/shapes.mjs OUT SHAPE [NUMBER]     writes one: always the same bytes for the same arguments
//
// All take the length of the arguments, end soon and return eight bytes, so that they can be run, too.
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const I32 = 0x7f, I64 = 0x7e, V128 = 0x7b, EMPTY = 0x40;

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

/** The instructions of a function body, as bytes. */
class Code {
  bytes = [];
  locals = [];
  put(...bytes) { for (const byte of bytes) this.bytes.push(byte); return this; }
  get(local) { return this.put(0x20, ...unsigned(local)); }
  set(local) { return this.put(0x21, ...unsigned(local)); }
  tee(local) { return this.put(0x22, ...unsigned(local)); }
  globalGet(global) { return this.put(0x23, ...unsigned(global)); }
  globalSet(global) { return this.put(0x24, ...unsigned(global)); }
  i32(value) { return this.put(0x41, ...signed(value)); }
  i64(value) { return this.put(0x42, ...signed(value)); }
  call(callee) { return this.put(0x10, ...unsigned(callee)); }
  branch(depth) { return this.put(0x0c, ...unsigned(depth)); }
  branchIf(depth) { return this.put(0x0d, ...unsigned(depth)); }
  table(depths, other) {
    this.put(0x0e, ...unsigned(depths.length));
    for (const depth of depths) this.put(...unsigned(depth));
    return this.put(...unsigned(other));
  }
  block(type = EMPTY) { return this.put(0x02, type); }
  loop(type = EMPTY) { return this.put(0x03, type); }
  if(type = EMPTY) { return this.put(0x04, type); }
  else() { return this.put(0x05); }
  end() { return this.put(0x0b); }
  load(offset) { return this.put(0x28, 2, ...unsigned(offset)); }
  load64(offset) { return this.put(0x29, 3, ...unsigned(offset)); }
  load8(offset) { return this.put(0x2d, 0, ...unsigned(offset)); }
  store(offset) { return this.put(0x36, 2, ...unsigned(offset)); }
  store64(offset) { return this.put(0x37, 3, ...unsigned(offset)); }
  /** Adds locals behind the parameters. */
  local(count, type) { this.locals.push([count, type]); return this; }
  encoded() {
    const locals = [...unsigned(this.locals.length)];
    for (const [count, type] of this.locals) locals.push(...unsigned(count), type);
    return [unsigned(locals.length + this.bytes.length + 1), locals, this.bytes, [0x0b]];
  }
}
const ops = {
  eqz: 0x45, eq: 0x46, ne: 0x47, ltS: 0x48, ltU: 0x49, add: 0x6a, sub: 0x6b, mul: 0x6c, divS: 0x6d, divU: 0x6e, remS: 0x6f, remU: 0x70,
  and: 0x71, or: 0x72, xor: 0x73, shl: 0x74, shrS: 0x75, shrU: 0x76, rotl: 0x77, add64: 0x7c, sub64: 0x7d, mul64: 0x7e, divS64: 0x7f,
  divU64: 0x80, and64: 0x83, or64: 0x84, xor64: 0x85, shl64: 0x86, rotl64: 0x89, wrap: 0xa7, extendS: 0xac, extendU: 0xad, select: 0x1b,
  drop: 0x1a, return: 0x0f, unreachable: 0x00, ne64: 0x52, eqz64: 0x50,
};
for (const [name, byte] of Object.entries(ops)) Code.prototype[name] = function () { return this.put(byte); };
const code = () => new Code();
const range = (count) => Array.from({ length: count }, (_, index) => index);

/**
 * The bytes of a module. Function 0 … of `functions` are `{ params, results, code }`; the last is called by `main` with its result
 * stored, and takes and gives an i32 or an i64 each.
 */
const module = ({ functions, globals = 1, table = 0, segments = [], pages = 2, elements = null }) => {
  const types = [], indices = new Map();
  const typeIndex = (params, results) => {
    const key = `${params}>${results}`;
    if (!indices.has(key)) {
      indices.set(key, types.length);
      types.push([0x60, ...unsigned(params.length), ...params, ...unsigned(results.length), ...results]);
    }
    return indices.get(key);
  };
  const last = functions.at(-1);
  const main = code().i32(1024).get(1);
  if (last.params[0] === I64) main.extendU();
  main.call(functions.length - 1);
  if (last.results[0] === I32) main.extendU();
  main.store64(0).put(0x42, 0x80, 0x88, 0x80, 0x80, 0x80, 0x01);
  const all = [...functions, { params: [I32, I32], results: [I64], code: main }];
  const numbers = all.map((each) => typeIndex(each.params, each.results));
  const chunks = [Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])];
  const section = (id, parts) => {
    const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
    chunks.push(Buffer.from([id, ...unsigned(content.length)]), content);
  };
  section(1, [unsigned(types.length), ...types]);
  section(3, [unsigned(all.length), ...numbers.map(unsigned)]);
  if (table) section(4, [[1, 0x70, 0, ...unsigned(table)]]);
  section(5, [[1, 0, ...unsigned(pages)]]);
  section(6, [unsigned(globals), ...range(globals).map((index) => [I64, 1, 0x42, ...signed(index), 0x0b])]);
  section(7, [[2, 6, ...Buffer.from("memory"), 2, 0, 4, ...Buffer.from("main"), 0, ...unsigned(all.length - 1)]]);
  if (table) {
    const list = elements ?? range(table).map((index) => [index, index % functions.length]);
    section(9, [unsigned(list.length), ...list.map(([at, target]) => [0, 0x41, ...signed(at), 0x0b, 1, ...unsigned(target)])]);
  }
  section(10, [unsigned(all.length), ...all.flatMap((each) => each.code.encoded())]);
  if (segments.length) {
    section(11, [unsigned(segments.length), ...segments.map(([at, bytes]) =>
      [0, 0x41, ...signed(at), 0x0b, ...unsigned(bytes.length), ...bytes])]);
  }
  return Buffer.concat(chunks);
};
const one = (type, body) => module({ functions: [{ params: [type], results: [type], code: body }] });

/** By name: the usual number, what it counts, the module for a number, options of `build` that matter. */
export const shapes = {
  "remainders": [1000, "dependent i32.rem_s", (n) => {
    const body = code().local(1, I64).get(0).set(1);
    for (let i = 0; i < n; i++) body.get(1).wrap().get(0).wrap().i32(100 + 3 * i).sub().remS().extendS().get(1).add64().set(1);
    return one(I64, body.get(1));
  }],
  "across-call": [1500, "loads live across a call", (n) => {
    const body = code().get(0).eqz().if().i64(3).return().end();
    for (let i = 0; i < n; i++) body.get(0).load64(2048 + 8 * i);
    body.get(0).i32(1).sub().call(0);
    for (let i = 0; i < n; i++) body.add64().i64(i % 61 + 1).rotl64();
    return module({ functions: [
      { params: [I32], results: [I64], code: body },
      { params: [I32], results: [I64], code: code().get(0).i32(50).add().call(0) },
    ] });
  }, ["--bounds-checks"]],
  "operands": [8000, "operands on the stack", (n) => {
    const body = code();
    for (let i = 0; i < n; i++) body.get(0).i64(2 * i + 1).mul64();
    for (let i = 1; i < n; i++) body.put([0x7c, 0x85, 0x7d][i % 3]);
    return one(I64, body);
  }],
  "locals": [10_000, "locals live across a loop", (n) => {
    const body = code().local(n + 1, I64);
    for (let i = 1; i <= n; i++) body.get(0).i64(i * 7).xor64().set(i);
    body.i64(5).set(n + 1).loop();
    for (let i = 1; i <= n; i++) body.get(i).get(i % n + 1).add64().i64(i).rotl64().set(i);
    body.get(n + 1).i64(1).sub64().tee(n + 1).i64(0).ne64().branchIf(0).end().get(0);
    for (let i = 1; i <= n; i++) body.get(i).xor64();
    return one(I64, body);
  }],
  "br-table": [9000, "targets of a br_table", (n) => {
    const body = code();
    for (let i = 0; i <= n; i++) body.block();
    body.get(0).table(range(n), n);
    for (let i = 0; i <= n; i++) body.end().i32(i * 7 + 1).return();
    return one(I32, body.put(0));
  }],
  "nested-ifs": [10_000, "nested ifs", (n) => {
    const body = code().local(1, I32);
    for (let i = 0; i < n; i++) body.get(0).i32(i).ne().if().get(1).i32(i).xor().i32(3).add().set(1);
    for (let i = 0; i < n; i++) body.end();
    return one(I32, body.get(1));
  }],
  "nested-loops": [4000, "nested loops", (n) => {
    const body = code().local(n + 1, I32);
    for (let i = 1; i <= n; i++) body.i32(1).set(i).loop().get(n + 1).get(i).add().i32(i).rotl().set(n + 1);
    for (let i = n; i >= 1; i--) {
      body.get(n + 1).get(0).xor().i32(i).add().set(n + 1);
      body.get(i).i32(1).sub().tee(i).get(0).i32(9).and().and().branchIf(0).end();
    }
    return one(I32, body.get(n + 1));
  }],
  "counted-loops": [800, "nested loops that count", (n) => {
    const body = code().local(n + 1, I32);
    for (let i = 1; i <= n; i++) body.i32(0).set(i).loop();
    body.get(n).i32(2).shl().get(n).store(0);
    // Each goes round once: what is passed is below four.
    for (let i = n; i >= 1; i--) {
      body.get(i).i32(1).add().tee(i).get(0).i32(4).and().i32(1).add().ltU().branchIf(0).end();
    }
    return one(I32, body.get(1));
  }],
  "masked-memory": [5000, "masked stores and loads", (n) => {
    const body = code().local(1, I32);
    for (let i = 0; i < n; i++) {
      body.get(0).i32(12 * i).add().i32(0xfffc).and().get(1).i32(i).xor().store(0);
      body.get(1).get(0).i32(20 * i + 4).add().get(1).add().i32(0xfffc).and().load(0).add().set(1);
    }
    return one(I32, body.get(1));
  }],
  "call-chain": [20_000, "functions in a chain of calls", (n) => module({
    functions: range(n).map((i) => ({
      params: [I32], results: [I32],
      code: i === 0 ? code().get(0).i32(3).mul() : code().get(0).i32(i).xor().call(i - 1).i32(i).add().get(0).mul(),
    })),
  })],

  "shuffles": [1500, "shuffles of bytes in a chain", (n) => {
    const body = code().local(2, V128);
    for (const local of [1, 2]) body.get(0).put(0xfd, 0x11).set(local);
    for (let i = 0; i < n; i++) {
      body.get(1).get(2).put(0xfd, 0x0d, ...range(16).map((lane) => (lane * 7 + i * (i + 3)) % 32)).set(1 + i % 2);
    }
    return one(I32, body.get(1).put(0xfd, 0x1b, 0));
  }],

  // Relatives.
  "call-chain-down": [20_000, "functions in a chain of calls, callers first", (n) => module({
    functions: [...range(n).map((i) => ({
      params: [I32], results: [I32],
      code: i === n - 1 ? code().get(0).i32(3).mul() : code().get(0).i32(i).xor().call(i + 1).i32(i).add().get(0).mul(),
    })), { params: [I32], results: [I32], code: code().get(0).call(0) }],
  })],
  "call-ring": [5000, "functions that call the next two, in a ring", (n) => module({
    functions: [...range(n).map((i) => ({
      params: [I32], results: [I32],
      code: code().get(0).eqz().if().i32(i).return().end().get(0).i32(1).sub().call((i + 1) % n)
        .get(0).i32(1).shrU().call((i + 7) % n).add(),
    })), { params: [I32], results: [I32], code: code().get(0).i32(7).and().call(0) }],
  })],
  "nested-blocks": [20_000, "nested blocks, each left conditionally", (n) => {
    const body = code().local(1, I32);
    for (let i = 0; i < n; i++) body.block();
    for (let i = 0; i < n; i++) body.get(0).i32(i).eq().branchIf((i * 7) % (n - i)).get(1).i32(i).xor().i32(3).add().set(1).end();
    return one(I32, body.get(1));
  }],
  "nested-else": [10_000, "ifs in elses", (n) => {
    const body = code().local(1, I32);
    for (let i = 0; i < n; i++) body.get(0).i32(i * 3).eq().if().i32(i * 5).set(1).else();
    for (let i = 0; i < n; i++) body.end();
    return one(I32, body.get(1));
  }],
  "nested-if-results": [5000, "ifs with results in conditions", (n) => {
    const body = code();
    body.get(0);
    for (let i = 0; i < n; i++) body.i32(i).ne().if(I32).get(0).i32(i).add().else().get(0).i32(i * 3).xor().end();
    return one(I32, body);
  }],
  "if-sequence": [10_000, "ifs one after the other", (n) => {
    const body = code().local(2, I32);
    for (let i = 0; i < n; i++) body.get(0).i32(i).ltU().if().get(1).i32(i).xor().set(1).else().get(2).get(1).add().set(2).end();
    return one(I32, body.get(1).get(2).add());
  }],
  "loop-sequence": [3000, "loops one after the other", (n) => {
    const body = code().local(2, I32);
    for (let i = 0; i < n; i++) {
      body.get(0).i32(7).and().set(1).loop().get(2).i32(i).xor().i32(3).mul().set(2).get(1).i32(1).sub().tee(1).i32(0).put(0x4a)
        .branchIf(0).end();
    }
    return one(I32, body.get(2));
  }],
  "memory-loops": [1500, "loops over memory one after the other", (n) => {
    const body = code().local(2, I32);
    for (let i = 0; i < n; i++) {
      body.i32(0).set(1).loop().get(1).get(1).load(64 + 4 * (i % 1000)).i32(i).add().store(4 * (i % 777)).get(1).i32(4).add().tee(1)
        .get(0).i32(60).and().ltU().branchIf(0).end();
    }
    return one(I32, body.get(1).load(0));
  }],
  "switch-in-loop": [3000, "cases of an interpreter's loop", (n) => {
    const body = code().local(3, I32).get(0).set(1).i32(100).set(3);
    body.loop();
    for (let i = 0; i <= n; i++) body.block();
    body.get(1).i32(n).remU().table(range(n), n);
    for (let i = 0; i < n; i++) {
      body.end().get(2).i32(i).xor().i32(i % 31).rotl().set(2).get(1).i32(i * 7).add().get(2).add().set(1)
        .get(3).i32(1).sub().tee(3).branchIf(n - i);
      body.get(2).return();
    }
    body.end().end();
    return one(I32, body.get(2));
  }],
  "interpreter": [600, "cases with memory in an interpreter's loop", (n) => {
    const body = code().local(8, I32).get(0).set(1).i32(100).set(3);
    body.loop();
    for (let i = 0; i <= n; i++) body.block();
    body.get(1).get(1).load8(0).add().i32(n).remU().table(range(n), n);
    for (let i = 0; i < n; i++) {
      const a = 2 + i % 6, b = 2 + (i * 5 + 1) % 6;
      body.end().get(a).i32(0xfff).and().get(b).store(0).get(b).i32(0xff8).and().load(4).get(a).add().set(b === 3 ? 2 : b)
        .get(1).i32(1).add().set(1).get(3).i32(1).sub().tee(3).branchIf(n - i);
      body.get(a).return();
    }
    body.end().end();
    return one(I32, body.get(2));
  }],
  // As Go has them: the places where a function can go on after it has been suspended are cases of one switch.
  "resumable-functions": [100, "functions that go on in the middle", (n) => {
    const cases = 24, first = 4, pointers = 6;
    const functions = range(n).map((number) => {
      const body = code().local(3 + pointers, I32).i32(2048).get(0).i32(0xf0).and().add().set(2).i32(200).set(3);
      for (let i = 0; i < pointers; i++) body.get(2).set(first + i);
      body.loop();
      for (let i = 0; i <= cases; i++) body.block();
      body.get(1).table(range(cases), cases);
      for (let i = 0; i < cases; i++) {
        const a = first + i % pointers, b = first + (5 * i + number + 1) % pointers;
        body.end().get(a).get(a).load(8 * i).get(b).load(8).add().store(16).get(b).i32(8).add().i32(0xff8).and().set(a)
          .get(a).load(4).i32(1).and().if().get(3).load(8 * i).set(0).get(b).i32(16).sub().i32(0xff8).and().set(b).end()
          .get(3).i32(1).sub().tee(3).eqz().if().get(b).load(16).get(0).add().return().end()
          .i32((7 * i + number) % cases).get(0).i32(1).and().add().set(1).branch(cases - i);
      }
      body.end().end();
      return { params: [I32], results: [I32], code: body.get(2) };
    });
    const last = code();
    last.get(0);
    // Each twice, so that they are not all inlined into one function.
    for (let i = 0; i < 2 * n; i++) last.call(i % n);
    return module({ functions: [...functions, { params: [I32], results: [I32], code: last }] });
  }],
  "straight-line": [20_000, "dependent operations", (n) => {
    const body = code().local(4, I64).get(0).set(1);
    for (let i = 0; i < n; i++) {
      body.get(1 + i % 4).get(1 + (i * 7 + 3) % 4).put([0x7c, 0x85, 0x7e, 0x7d][i % 4]).i64(i).rotl64().set(1 + (i + 1) % 4);
    }
    return one(I64, body.get(1).get(2).xor64());
  }],
  "expression-tree": [8192, "leaves of a balanced expression", (n) => {
    const body = code();
    const tree = (from, to) => {
      if (to - from <= 1) return body.get(0).i64(from * 3 + 1).xor64();
      const middle = from + ((to - from) >> 1);
      tree(from, middle);
      tree(middle, to);
      body.put([0x7c, 0x7e, 0x7d][(from + to) % 3]);
    };
    tree(0, n);
    return one(I64, body);
  }],
  "selects": [5000, "dependent selects", (n) => {
    const body = code().local(1, I32).get(0).set(1);
    for (let i = 0; i < n; i++) body.get(1).i32(i).add().get(1).i32(3 * i).xor().get(0).i32(i).ltU().select().set(1);
    return one(I32, body.get(1));
  }],
  "select-tree": [4096, "selects of selects", (n) => {
    const body = code().local(1, I32);
    const tree = (from, to) => {
      if (to - from <= 1) return body.get(0).i32(from).mul();
      const middle = from + ((to - from) >> 1);
      tree(from, middle);
      tree(middle, to);
      body.get(0).i32(from + to).ltS().select();
    };
    tree(0, n);
    return one(I32, body);
  }],
  "divisions": [3000, "i64 divisions", (n) => {
    const body = code().local(1, I64).get(0).set(1);
    for (let i = 0; i < n; i++) body.get(1).get(0).i64(i).add64().put([0x7f, 0x80, 0x81, 0x82][i % 4]).get(0).xor64().set(1);
    return one(I64, body.get(1));
  }],
  "constant-stores": [10_000, "stores to constant addresses", (n) => {
    const body = code();
    for (let i = 0; i < n; i++) body.i32(8 * ((i * 7) % 12_000)).get(0).i32(i).add().store(0);
    return one(I32, body.i32(8).load(0));
  }],
  "constant-loads": [10_000, "loads from constant addresses", (n) => {
    const body = code().get(0);
    for (let i = 0; i < n; i++) body.i32(8 * ((i * 7) % 12_000)).load(0).add();
    return one(I32, body);
  }],
  "loads-stores": [5000, "loads from and stores to unrelated addresses", (n) => {
    const body = code().local(1, I32);
    for (let i = 0; i < n; i++) body.get(1).i32(0xfffc).and().get(1).i32(i).xor().get(0).i32(0xfffc).and().load(4 * i).add().tee(1).store(4 * i);
    return one(I32, body.get(1));
  }],
  "byte-copies": [8000, "bytes copied one by one", (n) => {
    const body = code();
    for (let i = 0; i < n; i++) body.i32(1000).get(0).i32(4000).get(0).load8(i).put(0x3a, 0, ...unsigned(i));
    for (let i = 0; i < n; i++) body.drop().drop();
    return one(I32, body.get(0));
  }],
  "byte-moves": [8000, "bytes moved one by one", (n) => {
    const body = code();
    for (let i = 0; i < n; i++) body.get(0).get(0).load8(i + 1).put(0x3a, 0, ...unsigned(i + 20_000));
    return one(I32, body.get(0).load8(20_000));
  }],
  "branchy-memory": [3000, "conditional stores", (n) => {
    const body = code().local(1, I32);
    for (let i = 0; i < n; i++) {
      body.get(0).load(4 * i).i32(i).ltU().if().get(0).get(1).store(4 * i + 8).else().get(0).load(4 * i + 12).set(1).end();
    }
    return one(I32, body.get(1));
  }],
  "phi-web": [200, "locals changed in a number of conditions", (n) => {
    const body = code().local(n, I32);
    for (let i = 1; i <= n; i++) body.get(0).i32(i).mul().set(i);
    for (let i = 0; i < n * 2; i++) {
      body.get(0).i32(i).ltU().if();
      for (let j = 0; j < 8; j++) body.get(1 + (i * 3 + j) % n).get(1 + (i * 7 + j * 11) % n).add().set(1 + (i * 5 + j) % n);
      body.end();
    }
    body.get(0);
    for (let i = 1; i <= n; i++) body.get(i).xor();
    return one(I32, body);
  }],
  "rotating-locals": [1000, "locals rotated in a loop", (n) => {
    const body = code().local(n + 2, I32);
    for (let i = 1; i <= n; i++) body.get(0).i32(i).mul().set(i);
    body.i32(9).set(n + 2).loop().get(1).set(n + 1);
    for (let i = 1; i < n; i++) body.get(i + 1).set(i);
    body.get(n + 1).get(0).add().set(n).get(n + 2).i32(1).sub().tee(n + 2).branchIf(0).end().get(0);
    for (let i = 1; i <= n; i++) body.get(i).xor();
    return one(I32, body);
  }],
  "parameters": [450, "parameters of a function", (n) => {
    const callee = code().get(0);
    for (let i = 1; i < n; i++) callee.get(i).xor().i32(i).rotl();
    const caller = code();
    for (let i = 0; i < n; i++) caller.get(0).i32(i).mul();
    return module({ functions: [
      { params: Array(n).fill(I32), results: [I32], code: callee },
      { params: [I32], results: [I32], code: caller.call(0) },
    ] });
  }],
  "results": [450, "results of a function", (n) => {
    const callee = code();
    for (let i = 0; i < n; i++) callee.get(0).i32(i).mul();
    const caller = code().get(0).call(0);
    for (let i = 1; i < n; i++) caller.xor().i32(i).rotl();
    return module({ functions: [
      { params: [I32], results: Array(n).fill(I32), code: callee },
      { params: [I32], results: [I32], code: caller },
    ] });
  }],
  "many-calls": [5000, "calls in one function", (n) => {
    const body = code().get(0);
    for (let i = 0; i < n; i++) body.i32(i).xor().call(0);
    return module({ functions: [
      { params: [I32], results: [I32], code: code().get(0).eqz().if().i32(3).return().end().get(0).i32(1).shrU().call(0).get(0).mul() },
      { params: [I32], results: [I32], code: body },
    ] });
  }],
  "inlined": [2000, "calls of one small function", (n) => {
    const body = code().get(0);
    for (let i = 0; i < n; i++) body.i32(i).xor().call(0);
    return module({ functions: [
      { params: [I32], results: [I32], code: code().get(0).i32(5).rotl().get(0).mul().i32(77).xor().get(0).add() },
      { params: [I32], results: [I32], code: body },
    ] });
  }],
  "inlining-tree": [11, "functions that call the one before twice", (n) => module({
    functions: range(n).map((i) => ({
      params: [I32], results: [I32],
      code: i === 0 ? code().get(0).i32(3).mul() : code().get(0).i32(i).xor().call(i - 1).get(0).call(i - 1).add(),
    })),
  })],
  "indirect-calls": [4000, "indirect calls", (n) => {
    const body = code().get(0);
    for (let i = 0; i < n; i++) body.get(0).i32(i).add().i32(63).and().put(0x11, 0, 0);
    return module({ table: 64, functions: [
      ...range(64).map((i) => ({ params: [I32], results: [I32], code: code().get(0).i32(i).mul() })),
      { params: [I32], results: [I32], code: body },
    ] });
  }],
  "globals": [10_000, "globals, all changed", (n) => {
    const body = code();
    for (let i = 0; i < n; i++) body.globalGet(i).get(0).add64().globalSet((i * 7 + 1) % n);
    return module({ globals: n, functions: [{ params: [I64], results: [I64], code: body.globalGet(1) }] });
  }],
  "global-chain": [10_000, "changes of one global", (n) => {
    const body = code();
    for (let i = 0; i < n; i++) body.globalGet(0).get(0).add64().i64(i).rotl64().globalSet(0).get(0).wrap().i32(7).and().load64(8 * i).globalSet(1);
    return module({ globals: 2, pages: 4, functions: [{ params: [I64], results: [I64], code: body.globalGet(0).globalGet(1).add64() }] });
  }],
  "stack-frames": [4000, "functions with frames on the shadow stack", (n) => module({
    globals: 1,
    functions: [...range(n).map((i) => ({
      params: [I32], results: [I32],
      code: code().local(1, I32).globalGet(0).wrap().i32(32).sub().tee(1).extendU().globalSet(0).get(1).get(0).store(4)
        .get(1).load(4).i32(i).xor().set(0).get(0).i32(7).and().eqz().if().get(0).call((i * 7 + 1) % n).set(0).end()
        .get(1).i32(32).add().extendU().globalSet(0).get(0),
    })), {
      params: [I32], results: [I32],
      code: code().put(0x42, ...signed(0x10000)).globalSet(0).get(0).i32(1).or().call(0),
    }],
  })],
  "data-segments": [20_000, "data segments", (n) => module({
    segments: range(n).map((i) => [4096 + 6 * i % 120_000, [i & 255, 3, i >> 8]]),
    functions: [{ params: [I32], results: [I32], code: code().get(0).load(4096) }],
  })],
  "element-segments": [20_000, "element segments of one element", (n) => module({
    table: n,
    functions: [
      ...range(50).map((i) => ({ params: [I32], results: [I32], code: code().get(0).i32(i).mul() })),
      { params: [I32], results: [I32], code: code().get(0).get(0).i32(31).and().put(0x11, 0, 0) },
    ],
    elements: range(n).map((index) => [index, index % 50]),
  })],
  "tiny-functions": [20_000, "functions of one instruction, in a table", (n) => module({
    table: n,
    functions: [
      ...range(n).map((i) => ({ params: [I32], results: [I32], code: code().get(0).i32(i).mul() })),
      { params: [I32], results: [I32], code: code().get(0).get(0).put(0x11, 0, 0) },
    ],
  })],
  "constants": [10_000, "different wide constants", (n) => {
    const body = code().get(0);
    for (let i = 0; i < n; i++) body.put(0x42, ...[0, 1, 2, 3, 4, 5, 6, 7].map((k) => 128 | ((i * 37 + k * 11 + (i >> 3)) & 127)), i & 63).add64();
    return one(I64, body);
  }],
  "equal-constants": [5000, "uses of one wide constant, in branches", (n) => {
    const body = code().local(1, I64).get(0).set(1);
    for (let i = 0; i < n; i++) {
      body.get(1).i64(i).ne64().if().get(1).put(0x42, 0xef, 0x9b, 0xaf, 0xcd, 0xf8, 0xac, 0xd1, 0x91, 0x01).mul64().i64(i).xor64().set(1).end();
    }
    return one(I64, body.get(1));
  }],
  "branches-to-one": [10_000, "branches with a value to one block", (n) => {
    const body = code().block(I32);
    for (let i = 0; i < n; i++) body.get(0).i32(i).xor().get(0).i32(i * 3).eq().branchIf(0).drop();
    return one(I32, body.i32(1).end());
  }],
  "returns": [10_000, "conditional returns", (n) => {
    const body = code();
    for (let i = 0; i < n; i++) body.get(0).i32(i * 3).eq().if().i32(i * 7).return().end();
    return one(I32, body.i32(1));
  }],
  "traps": [10_000, "conditional traps", (n) => {
    const body = code();
    for (let i = 0; i < n; i++) body.get(0).i32(i * 3 + 1000).eq().if().unreachable().end();
    return one(I32, body.get(0));
  }],
  "many-tables": [500, "br_tables of 40 targets", (n) => {
    const body = code().local(1, I32);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= 40; j++) body.block();
      body.get(0).get(1).add().i32(63).and().table(range(40), 40);
      for (let j = 0; j < 40; j++) body.end().get(1).i32(i * 41 + j).xor().set(1).branch(39 - j);
      body.end();
    }
    return one(I32, body.get(1));
  }],
  "bounds-checked": [5000, "checked accesses", (n) => {
    const body = code().local(1, I32);
    for (let i = 0; i < n; i++) body.get(0).get(1).add().get(1).i32(i).xor().store(4 * i).get(1).get(0).load(8 * i).add().set(1);
    return one(I32, body.get(1));
  }, ["--bounds-checks"]],
  "loop-carried": [2000, "accumulators in a loop over memory", (n) => {
    const body = code().local(n, I32).local(1, I32).i32(40).set(n + 1).loop();
    for (let i = 1; i <= n; i++) body.get(i).get(n + 1).load(4 * i).add().set(i);
    body.get(n + 1).i32(4).sub().tee(n + 1).branchIf(0).end().get(0);
    for (let i = 1; i <= n; i++) body.get(i).xor();
    return one(I32, body);
  }],
  "invariants": [3000, "invariant loads in nested loops", (n) => {
    const body = code().local(3, I32).i32(4).set(1).loop().i32(4).set(2).loop();
    for (let i = 0; i < n; i++) body.get(3).get(0).i32(12).and().load(4 * i).get(2).xor().add().set(3);
    body.get(2).i32(1).sub().tee(2).branchIf(0).end().get(1).i32(1).sub().tee(1).branchIf(0).end();
    return one(I32, body.get(3));
  }],
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [out, name, number] = process.argv.slice(2);
  if (out === "--list") {
    for (const [name, [usual, counts, , options = []]] of Object.entries(shapes)) {
      console.log([name, usual, counts, ...options].join("\t"));
    }
  } else if (out && shapes[name]) {
    writeFileSync(out, shapes[name][2](Number(number ?? shapes[name][0])));
  } else {
    console.error("usage: node shapes.mjs OUT SHAPE [NUMBER] | --list");
    process.exit(2);
  }
}
