// What the C++ library of Debian lacks for WebAssembly, because it is built without exceptions: throwing, catching, and the
// personality function, which finds out whether a handler suits. For tests; one thread, no dependent exceptions.
//
// The tables are those of the Itanium C++ ABI as LLVM writes them for WebAssembly (lib/CodeGen/AsmPrinter/EHStreamer.cpp).
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <typeinfo>

namespace __cxxabiv1 {
// The part of libc++abi's type information that tells which handler suits; only the layout of its virtual functions counts.
class __shim_type_info : public std::type_info {
 public:
  virtual ~__shim_type_info();
  virtual void noop1() const;
  virtual void noop2() const;
  virtual bool can_catch(const __shim_type_info *thrown, void *&object) const = 0;
};
}  // namespace __cxxabiv1
using __cxxabiv1::__shim_type_info;

extern "C" {
// What the code around a catch tells about itself, and gets back.
struct {
  uintptr_t lpad_index;
  const uint8_t *lsda;
  uintptr_t selector;
} __wasm_lpad_context;
}

namespace {
struct Header {
  std::type_info *type;
  void *(*destructor)(void *);   // a destructor returns its argument in WebAssembly
  void *adjusted;
  Header *next;   // the exception caught before and still being handled
  int handlers;   // how many handlers are active; negative while it is thrown again
  size_t padding[3];
};

Header *caught;

Header *header_of(void *object) { return static_cast<Header *>(object) - 1; }

uintptr_t unsigned_leb(const uint8_t *&at) {
  uintptr_t result = 0;
  unsigned shift = 0;
  uint8_t byte;
  do {
    byte = *at++;
    result |= static_cast<uintptr_t>(byte & 0x7F) << shift;
    shift += 7;
  } while (byte & 0x80);
  return result;
}

intptr_t signed_leb(const uint8_t *&at) {
  uintptr_t result = 0;
  unsigned shift = 0;
  uint8_t byte;
  do {
    byte = *at++;
    result |= static_cast<uintptr_t>(byte & 0x7F) << shift;
    shift += 7;
  } while (byte & 0x80);
  if (byte & 0x40 && shift < 32) result |= ~uintptr_t{0} << shift;
  return static_cast<intptr_t>(result);
}

// The number of the handler's type that suits, or 0.
uintptr_t find_handler(Header *header) {
  const uint8_t *at = __wasm_lpad_context.lsda;
  if (*at++ != 0xFF) abort();   // the start of landing pads is left out
  const uint8_t encoding = *at++;
  const uint8_t *types = nullptr;
  if (encoding != 0xFF) {
    uintptr_t offset = unsigned_leb(at);
    types = at + offset;
  }
  at++;   // the encoding of call sites
  uintptr_t size = unsigned_leb(at);
  const uint8_t *actions = at + size;
  for (uintptr_t index = 0; at < actions; index++) {
    unsigned_leb(at);
    uintptr_t action = unsigned_leb(at);
    if (index != __wasm_lpad_context.lpad_index) continue;
    if (action == 0) return 0;
    const uint8_t *record = actions + action - 1;
    for (;;) {
      intptr_t number = signed_leb(record);
      if (number > 0) {
        auto *type = reinterpret_cast<const __shim_type_info *const *>(types)[-number];
        void *object = header + 1;
        if (type == nullptr) {
          header->adjusted = object;
          return static_cast<uintptr_t>(number);
        }
        // A pointer is caught by its value.
        if (type->can_catch(static_cast<const __shim_type_info *>(header->type), object)) {
          header->adjusted = object;
          return static_cast<uintptr_t>(number);
        }
      }
      const uint8_t *next = record;
      intptr_t offset = signed_leb(record);
      if (offset == 0) return 0;
      record = next + offset;
    }
  }
  return 0;
}

void destroy(Header *header) {
  if (header->destructor) header->destructor(header + 1);
  free(header);
}
}  // namespace

extern "C" {
void *__cxa_allocate_exception(size_t size) throw() {
  auto *header = static_cast<Header *>(calloc(1, sizeof(Header) + size));
  if (header == nullptr) std::terminate();
  return header + 1;
}

void __cxa_free_exception(void *object) throw() { free(header_of(object)); }

void __cxa_throw(void *object, std::type_info *type, void *(*destructor)(void *)) {
  Header *header = header_of(object);
  header->type = type;
  header->destructor = destructor;
  __builtin_wasm_throw(0, object);
}

int _Unwind_CallPersonality(void *object) {
  __wasm_lpad_context.selector = find_handler(header_of(object));
  return 0;
}

int __gxx_wasm_personality_v0(...) { return 0; }

void *__cxa_begin_catch(void *object) throw() {
  Header *header = header_of(object);
  header->handlers = (header->handlers < 0 ? -header->handlers : header->handlers) + 1;
  if (caught != header) {
    header->next = caught;
    caught = header;
  }
  return header->adjusted ? header->adjusted : object;
}

void *__cxa_get_exception_ptr(void *object) throw() { return header_of(object)->adjusted; }

void __cxa_end_catch() {
  Header *header = caught;
  if (header == nullptr) return;
  if (header->handlers < 0) {
    if (++header->handlers == 0) caught = header->next;
  } else if (--header->handlers == 0) {
    caught = header->next;
    destroy(header);
  }
}

void __cxa_rethrow() {
  Header *header = caught;
  if (header == nullptr) std::terminate();
  header->handlers = -header->handlers;
  header->adjusted = nullptr;
  __builtin_wasm_throw(0, header + 1);
}
}
