// How much slower than usual this machine is right now, so that limits of processor time hold on machines that others use, too: there the
// same command takes several times as much of it as on a quiet one.
import { execFileSync } from "node:child_process";

/** What compiling `source` takes on the quiet machine that the limits were chosen on, in seconds of processor time (0.84 to 0.91). */
const usual = 0.85;

/** A C program for a compiler to optimize: always the same, with loops, switches and memory. */
const source = Array.from({ length: 150 }, (_, index) => `
unsigned f${index}(unsigned *p, unsigned n) {
  unsigned s = ${index};
  for (unsigned i = 0; i < n; i++) {
    switch (p[i] % ${3 + (index % 5)}) {
      case 0: s += p[i] * ${index + 3}; break;
      case 1: s ^= s << ${1 + (index % 13)}; p[i] = s; break;
      case 2: for (unsigned j = i; j < n; j += ${index + 1}) s = s * 31 + p[j]; break;
      default: s -= p[(s >> 3) % n];
    }
  }
  return s${index > 0 ? ` + f${index - 1}(p, n / 2)` : ""};
}`).join("\n");

/** How many times the usual processor time a fixed piece of work takes; at least 1. */
export function slowness() {
  const script = `TIMEFORMAT='%U %S'; time clang-19 --target=wasm32 -O2 -w -x c -c -o /dev/null - 2>/dev/null`;
  const output = execFileSync("bash", ["-c", `{ ${script}; } 2>&1`], { input: source, encoding: "utf8" });
  const [user, system] = output.trim().split(" ").map(Number);
  return Math.max(1, (user + system) / usual);
}
