// A random number generator with a seed (SplitMix64), and choices made with it.

const mask = (1n << 64n) - 1n;

// Mixes the bits of a number.
function mixed(z) {
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
  return z ^ (z >> 31n);
}

export class Random {
  constructor(seed, stream = 0) {
    this.state = mixed((mixed((BigInt(seed) + 1n) & mask) + BigInt(stream) * 0xd1b54a32d192ed03n) & mask);
  }

  // The next 64 bits, as a BigInt from 0.
  bits() {
    this.state = (this.state + 0x9e3779b97f4a7c15n) & mask;
    return mixed(this.state);
  }

  // A number below a limit.
  below(limit) { return Number(this.bits() % BigInt(limit)); }

  // A number from `low` to `high`.
  from(low, high) { return low + this.below(high - low + 1); }

  // True once in so many times.
  once(count) { return this.below(count) === 0; }

  // One of some things.
  pick(list) { return list[this.below(list.length)]; }

  // The things in another order.
  shuffled(list) {
    const result = [...list];
    for (let index = result.length - 1; index > 0; index--) {
      const other = this.below(index + 1);
      [result[index], result[other]] = [result[other], result[index]];
    }
    return result;
  }
}

// A number of some bits at the edge of something: of a width, of an immediate, of a page, or any number.
export function edge(random, bits) {
  const width = BigInt(bits);
  const near = BigInt(random.from(-3, 3));
  let value;
  switch (random.below(8)) {
    case 0: value = near; break;
    case 1: value = (1n << BigInt(random.below(bits + 1))) + near; break;
    case 2: value = -(1n << BigInt(random.below(bits + 1))) + near; break;
    case 3: value = (1n << (width - 1n)) + near; break;
    case 4: value = BigInt(random.pick([8, 16, 31, 32, 33, 63, 64, 127, 128, 255, 256, 4096, 65536, 131072])) + near; break;
    case 5: value = (1n << BigInt(random.below(bits))) - (1n << BigInt(random.below(bits))) + near; break;
    case 6: value = BigInt(random.from(-128, 127)); break;
    default: value = random.bits(); break;
  }
  return BigInt.asIntN(bits, value);
}

// The bits of a float of 32 or 64 bits at the edge of something: of the format, of an integer, of rounding, or any float.
export function floatEdge(random, bits) {
  const isDouble = bits === 64;
  const digits = isDouble ? 52n : 23n;
  const bias = isDouble ? 1023n : 127n;
  const sign = BigInt(random.below(2)) << BigInt(bits - 1);
  const infinity = (2n * bias + 1n) << digits;
  const quiet = 1n << (digits - 1n);
  const power = (exponent) => (BigInt(exponent) + bias) << digits;
  const ofNumber = (number) => {
    const buffer = Buffer.alloc(8);
    if (isDouble) buffer.writeDoubleLE(number); else buffer.writeFloatLE(number);
    return isDouble ? buffer.readBigUInt64LE() : BigInt(buffer.readUInt32LE());
  };
  let magnitude;
  switch (random.below(12)) {
    case 0: magnitude = 0n; break;
    case 1: magnitude = power(random.pick([0, 0, 1, -1])); break;
    case 2: magnitude = infinity; break;
    case 3: magnitude = infinity | random.pick([quiet, quiet, quiet | 1n, 1n, quiet - 1n, 2n * quiet - 1n, (random.bits() % quiet) | 1n]); break;
    // Subnormal numbers, the smallest normal one, the largest.
    case 4: magnitude = random.pick([1n, 2n, quiet, 2n * quiet - 1n, 2n * quiet, 2n * quiet + 1n, random.bits() % (2n * quiet), infinity - 1n, infinity - 2n]); break;
    case 5: magnitude = power(random.from(-Number(bias) + 1, Number(bias))); break;
    // Where integers and fractions end.
    case 6: case 7: magnitude = power(random.pick([8, 16, 23, 24, 31, 31, 32, 32, 52, 53, 63, 63, 64, 64, 127 - random.below(128)])) + BigInt(random.from(-2, 2)); break;
    case 8: magnitude = ofNumber(random.pick([0.5, 1.5, 2.5, 3.5, 0.25, 0.75, 0.1, 1 / 3, 4503599627370495.5, 8388607.5, 0.49999999999999994, 2147483647.5, 4294967295.5, 1e10])); break;
    case 9: magnitude = ofNumber(random.from(0, 300)); break;
    case 10: magnitude = power(random.from(-40, 70)) | (random.bits() % (2n * quiet)); break;
    default: magnitude = random.bits() % infinity; break;
  }
  return sign | magnitude;
}
