// Fits the odds of `BranchHeuristic` to what branches did in runs.
//
//   node ci/tools/branch-odds.mjs FILE...
//
// Each file is what one program printed, with the counts of a run, after the estimate of frequencies:
//
//   wasm-pvm run MODULE ARGS --target gp-0.8 --profile-out PROFILE
//   wasm-pvm build MODULE --target gp-0.8 --profile-use PROFILE --dump-after block-frequencies -o OUT > FILE 2>&1
//
// Logistic regression of how often the first side is taken on what holds for it less what holds for the other. Each program weighs as much as
// any other, each branch as often as it ran. Prints the factor of each heuristic, and what a branch costs with the best marks by that
// estimate, by one that was fitted to the other programs, and by what really happened: 1 and 40 for each time a marked side is
// taken, 20 without a mark.
import { readFileSync } from "node:fs";

const names = [
  "leavesLoop", "isDeeper", "closesLoop", "calls", "switches", "isLong", "returns", "equalValues", "equalsConstant", "isNegative",
];

/// The functions of a dump, with what each block has.
function functionsOf(text) {
  const functions = [];
  let blocks, block;
  for (const line of text.split("\n")) {
    const header = /^(b\d+)(?:\(.*\))?(?: frequency ([\d.e+-]+))?(?: unlikely)?:$/.exec(line);
    if (line.startsWith("function ")) functions.push((blocks = new Map()));
    else if (header) blocks.set(header[1], (block = { frequency: Number(header[2] ?? 1), instructions: [] }));
    else if (line.startsWith("  ") && block) block.instructions.push(line.trim().replace(/ !\d+$/, ""));
    else if (line === "}") block = undefined;
  }
  for (const blocks of functions) {
    for (const block of blocks.values()) {
      const last = block.instructions.at(-1) ?? "";
      const ends = /^(ret|tail_call)/.test(last);
      block.successors = ends ? [] : [...last.matchAll(/\bb\d+\b/g)].map((match) => match[0]);
    }
  }
  return functions.filter((blocks) => blocks.size > 1);
}

/// Blocks in reverse postorder.
function order(blocks) {
  const [entry] = blocks.keys();
  const seen = new Set([entry]), stack = [[entry, 0]], result = [];
  while (stack.length) {
    const top = stack.at(-1), next = blocks.get(top[0]).successors[top[1]++];
    if (next === undefined) result.push(stack.pop()[0]);
    else if (!seen.has(next)) { seen.add(next); stack.push([next, 0]); }
  }
  return result.reverse();
}

/// Natural loops: the blocks of each by its header.
function loopsOf(sequence, incoming, blocks) {
  const position = new Map(sequence.map((name, index) => [name, index]));
  const dominator = new Map([[sequence[0], sequence[0]]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const name of sequence.slice(1)) {
      let common;
      for (const source of incoming.get(name)) {
        if (!dominator.has(source)) continue;
        if (common === undefined) { common = source; continue; }
        for (let other = source; other !== common; ) {
          if (position.get(other) > position.get(common)) other = dominator.get(other);
          else common = dominator.get(common);
        }
      }
      if (dominator.get(name) !== common) { dominator.set(name, common); changed = true; }
    }
  }
  const dominates = (other, name) => {
    while (position.get(name) > position.get(other)) name = dominator.get(name);
    return name === other;
  };
  const loops = new Map();
  for (const name of sequence) {
    for (const header of blocks.get(name).successors) {
      if (!dominates(header, name)) continue;
      if (!loops.has(header)) loops.set(header, new Set([header]));
      for (const work = [name]; work.length; ) {
        const inside = work.pop();
        if (loops.get(header).has(inside)) continue;
        loops.get(header).add(inside);
        work.push(...incoming.get(inside));
      }
    }
  }
  return loops;
}

