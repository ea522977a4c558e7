// Records of several kinds that are read in place, up to the last byte of a region and back to its first: what is read in front of a
// branch must be what the program reads anyway.
import { Module, access, constant, get, loads, numeric, set, tee } from "./module.mjs";

const [at, length, position, end, tag, sum] = [0, 1, 2, 3, 4, 5];
const page = 4096;

// Where the last record ends (read forward) or the first begins (read backward), if all are so many bytes.
const regions = {
  // The arguments end with a page, and so does what is mapped; in front of them nothing is.
  argumentsEnd: { backward: false, start: (size) => [...get(at), ...get(length), numeric.i32.add, ...constant("i32", size), numeric.i32.sub] },
  argumentsStart: { backward: true, start: () => get(at) },
  memoryEnd: { backward: false, start: (size) => constant("i32", 65536 - size) },
  memoryStart: { backward: true, start: () => constant("i32", 0) },
};

// Makes the module, and what the records are.
export function records(random) {
  const module = new Module();
  const name = random.pick(Object.keys(regions));
  const { backward, start } = regions[name];

  // A record has its kind in the first byte or, read backward, in the last; some fields are read only if another is odd.
  const shapes = Array.from({ length: random.from(2, 5) }, (_, index) => ({ size: index === 0 ? 1 : random.pick([1, 2, 4, 8, 9, 16, 24, 40, 80]) }));
  const field = ({ size }) => {
    const type = random.pick(["i32", "i64"]);
    const [opcode, bytes] = random.pick(loads[type].filter(([, bytes]) => bytes <= size));
    const offset = random.once(3) ? size - bytes : random.below(size - bytes + 1);
    const address = backward ? [...get(position), ...constant("i32", size), numeric.i32.sub] : get(position);
    return [...address, ...access(opcode, offset), ...(type === "i32" ? [numeric.i64.extend_i32_u] : [])];
  };
  const noted = (value) => {
    const step = random.pick([[...constant("i64", 7), numeric.i64.rotl], [...constant("i64", 31), numeric.i64.mul], [...constant("i64", 5), numeric.i64.add]]);
    return [...value, ...get(sum), ...step, numeric.i64.xor, ...set(sum)];
  };
  const fields = (shape, depth) => Array.from({ length: random.from(0, 3) }, () => {
    if (depth === 0 || random.once(2)) return noted(field(shape));
    const condition = [...field(shape), ...constant("i64", 1 << random.below(8)), numeric.i64.and, numeric.i64.eqz];
    return [...condition, 0x04, 0x40, ...fields(shape, depth - 1), ...(random.once(2) ? [0x05, ...fields(shape, depth - 1)] : []), 0x0b];
  }).flat();
  const step = ({ size }) => [...get(position), ...constant("i32", size), backward ? numeric.i32.sub : numeric.i32.add, ...set(position)];
  const readTag = () => backward ? [...get(position), ...constant("i32", 1), numeric.i32.sub, ...access(0x2d, 0)] : [...get(position), ...access(0x2d, 0)];
  // The next record's kind, if there is one, in front of the loop's end or not at all.
  const peek = () => random.once(3) ? [...get(position), ...get(end), numeric.i32.ne, 0x04, 0x40, ...noted([...readTag(), numeric.i64.extend_i32_u]), 0x0b] : [];
  const cases = (index) => index === shapes.length - 1
    ? [...fields(shapes[index], 2), ...step(shapes[index])]
    : [...get(tag), ...constant("i32", index), numeric.i32.eq, 0x04, 0x40, ...fields(shapes[index], 2), ...step(shapes[index]), 0x05, ...cases(index + 1), 0x0b];

  // The records.
  const chosen = Array.from({ length: random.from(1, 30) }, () => random.below(shapes.length));
  const bytes = chosen.flatMap((kind) => {
    const record = Array.from({ length: shapes[kind].size }, () => random.below(256));
    record[backward ? record.length - 1 : 0] = kind;
    return record;
  });
  const pages = Math.ceil(bytes.length / page) * page;
  const padding = Array(pages - bytes.length).fill(0);
  const isArguments = name.startsWith("arguments");
  const input = isArguments ? (backward ? [...bytes, ...padding] : [...padding, ...bytes]) : [];
  if (!isArguments) module.data.push({ offset: backward ? 0 : 65536 - bytes.length, bytes });

  const first = backward ? [...start(), ...constant("i32", bytes.length), numeric.i32.add] : start(bytes.length);
  const last = backward ? start() : [...start(bytes.length), ...constant("i32", bytes.length), numeric.i32.add];
  const body = [
    ...first, ...set(position), ...last, ...set(end),
    0x03, 0x40, ...readTag(), ...tee(tag), ...(random.once(2) ? noted([numeric.i64.extend_i32_u]) : [0x1a]),
    ...cases(0), ...peek(), ...get(position), ...get(end), numeric.i32.ne, 0x0d, 0, 0x0b,
    ...constant("i32", 8192), ...get(sum), ...access(0x37, 0),
    ...constant("i64", (8n << 32n) | 8192n),
  ];
  module.exports.push(["main", 0, module.function(["i32", "i32"], ["i64"], ["i32", "i32", "i32", "i64"], body)]);
  return { module, args: Buffer.from(input).toString("hex") };
}
