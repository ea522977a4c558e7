// Compares WASI programs on the PVM with the same programs under node's WASI, byte by byte.
//
//   node ci/tools/wasi/compare.mjs WASM_PVM CASES FOLDER
//
// FOLDER has NAME.wasm for each case; the programs' files, which node sees as "/", are in CASES's folder under `files`.
// A program is built once for each level and what is packed into it, and run for each input. WASI_OPTIONS has further options for `build`;
// WASM_PVM_JOBS is the number of processes at the same time, by default one for each core.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [command, casesFile, folder] = process.argv.slice(2);
const files = join(dirname(casesFile), 'files');
const temporary = mkdtempSync(join(tmpdir(), 'wasi-'));
const levels = [['--opt', '0'], ['--opt', '2'], ['--opt', 'z'], ['--opt', '2', '--bounds-checks']];

// All files below a folder, by their paths in it.
function list(path, prefix = '') {
  return readdirSync(path).sort().flatMap((name) =>
    statSync(join(path, name)).isDirectory() ? list(join(path, name), `${prefix}${name}/`) : [`${prefix}${name}`]);
}

// Runs a command: its status and what it writes.
function execute(file, arguments_, input = 'ignore') {
  return new Promise((resolve) => {
    const child = spawn(file, arguments_, { stdio: [input, 'pipe', 'pipe'] });
    const [output, messages] = [[], []];
    child.stdout.on('data', (data) => output.push(data));
    child.stderr.on('data', (data) => messages.push(data));
    child.on('close', (status, signal) => resolve({
      status: status ?? signal, output: Buffer.concat(output), messages: Buffer.concat(messages).toString(),
    }));
  });
}

// At most so many things at a time.
const limit = Number(process.env.WASM_PVM_JOBS ?? availableParallelism());
const waiting = [];
let active = 0;
async function limited(work) {
  while (active >= limit) await new Promise((resolve) => waiting.push(resolve));
  active += 1;
  try {
    return await work();
  } finally {
    active -= 1;
    waiting.shift()?.();
  }
}

// Runs a program in node: its exit code and what it writes.
async function node(module, test, input) {
  const runner = fileURLToPath(new URL('node.mjs', import.meta.url));
  const file = openSync(input);
  const result = await execute(process.execPath, ['--no-warnings', runner, module, files, JSON.stringify(test)], file);
  closeSync(file);
  return { code: result.status, output: result.output, messages: result.messages };
}

// The program files that have been built, by what they were built from.
const built = new Map();
function build(module, test, options) {
  const arguments_ = ['--wasi', ...(process.env.WASI_OPTIONS ?? '').split(' ').filter(Boolean), ...options];
  for (const text of test.args ?? []) arguments_.push(`--wasi-arg=${text}`);
  for (const text of test.env ?? []) arguments_.push(`--wasi-env=${text}`);
  if (test.files) for (const path of list(files)) arguments_.push(`--wasi-file=${path}=${join(files, path)}`);
  const key = JSON.stringify([module, arguments_]);
  if (!built.has(key)) {
    const program = join(temporary, `${built.size}.jam`);
    const building = execute(command, ['build', module, '-o', program, ...arguments_]);
    built.set(key, building.then((result) => ({ program, ...result })));
  }
  return built.get(key);
}

// Runs a program on the PVM; the code is 0 for a halt, and what the log says for a panic.
let runs = 0;
async function pvm(module, test, input, options) {
  const { program, status, messages: complaints } = await build(module, test, options);
  if (status !== 0) return { code: `build: ${status}`, output: Buffer.alloc(0), messages: complaints, report: '' };
  const output = join(temporary, `output-${runs++}`);
  const result = await execute(command, ['run', program, '--args-file', input, '--gas', '20000000000', '-o', output]);
  const exit = /wasi: exit code (\d+)/.exec(result.messages);
  return {
    code: exit ? Number(exit[1]) : result.status,
    output: existsSync(output) ? readFileSync(output) : Buffer.alloc(0),
    messages: result.messages, report: result.output.toString(),
  };
}

let checks = 0;
let failures = 0;
const fail = (...lines) => { failures += 1; console.log(lines.join('\n  ')); };
async function check(test, number) {
  const module = join(folder, `${test.program}.wasm`);
  const input = join(temporary, `input-${number}`);
  writeFileSync(input, test.repeat ? test.input.repeat(test.repeat) : test.input ?? '');
  const expected = test.expected === undefined ? await limited(() => node(module, test, input))
    : { code: test.code ?? 0, output: Buffer.from(test.expected.join('\n') + '\n'), messages: '' };
  if (test.code !== undefined && !test.panics && expected.code !== test.code)
    fail(`wasi: ${test.program}: node's exit code is ${expected.code}, not ${test.code}`, expected.messages);
  // Node 20 runs the older form of exceptions only; the final one has to do the same.
  const forms = test.exceptions ? ['', '.exnref'] : [''];
  await Promise.all(forms.flatMap((form) => levels.map((options) => [form, options])).map(async ([form, options]) => {
    const result = await limited(() => pvm(module.replace('.wasm', `${form}.wasm`), test, input, options));
    checks += 1;
    const label = `wasi: ${test.program}${form} ${(test.args ?? []).join(' ')} ${options.join(' ')}`;
    if (test.panics ? result.code !== 3 : result.code !== expected.code)
      fail(`${label}: exit code ${result.code}, expected ${expected.code}`, result.report, result.messages);
    // A panic has no output.
    else if (expected.code === 0 && !result.output.equals(expected.output))
      fail(`${label}: another output`, `expected ${JSON.stringify(expected.output.toString())}`,
        `found    ${JSON.stringify(result.output.toString())}`);
    if (test.log && !result.messages.includes(test.log))
      fail(`${label}: the log does not contain ${JSON.stringify(test.log)}`, result.messages);
  }));
}

await Promise.all(JSON.parse(readFileSync(casesFile)).map(check));
rmSync(temporary, { recursive: true });
console.log(`wasi: ${checks - failures} of ${checks} runs as expected`);
process.exit(failures ? 1 : 0);
