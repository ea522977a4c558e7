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
