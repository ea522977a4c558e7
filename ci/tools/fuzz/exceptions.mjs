// Programs that throw, in both forms of exceptions: the older one (try, catch, rethrow), which node knows, and the final one
// (try_table, throw_ref). The same tree is written twice; both have to do what the first does in node.
import { Code } from "./code.mjs";
import { Module, access, call, callIndirect, constant, get, numeric, set, signed, type, unsigned } from "./module.mjs";
import { edge } from "./random.mjs";

const valueTypes = ["i32", "i64", "f32", "f64", "v128"];
const storeOf = { i32: [0x36], i64: [0x37], f32: [0x38], f64: [0x39], v128: [0xfd, 0x0b] };
const drop = 0x1a;

// Writes a list of nodes.
//
// - labels: what the enclosing labels stand for, the innermost last.
function write(nodes, form, labels) {
  const depth = (label, from = labels) => from.length - 1 - from.lastIndexOf(label);
  const inside = (body, ...more) => write(body, form, [...labels, ...more]);
  return nodes.flatMap((node) => {
    switch (node.kind) {
      case "plain": return node.code;
      case "throw": return [...node.values, 0x08, ...unsigned(node.tag)];
      case "rethrow": return form.isFinal ? [...get(form.reference(node.clause)), 0x0a] : [0x09, ...unsigned(depth(node.clause.of))];
      case "if": return [...node.condition, 0x04, 0x40, ...inside(node.body, {}), 0x0b];
      case "break": return [...node.condition, 0x0d, ...unsigned(depth(node.loop))];
      case "loop": {
        // The counter goes down to zero; a local of its own.
        const next = [...get(node.counter), ...constant("i32", 1), numeric.i32.sub, 0x22, ...unsigned(node.counter)];
        return [
          ...constant("i32", node.rounds), ...set(node.counter), 0x02, 0x40, 0x03, 0x40, ...inside(node.body, node, {}), ...next, 0x0d, 0, 0x0b, 0x0b,
        ];
      }
      default: return form.isFinal ? tryTable(node, form, labels, inside) : oldTry(node, inside);
    }
  });
}

function oldTry(node, inside) {
  const clauses = node.clauses.flatMap((clause) => [
    ...(clause.tag === undefined ? [0x19] : [0x07, ...unsigned(clause.tag), ...clause.sets]), ...inside(clause.body, node),
  ]);
  return [0x06, 0x40, ...inside(node.body, node), ...clauses, 0x0b];
}

// A block for each clause, from whose end the handler goes on, and one for the end of all of them.
function tryTable(node, form, labels, inside) {
  const done = {};
  const blocks = node.clauses.map(() => ({}));
  const around = (index) => [done, ...blocks.slice(index).reverse()];
  const results = (clause) => [...(clause.tag === undefined ? [] : clause.types), ...(clause.takesReference ? ["exnref"] : [])];
  const blockType = (names) => (names.length === 0 ? [0x40] : names.length === 1 ? [type(names[0])] : signed(form.module.type([], names)));
  const table = node.clauses.flatMap((clause, index) => {
    const kind = (clause.tag === undefined ? 2 : 0) + (clause.takesReference ? 1 : 0);
    return [kind, ...(clause.tag === undefined ? [] : unsigned(clause.tag)), ...unsigned(index)];
  });
  let code = [0x1f, 0x40, ...unsigned(node.clauses.length), ...table, ...inside(node.body, ...around(0), {}), 0x0b];
  node.clauses.forEach((clause, index) => {
    const exit = [0x0c, ...unsigned(blocks.length - index)];
    code = [
      0x02, ...blockType(results(clause)), ...code, ...exit, 0x0b,
      ...(clause.takesReference ? set(form.reference(clause)) : []), ...(clause.sets ?? []), ...inside(clause.body, ...around(index + 1)),
    ];
  });
  return [0x02, 0x40, ...code, 0x0b];
}

