// Runs `main` of a module without imports and prints its output bytes in hexadecimal.
// Usage: node run-module.mjs FILE [ARGS-HEX]
import { readFileSync } from "node:fs";

const [file, hex = ""] = process.argv.slice(2);
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)));
const args = Buffer.from(hex, "hex");
const at = exports.memory.buffer.byteLength;
if (args.length > 0) {
  exports.memory.grow(Math.ceil(args.length / 65536));
  new Uint8Array(exports.memory.buffer).set(args, at);
}
const result = BigInt.asUintN(64, exports.main(at, args.length));
const start = Number(result & 0xffffffffn);
const bytes = exports.memory.buffer.slice(start, start + Number(result >> 32n));
console.log(Buffer.from(bytes).toString("hex"));
