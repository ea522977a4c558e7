// Compares WASI programs on the PVM with the same programs under node's WASI, byte by byte.
//
//   node ci/tools/wasi/compare.mjs WASM_PVM CASES FOLDER
//
// FOLDER has NAME.wasm for each case; the programs' files, which node sees as "/", are in CASES's folder under `files`.
// WASI_OPTIONS has further options for `run`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [command, casesFile, folder] = process.argv.slice(2);
const files = join(dirname(casesFile), 'files');
const temporary = mkdtempSync(join(tmpdir(), 'wasi-'));
const input = join(temporary, 'input');
const levels = [['--opt', '0'], ['--opt', '2'], ['--opt', 'z'], ['--opt', '2', '--bounds-checks']];

// All files below a folder, by their paths in it.
function list(path, prefix = '') {
  return readdirSync(path).sort().flatMap((name) =>
    statSync(join(path, name)).isDirectory() ? list(join(path, name), `${prefix}${name}/`) : [`${prefix}${name}`]);
}

// Runs a program in node: its exit code and what it writes.
function node(module, test) {
  const runner = fileURLToPath(new URL('node.mjs', import.meta.url));
  const result = spawnSync(process.execPath, ['--no-warnings', runner, module, files, JSON.stringify(test)], {
    stdio: [openSync(input), 'pipe', 'pipe'], maxBuffer: 1 << 26,
  });
  return { code: result.status, output: result.stdout, messages: result.stderr.toString() };
}

// Runs a program on the PVM; the code is 0 for a halt, and what the log says for a panic.
function pvm(module, test, options) {
  const output = join(temporary, 'output');
  rmSync(output, { force: true });
  const arguments_ = ['run', module, '--wasi', '--args-file', input, '--gas', '20000000000', '-o', output, ...(process.env.WASI_OPTIONS ?? '').split(' ').filter(Boolean), ...options];
  for (const text of test.args ?? []) arguments_.push(`--wasi-arg=${text}`);
  for (const text of test.env ?? []) arguments_.push(`--wasi-env=${text}`);
  if (test.files) for (const path of list(files)) arguments_.push(`--wasi-file=${path}=${join(files, path)}`);
  const result = spawnSync(command, arguments_, { maxBuffer: 1 << 26 });
  const messages = result.stderr.toString();
  const exit = /wasi: exit code (\d+)/.exec(messages);
  return {
    code: exit ? Number(exit[1]) : result.status,
    output: existsSync(output) ? readFileSync(output) : Buffer.alloc(0),
    messages, report: result.stdout.toString(),
  };
}

let checks = 0;
let failures = 0;
const fail = (...lines) => { failures += 1; console.log(lines.join('\n  ')); };
for (const test of JSON.parse(readFileSync(casesFile))) {
  const module = join(folder, `${test.program}.wasm`);
  writeFileSync(input, test.repeat ? test.input.repeat(test.repeat) : test.input ?? '');
  const expected = test.expected === undefined ? node(module, test)
    : { code: test.code ?? 0, output: Buffer.from(test.expected.join('\n') + '\n'), messages: '' };
  if (test.code !== undefined && !test.panics && expected.code !== test.code)
    fail(`wasi: ${test.program}: node's exit code is ${expected.code}, not ${test.code}`, expected.messages);
  // Node 20 runs the older form of exceptions only; the final one has to do the same.
  const forms = test.exceptions ? ['', '.exnref'] : [''];
  for (const [form, options] of forms.flatMap((form) => levels.map((options) => [form, options]))) {
    checks += 1;
    const result = pvm(module.replace('.wasm', `${form}.wasm`), test, options);
    const label = `wasi: ${test.program}${form} ${(test.args ?? []).join(' ')} ${options.join(' ')}`;
    if (test.panics ? result.code !== 3 : result.code !== expected.code)
      fail(`${label}: exit code ${result.code}, expected ${expected.code}`, result.report, result.messages);
    // A panic has no output.
    else if (expected.code === 0 && !result.output.equals(expected.output))
      fail(`${label}: another output`, `expected ${JSON.stringify(expected.output.toString())}`,
        `found    ${JSON.stringify(result.output.toString())}`);
    if (test.log && !result.messages.includes(test.log))
      fail(`${label}: the log does not contain ${JSON.stringify(test.log)}`, result.messages);
  }
}
rmSync(temporary, { recursive: true });
console.log(`wasi: ${checks - failures} of ${checks} runs as expected`);
process.exit(failures ? 1 : 0);