// Makes the tree of a function.
class Tree {
  constructor(random, locals, tags, calls) {
    this.random = random;
    this.tags = tags;
    this.locals = locals;
    this.code = new Code(random, locals, { divides: false, calls });
    this.clauses = [];
    this.loops = [];
    this.references = [];
  }

  condition() { return [...this.code.value("i32", 2), ...constant("i32", this.random.pick([1, 1, 3, 4])), numeric.i32.and]; }

  // A value of any type.
  value(name) {
    switch (name) {
      case "f32": return [...this.code.value("i32", 1), 0xbe];
      case "f64": return [...this.code.value("i64", 1), 0xbf];
      case "v128": return [...this.code.value("i64", 1), 0xfd, 0x12, ...this.code.value("i64", 1), 0xfd, 0x1e, 1];
      default: return this.code.value(name, 2);
    }
  }

  throwNode() {
    const tag = this.random.below(this.tags.length);
    return { kind: "throw", tag, values: this.tags[tag].flatMap((name) => this.value(name)) };
  }

  // Throws again what an enclosing clause has caught, sometimes.
  rethrowNode() {
    const clause = this.random.pick(this.clauses);
    clause.takesReference = true;
    const node = { kind: "rethrow", clause };
    return this.random.once(2) ? node : { kind: "if", condition: this.condition(), body: [node] };
  }

  // Sets locals to what a clause brings, or drops it.
  sets(types) {
    return [...types].reverse().flatMap((name) => {
      const candidates = this.locals.map((type, index) => ({ type, index })).filter(({ type, index }) => type === name && !this.code.reserved.has(index));
      return candidates.length === 0 || this.random.once(6) ? [drop] : set(this.random.pick(candidates).index);
    });
  }

  // A try with its clauses.
  //
  // - catchesAll: whether there is a clause for what the others do not catch.
  tryNode(depth, catchesAll = this.random.once(3)) {
    const { random } = this;
    const node = { kind: "try", body: this.statements(random.from(1, 3), depth - 1), clauses: [] };
    if (!random.once(3)) node.body.push(random.once(2) ? this.throwNode() : { kind: "if", condition: this.condition(), body: [this.throwNode()] });
    const order = random.shuffled(this.tags.map((_, index) => index)).slice(0, random.below(this.tags.length + 1));
    if (order.length === 0 || catchesAll) order.push(undefined);
    for (const tag of order) {
      const clause = { of: node, tag, types: tag === undefined ? [] : this.tags[tag], takesReference: random.once(3), body: [] };
      clause.sets = this.sets(clause.types);
      this.references.push(clause);
      this.clauses.push(clause);
      clause.body = this.statements(random.from(0, 2), depth - 1);
      if (random.once(2)) clause.body.push(this.rethrowNode());
      this.clauses.pop();
      node.clauses.push(clause);
    }
    return node;
  }

  loopNode(depth) {
    const counter = this.locals.findIndex((name, index) => name === "i32" && index > 2 && !this.code.reserved.has(index));
    if (counter < 0) return { kind: "plain", code: this.code.statement(1) };
    const node = { kind: "loop", counter, rounds: this.random.from(1, 5) };
    this.code.reserved.add(counter);
    this.loops.push(node);
    node.body = this.statements(this.random.from(1, 3), depth - 1);
    this.loops.pop();
    this.code.reserved.delete(counter);
    return node;
  }

  statement(depth) {
    const { random } = this;
    const choice = random.below(depth <= 0 ? 8 : 14);
    switch (choice) {
      case 0: return { kind: "if", condition: this.condition(), body: [this.throwNode()] };
      case 1: if (this.clauses.length > 0) return this.rethrowNode(); break;
      case 2: if (this.loops.length > 0) return { kind: "break", loop: random.pick(this.loops), condition: this.condition() }; break;
      case 3: return random.once(4) ? this.throwNode() : { kind: "plain", code: this.code.call() };
      case 4: return { kind: "plain", code: this.code.call() };
      case 8: return { kind: "if", condition: this.condition(), body: this.statements(random.from(1, 2), depth - 1) };
      case 9: return this.loopNode(depth);
      case 10: case 11: case 12: case 13: return this.tryNode(depth);
      default: break;
    }
    return { kind: "plain", code: this.code.statement(1) };
  }

