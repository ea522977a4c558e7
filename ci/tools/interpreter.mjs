// Makes the hot loop of the interpreter from rows: what each instruction does, and which sequences of instructions are executed at once.
//
//   node ci/tools/interpreter.mjs            writes the generated files of Sources/PVMVM
//   node ci/tools/interpreter.mjs --check    fails if they are not what the rows make
//
// The rows are in Sources/PVMVM/Interpreter/Rows. From one row per sequence come its operation, the form that predecoding looks for, and
// the code that executes it, which is that of its instructions with linked operands in machine registers.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const rowsFolder = "Sources/PVMVM/Interpreter/Rows";
const read = (path) => readFileSync(join(root, path), "utf8");
const fail = (message) => {
  console.error(`interpreter: ${message}`);
  process.exit(1);
};

/** The rows of a file: place, first word and the rest; comments behind the first empty line are titles of rows. */
const rows = (name) => {
  const lines = read(`${rowsFolder}/${name}`).split("\n");
  const start = lines.indexOf("");
  return lines.flatMap((line, index) => {
    const text = line.trim();
    if (text === "" || index < start) return [];
    if (text.startsWith("# ")) return [{ title: text.slice(2) }];
    const [first, ...rest] = text.split(/\s+/);
    return [{ place: `${rowsFolder}/${name}:${index + 1}`, first, rest }];
  });
};

// MARK: Instructions

