// Runs one WASI program in node: MODULE FOLDER TEST, where the test is JSON with args, env and files.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { argv } from 'node:process';
import { WASI } from 'node:wasi';

const [path, folder, text] = argv.slice(2);
const test = JSON.parse(text);
const wasi = new WASI({
  version: 'preview1', args: [basename(path), ...(test.args ?? [])],
  env: Object.fromEntries((test.env ?? []).map((entry) => entry.split(/=(.*)/s).slice(0, 2))),
  preopens: test.files ? { '/': folder } : {}, returnOnExit: true,
});
const { instance } = await WebAssembly.instantiate(readFileSync(path), wasi.getImportObject());
process.exitCode = wasi.start(instance);