  statements(count, depth) { return Array.from({ length: count }, () => this.statement(depth)); }
}

// One program in both forms.
export function exceptions(random) {
  const forms = [false, true].map((isFinal) => ({ isFinal, module: new Module() }));
  const each = (body) => forms.map((form) => body(form.module))[0];
  const unary = each((module) => module.type(["i32"], ["i64"]));
  const tags = Array.from({ length: random.from(1, 4) }, () =>
    Array.from({ length: random.pick([0, 1, 1, 1, 2, 4]) }, () => random.pick(valueTypes)));
  each((module) => { module.tags = tags.map((names) => module.type(names, [])); });
  const calls = [];
  const count = random.from(1, 4);
  const vector = [...get(0), 0xfd, 0x11];
  // Writes a function in both forms.
  const add = (parameters, results, locals, tree, nodes, before, after) => forms.map((form) => {
    const all = [...parameters, ...locals];
    const places = new Map(tree.references.map((clause, index) => [clause, all.length + index]));
    form.reference = (clause) => places.get(clause);
    const own = form.isFinal ? [...locals, ...tree.references.map(() => "exnref")] : locals;
    return form.module.function(parameters, results, own, [...before, ...write(nodes, form, [{}]), ...after]);
  })[0];
  const localTypes = () => ["i32", "i32", "i64", "f32", "f64", "v128", ...Array.from({ length: random.below(5) }, () => random.pick(valueTypes))];
  for (let index = 0; index < count; index++) {
    const locals = localTypes();
    const tree = new Tree(random, ["i32", ...locals], tags, [...calls]);
    const nodes = tree.statements(random.from(1, 3), 2);
    // What it returns depends on its vector, too.
    const lane = [...get(6), 0xfd, 0x1d, random.below(2)];
    const own = add(["i32"], ["i64"], locals, tree, nodes, [...vector, ...set(6)], [...tree.code.value("i64", 2), ...lane, numeric.i64.xor]);
    calls.push({ parameters: ["i32"], results: ["i64"], emit: () => call(own) });
    const slot = index;
    calls.push({
      parameters: ["i32"], results: ["i64"],
      emit: (code) => [...constant("i32", 0), ...code.value("i32", 1), numeric.i32.and, ...constant("i32", slot), numeric.i32.or, ...callIndirect(unary)],
    });
    each((module) => {
      module.table = { minimum: count };
      module.elements = [{ offset: 0, functions: Array.from({ length: count }, (_, slot) => Math.min(slot, index)) }];
    });
  }
  const locals = localTypes();
  const tree = new Tree(random, ["i32", "i32", ...locals], tags, calls);
  tree.code.reserved = new Set([0, 1]);
  const before = [2, 3].flatMap((local) => [...get(0), ...access(0x28, 8 * random.below(8)), ...set(local)]);
  before.push(...constant("i64", edge(random, 64)), ...set(4));
  const all = ["i32", "i32", ...locals];
  const after = all.flatMap((name, index) => (index < 2 ? [] : [...constant("i32", 2048 + 16 * index), ...get(index), ...storeOf[name], 0, 0]));
  after.push(...constant("i64", BigInt(2048 + 16 * all.length) << 32n));
  // Mostly what a clause throws is caught, too.
  const nodes = Array.from({ length: random.from(2, 4) }, () => {
    const node = { kind: "try", body: [tree.tryNode(3)] };
    node.clauses = [{ of: node, tag: undefined, types: [], takesReference: false, body: [] }];
    return random.once(12) ? node.body[0] : node;
  });
  const main = add(["i32", "i32"], ["i64"], locals, tree, nodes, before, after);
  each((module) => module.exports.push(["main", 0, main]));
  const bytes = Buffer.alloc(64);
  for (let index = 0; index < 8; index++) bytes.writeBigInt64LE(edge(random, 64), 8 * index);
  return { module: forms[0].module, variants: [forms[1].module], args: bytes.toString("hex") };
}