/// The branches of a function: what holds for one side less what holds for the other, how often the first is taken, how often they ran.
function branchesOf(blocks) {
  const sequence = order(blocks);
  const incoming = new Map(sequence.map((name) => [name, []]));
  for (const name of sequence) for (const target of blocks.get(name).successors) incoming.get(target).push(name);
  const loops = loopsOf(sequence, incoming, blocks);
  const around = new Map(sequence.map((name) => [name, []]));
  for (const [header, members] of loops) for (const name of members) around.get(name).push(header);
  const innermost = (name) => around.get(name).toSorted((a, b) => loops.get(a).size - loops.get(b).size)[0];
  const isCold = new Map();
  for (const name of sequence.toReversed()) {
    const { instructions, successors } = blocks.get(name);
    isCold.set(name, instructions.at(-1) === "trap" || (successors.length > 0 && successors.every((target) => isCold.get(target))));
  }
  const returns = (name) => {
    for (let jumps = 0; jumps < 4; jumps++) {
      const { instructions, successors } = blocks.get(name);
      if (successors.length !== 1 || instructions.length > 2 || instructions.some((text) => text.includes("call"))) break;
      name = successors[0];
    }
    return blocks.get(name).instructions.at(-1)?.startsWith("ret") ?? false;
  };
  const result = [];
  for (const name of sequence) {
    const { frequency, instructions, successors } = blocks.get(name);
    const branch = /^branch_(\w+) (\S+), (\S+), b/.exec(instructions.at(-1) ?? "");
    const [first, second] = successors;
    if (!branch || successors.length !== 2 || first === second || frequency < 2 || successors.some((target) => isCold.get(target))) continue;
    const isSingle = (target) => incoming.get(target).length === 1;
    if (!successors.some(isSingle)) continue;
    const taken = isSingle(first) ? blocks.get(first).frequency : frequency - blocks.get(second).frequency;
    const loop = innermost(name);
    const sides = successors.map((target) => {
      const leaves = loop !== undefined && !loops.get(loop).has(target);
      const isOnly = isSingle(target) && !(leaves && successors.includes(loop));
      const body = blocks.get(target);
      return [
        leaves, around.get(target).length, target === loop, isOnly && body.instructions.some((text) => /(^| = )call /.test(text)),
        isOnly && body.successors.length > 2, isOnly ? Math.floor(Math.log2(body.instructions.length + 1)) : 0, returns(target),
      ].map(Number);
    });
    const values = sides[0].map((value, index) => value - sides[1][index]);
    const isImmediate = branch[1].endsWith("_imm"), operation = branch[1].replace("_imm", ""), constant = Number(branch[3]);
    const equality = { eq: 1, ne: -1 }[operation] ?? 0;
    const sign = Math.abs(constant) <= 1 && isImmediate ? { lt_s: 1, le_s: 1, ge_s: -1, gt_s: -1 }[operation] ?? 0 : 0;
    values.push(isImmediate ? 0 : equality, isImmediate && constant > 0 ? equality : 0, sign);
    result.push({ values, share: Math.min(1, Math.max(0, taken / frequency)), weight: frequency });
  }
  return result;
}

/// Solves a system of equations.
function solve(matrix, right) {
  const rows = matrix.map((row, index) => [...row, right[index]]);
  for (let column = 0; column < rows.length; column++) {
    const pivot = rows.slice(column).reduce((best, row) => (Math.abs(row[column]) > Math.abs(best[column]) ? row : best));
    rows.splice(rows.indexOf(pivot, column), 1);
    rows.splice(column, 0, pivot);
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[column] / pivot[column];
      for (let index = column; index < row.length; index++) row[index] -= factor * pivot[index];
    }
  }
  return rows.map((row, index) => row.at(-1) / row[index]);
}

const probability = (factors, values) => 1 / (1 + Math.exp(-values.reduce((sum, value, index) => sum + value * factors[index], 0)));

/// The logarithms of the factors, by Newton's method, with a slight preference for none.
function fit(branches) {
  const total = branches.reduce((sum, branch) => sum + branch.weight, 0), scale = Math.sqrt(branches.length) / total;
  let factors = names.map(() => 0);
  for (let round = 0; round < 30; round++) {
    const gradient = factors.map((factor) => 0.3 * factor);
    const curvature = names.map((_, row) => names.map((_, column) => (row === column ? 0.3 : 0)));
    for (const { values, share, weight } of branches) {
      const expected = probability(factors, values);
      for (let row = 0; row < names.length; row++) {
        if (values[row] === 0) continue;
        gradient[row] += scale * weight * (expected - share) * values[row];
        const slope = scale * weight * expected * (1 - expected) * values[row];
        for (let column = 0; column < names.length; column++) curvature[row][column] += slope * values[column];
      }
    }
    const step = solve(curvature, gradient);
    factors = factors.map((factor, index) => factor - step[index]);
  }
  return factors;
}

/// What a branch costs on average if the side is marked that is rare by an estimate.
function cost(branches, estimate) {
  let sum = 0, total = 0;
  for (const branch of branches) {
    const expected = estimate(branch), { share, weight } = branch;
    sum += weight * (expected < 0.475 ? 1 + 40 * share : expected > 0.525 ? 1 + 40 * (1 - share) : 20);
    total += weight;
  }
  return (sum / total).toFixed(2);
}

const programs = process.argv.slice(2).map((file) => {
  const branches = functionsOf(readFileSync(file, "utf8")).flatMap(branchesOf);
  const total = branches.reduce((sum, branch) => sum + branch.weight, 0);
  return branches.map((branch) => ({ ...branch, weight: branch.weight / total }));
});
const all = programs.flat();
if (all.length === 0) {
  console.error("usage: node branch-odds.mjs FILE...    (no branch that ran was found)");
  process.exit(2);
}
const factors = fit(all);
const held = new Map();
for (const program of programs) {
  const others = fit(programs.filter((other) => other !== program).flat());
  for (const branch of program) held.set(branch, others);
}
names.forEach((name, index) => console.log(`${name.padEnd(16)}${Math.exp(factors[index]).toFixed(2)}`));
console.log(`${all.length} branches of ${programs.length} programs; a branch costs ${cost(all, (branch) => probability(factors, branch.values))}, ` +
  `fitted to the other programs ${cost(all, (branch) => probability(held.get(branch), branch.values))}, ` +
  `at best ${cost(all, ({ share }) => (Math.min(share, 1 - share) * 40 + 1 > 20 ? 0.5 : share))}`);