/** The instruction set: mnemonics and cases in order. */
const opcodes = (() => {
  const text = read("Sources/PVM/InstructionSet/Opcode.swift");
  const caseOf = new Map();
  for (const [, name, mnemonic] of text.matchAll(/case \.`?(\w+)`?:\s*InstructionRow\(\s*"(\w+)"/g)) caseOf.set(mnemonic, name);
  const order = [...text.matchAll(/^ {2}\/\/ Format (\w+)$|^ {2}case `?(\w+)`? = \d+$/gm)];
  return { caseOf, order };
})();

/** The steps of each instruction, by mnemonic. */
const instructions = new Map();
for (const { title, place, first, rest } of rows("instructions.txt")) {
  if (title) continue;
  if (!opcodes.caseOf.has(first)) fail(`${place}: no instruction '${first}'`);
  if (instructions.has(first)) fail(`${place}: '${first}' has a row already`);
  instructions.set(first, { place, steps: rest.join(" ").split("; ") });
}
for (const mnemonic of opcodes.caseOf.keys()) {
  if (!instructions.has(mnemonic)) fail(`${rowsFolder}/instructions.txt: no row for '${mnemonic}'`);
}

/** An expression as Swift: operands of the frame, or the names of results that stand for them. */
const expression = (text, names) => {
  const signed = text.startsWith("signed ");
  const operand = (letter) => names[letter] ?? `frame.${letter}`;
  return text.replace(/^signed /, "")
    .replace(/\bwide\b/, "frame.wideX")
    .replace(/\b[a-z]\w*(?=\()/g, (name) => `Semantics.${name}`)
    .replace(/\b[ABXY]\b/g, (letter) => (signed ? `Int64(bitPattern: ${operand(letter)})` : operand(letter)));
};
/** The address of "[B + X]". */
const address = (text, names) => expression(text.replace(" + ", " &+ "), names);

/**
 * The Swift statements of one step.
 * - names: the results that stand for operands
 * - result: the name that its own result gets, or nothing
 * - isLast: whether nothing of the same operation follows
 */
function statements(step, { names, result, isLast, place }) {
  let match;
  if ((match = step.match(/^stop (\w+)$/))) return [`return .${match[1]}`];
  if (step === "skip") return ["unsafe frame.ip += 1"];
  if ((match = step.match(/^branch (true|false)$/))) return [`if unsafe !frame.branch(${match[1]}) { return .blockUnpaid }`];
  if ((match = step.match(/^branch (.+)$/))) return [`if unsafe !frame.branch(${expression(match[1], names)}) { return .blockUnpaid }`];
  if ((match = step.match(/^jump \[(.+)\]$/))) return [`if let stop = unsafe frame.jump(${address(match[1], names)}) { return stop }`];
  if ((match = step.match(/^load (U?)Int(\d+) \[(.+)\]$/))) {
    const operands = `UInt${match[2]}.self, ${address(match[3], names)}`;
    const signed = match[1] ? "" : "Signed";
    return result
      ? [`guard let ${result} = unsafe frame.passLoad${signed}(${operands}) else { return .load }`]
      : [`if unsafe !frame.load${signed}(${operands}) { return .load }`];
  }
  if ((match = step.match(/^store (UInt\d+) \[(.+)\] (.+)$/))) {
    return [`if unsafe !frame.store(${match[1]}.self, ${address(match[2], names)}, ${expression(match[3], names)}) { return .store }`];
  }
  if ((match = step.match(/^([AD]) = (.+) if (.+)$/))) {
    const [, register, value, condition] = match;
    if (!isLast) {
      const selected = `${expression(condition, names)} ? ${expression(value, names)} : ${expression(register, names)}`;
      return [`${result ? `let ${result} = ` : ""}unsafe frame.pass${register}(${selected})`];
    }
    return [
      `if unsafe ${expression(condition, names)} { unsafe frame.set${register}(${expression(value, names)}) }`, "unsafe frame.ip += 1",
    ];
  }
  if ((match = step.match(/^([AD]) = (.+)$/))) {
    const value = expression(match[2], names);
    if (isLast) return [`unsafe frame.finish${match[1]}(${value})`];
    return [`${result ? `let ${result} = ` : ""}unsafe frame.pass${match[1]}(${value})`];
  }
  return fail(`${place}: cannot read '${step}'`);
}

/** The Swift statements of an instruction, which may be the last of a sequence. */
function body(mnemonic, context) {
  const { place, steps } = instructions.get(mnemonic);
  if (steps.length === 1) return statements(steps[0], { ...context, place });
  // The register is set first, but where the code goes is decided by the old values.
  const set = steps[0].match(/^A = (.+)$/);
  const jump = steps[1]?.match(/^jump \[(.+)\]$/);
  if (!set || steps.length !== 2 || !context.isLast) fail(`${place}: cannot read '${steps.join("; ")}'`);
  const setting = `unsafe frame.setA(${expression(set[1], context.names)})`;
  if (!jump) return [setting, ...statements(steps[1], { ...context, place })];
  return [
    `let target = unsafe ${address(jump[1], context.names)}`, setting, "if let stop = unsafe frame.jump(target) { return stop }",
  ];
}

// MARK: Sequences

/** The sequences: instructions, and the operand of each but the first that is the result before it. */
const sequences = rows("sequences.txt").filter((row) => !row.title).map(({ place, first, rest }) => {
  const parts = [first, ...rest].map((word) => {
    const [mnemonic, link] = word.split(".");
    if (!opcodes.caseOf.has(mnemonic)) fail(`${place}: no instruction '${mnemonic}'`);
    if (link !== undefined && link !== "a" && link !== "b") fail(`${place}: '${word}': a link is .a or .b`);
    return { mnemonic, name: opcodes.caseOf.get(mnemonic), link: link ?? "none" };
  });
  if (parts.length < 2) fail(`${place}: a sequence has at least two instructions`);
  if (parts[0].link !== "none") fail(`${place}: nothing precedes the first instruction`);
  for (const { mnemonic } of parts.slice(0, -1)) {
    if (instructions.get(mnemonic).steps.some((step) => /^(branch|jump|stop|skip)/.test(step))) {
      fail(`${place}: '${mnemonic}' can only be the last of a sequence`);
    }
  }
  for (const [index, { link }] of parts.entries()) {
    if (link !== "none" && instructions.get(parts[index - 1].mnemonic).steps[0].startsWith("store")) {
      fail(`${place}: '${parts[index - 1].mnemonic}' has no result`);
    }
  }
  const name = parts.map(({ name }, index) => (index ? name[0].toUpperCase() + name.slice(1) : name)).join("");
  return { place, name, parts };
});
for (const [index, sequence] of sequences.entries()) {
  const other = sequences.findIndex(({ name }) => name === sequence.name);
  if (other !== index) fail(`${sequence.place}: the same as ${sequences[other].place}`);
}
// One operation more is that of counting.
if (opcodes.caseOf.size + sequences.length + 1 > 256) fail("more operations than a byte has values");

/** The Swift statements of a sequence. */
const sequenceBody = ({ parts }) =>
  parts.flatMap(({ mnemonic, link }, index) =>
    body(mnemonic, {
      names: link === "none" ? {} : { [link.toUpperCase()]: ["first", "second", "third"][index - 1] },
      result: parts[index + 1] && parts[index + 1].link !== "none" ? ["first", "second", "third"][index] : undefined,
      isLast: index === parts.length - 1,
    }));

// MARK: Files

const header = (files) => `// Generated by ci/tools/interpreter.mjs from ${files} in Interpreter/Rows; do not edit.
// swift-format-ignore-file
`;
const quoted = (name) => (name === "fallthrough" ? "`fallthrough`" : name);

/** Lines of names, at most as wide as the format allows. */
const wrapped = (names, indent, first) => {
  const lines = [];
  let line = first;
  names.forEach((name, index) => {
    const word = name + (index < names.length - 1 ? "," : "");
    if (line.length + 1 + word.length > 100) {
      lines.push(line);
      line = `${indent}  ${word}`;
    } else {
      line += ` ${word}`;
    }
  });
  return [...lines, line].join("\n");
};

/** The enumeration of operations. */
const operations = () => {
  const groups = [];
  for (const [, format, name] of opcodes.order) {
    if (format) groups.push({ comment: `Instructions of the format \`${format}\`.`, names: [] });
    else groups.at(-1).names.push(quoted(name));
  }
  for (const { name, parts } of sequences) {
    const comment = `Sequences that begin with \`${parts[0].name}\`.`;
    if (groups.at(-1).comment !== comment) groups.push({ comment, names: [] });
    groups.at(-1).names.push(name);
  }
  return `${header("instructions.txt and sequences.txt")}
internal import PVM

#if hasFeature(Embedded)
  /// What the hot loop does at an entry: in the PVM-in-PVM guest one instruction, because recognizing
  /// sequences would make loading dearer.
  typealias Operation = Opcode
#else
  /// What the hot loop does at an entry: one instruction, or a sequence of them at once.
  ///
  /// The instructions come first, under the names and in the order of \`Opcode\`; the sequences are
  /// described by \`FusedForm\`. One enumeration for both, so that the loop has one jump table.
  enum Operation: UInt8, CaseIterable, Sendable {
${groups.map(({ comment, names }) => `    /// ${comment}\n${wrapped(names, "    ", "    case")}`).join("\n")}
    /// Counts that a block is entered; only in programs that are profiled.
    case countEntry
  }
#endif
`;
};

/** The forms of the sequences. */
const forms = () => `${header("sequences.txt")}
#if !hasFeature(Embedded)
  internal import PVM

  extension FusedForm {
    /// All forms, in the order of \`Operation\`.
    package static let all: [FusedForm] = [
${sequences.map(({ name, parts }) =>
    `      FusedForm(.${name}, [${parts.map((part) => `.${part.name}`).join(", ")}], [${
      parts.slice(1).map((part) => `.${part.link}`).join(", ")}]),`).join("\n")}
    ]
  }
#endif
`;

/** A case of the loop. */
const loopCase = (name, lines, indent) => [`${indent}case .${name}:`, ...lines.map((line) => `${indent}  ${line}`)].join("\n");

/** The loop. */
const loop = () => {
  const plain = rows("instructions.txt").map(({ title, first }) =>
    title ? `      // MARK: ${title}` : loopCase(opcodes.caseOf.get(first), body(first, { names: {}, isLast: true }), "      "));
  const fused = sequences.map((sequence) => loopCase(sequence.name, sequenceBody(sequence), "        "));
  return `${header("instructions.txt and sequences.txt")}
internal import PVM

extension FastInterpreter {
  /// The loop itself.
  @inline(__always)
  static func loop(_ frame: inout ExecutionFrame) -> ExecutionStop {
    while true {
      switch unsafe frame.ip.pointee.operation {
${plain.join("\n")}
      #if !hasFeature(Embedded)
        // MARK: Sequences
${fused.join("\n")}
        // MARK: Profiling
        case .countEntry:
          unsafe frame.countEntry()
      #endif
      }
    }
  }
}
`;
};

let stale = 0;
for (const [path, text] of [
  ["Sources/PVMVM/Predecode/Operation.swift", operations()],
  ["Sources/PVMVM/Predecode/FusedForm+Rows.swift", forms()],
  ["Sources/PVMVM/Interpreter/FastInterpreter+Loop.swift", loop()],
]) {
  if (process.argv[2] !== "--check") {
    writeFileSync(join(root, path), text);
  } else if (read(path) !== text) {
    console.error(`interpreter: ${path} is not what the rows make; run: node ci/tools/interpreter.mjs`);
    stale += 1;
  }
}
process.exit(stale ? 1 : 0);
