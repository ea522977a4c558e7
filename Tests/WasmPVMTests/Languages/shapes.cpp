// Classes, templates and lambdas with debug information, for the share of code whose source is known.
//
//   clang++-19 --target=wasm32 -O2 -g -fno-exceptions -fno-rtti -nostdlib -Wl,--no-entry -o shapes.wasm shapes.cpp
//
typedef unsigned int u32;
typedef unsigned long long u64;

extern "C" void __cxa_pure_virtual() { __builtin_trap(); }

struct Shape {
  virtual u32 area() const = 0;
  virtual u32 edges() const { return 0; }
};

struct Box final : Shape {
  u32 width, height;
  Box(u32 w, u32 h) : width(w), height(h) {}
  u32 area() const override { return width * height; }
  u32 edges() const override { return 2 * (width + height); }
};

struct Disc final : Shape {
  u32 radius;
  explicit Disc(u32 r) : radius(r) {}
  u32 area() const override {
    u32 area = 0;
    for (u32 y = 0; y < radius; y++) {
      u32 x = 0;
      while (x * x + y * y < radius * radius) x++;
      area += x;
    }
    return 4 * area;
  }
};

// A fixed-size array of anything that can be compared.
template <typename Element, u32 capacity> struct Sorted {
  Element elements[capacity];
  u32 count = 0;

  template <typename Less> bool insert(Element element, Less less) {
    if (count == capacity) return false;
    u32 place = count++;
    while (place > 0 && less(element, elements[place - 1])) {
      elements[place] = elements[place - 1];
      place--;
    }
    elements[place] = element;
    return true;
  }
};

template <typename Element> static Element largest(const Element *values, u32 count) {
  Element result = 0;
  for (u32 i = 0; i < count; i++)
    if (values[i] > result) result = values[i];
  return result;
}

static Sorted<u32, 32> areas;
static Sorted<u64, 8> squares;
static u32 output[3];

__attribute__((noinline)) static u32 measure(const Shape &shape) {
  u32 area = shape.area() + shape.edges();
  areas.insert(area, [](u32 a, u32 b) { return a < b; });
  squares.insert((u64)area * area, [](u64 a, u64 b) { return a > b; });
  return area;
}

extern "C" __attribute__((export_name("main"))) u64 run(const unsigned char *arguments, u32 size) {
  for (u32 i = 0; i + 1 < size; i += 2) {
    Box box(arguments[i], arguments[i + 1]);
    Disc disc(arguments[i] & 15);
    output[0] += measure(i % 4 == 0 ? static_cast<const Shape &>(box) : disc);
  }
  output[1] = largest(areas.elements, areas.count);
  output[2] = (u32)largest(squares.elements, squares.count);
  return (u64)sizeof output << 32 | (u32)(__UINTPTR_TYPE__)output;
}
