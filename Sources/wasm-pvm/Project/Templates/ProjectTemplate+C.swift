extension ProjectTemplate {
  /// C.
  static let c = ProjectTemplate(
    "c", "C", needs: ["clang-19", "wasm-ld-19"], install: clangInstallation,
    commands: [
      "clang-19 --target=wasm32 -std=c17 -Os -g -Wall -Wextra -mbulk-memory -nostdlib -Wl,--no-entry "
        + "-o build/{{name}}.wasm src/service.c"
    ],
    files: [
      jamHeader,
      File(
        path: "src/service.c",
        text: #"""
          // {{name}}: a JAM service. A work item brings numbers of 8 bytes, little-endian. refine, off the chain, adds them up; accumulate, on
          // it, adds the sum to the total in the service's storage.
          #include "jam.h"

          static uint8_t buffer[4096];

          // Reads a natural number in the protocol's variable length and moves behind it.
          static uint64_t natural(const uint8_t **from) {
            const uint8_t *bytes = *from;
            uint32_t first = bytes[0], more = 0;
            while (more < 8 && first & 0x80u >> more) more++;
            uint64_t value = 0;
            for (uint32_t i = 0; i < more; i++) value |= (uint64_t)bytes[1 + i] << 8 * i;
            if (more < 8) value |= (uint64_t)(first & 0x7fu >> more) << 8 * more;
            *from = bytes + 1 + more;
            return value;
          }

          static uint64_t load(const uint8_t *from) {
            uint64_t value;
            __builtin_memcpy(&value, from, sizeof value);
            return value;
          }

          static void store(uint8_t *to, uint64_t value) { __builtin_memcpy(to, &value, sizeof value); }

          JAM_ENTRY(refine) uint64_t refine(const uint8_t *arguments, uint32_t size) {
            (void)size;
            natural(&arguments);  // the core
            uint64_t item = natural(&arguments);
            uint64_t length = jam_fetch(buffer, 0, sizeof buffer, JAM_PAYLOAD, item, 0);
            if (length > sizeof buffer || length % 8 != 0) __builtin_trap();
            uint64_t sum = 0;
            for (uint64_t at = 0; at < length; at += 8) sum += load(buffer + at);
            store(buffer, sum);
            return jam_output(buffer, 8);
          }

          // The sum that an input brings: 0 for a transfer and for an item whose refine failed.
          static uint64_t sum_of(const uint8_t *input) {
            if (*input != 0) return 0;
            input += 129;     // the kind and four hashes
            natural(&input);  // gas
            if (*input++ != 0) return 0;
            return natural(&input) == 8 ? load(input) : 0;
          }

          static const char key[] = "total", target[] = "{{name}}", message[] = "total updated";

          JAM_ENTRY(accumulate) uint64_t accumulate(const uint8_t *arguments, uint32_t size) {
            (void)size;
            natural(&arguments);  // the timeslot
            natural(&arguments);  // this service
            uint64_t count = natural(&arguments);
            uint8_t value[8] = {0};
            jam_read(JAM_SELF, key, sizeof key - 1, value, 0, sizeof value);
            uint64_t total = load(value);
            for (uint64_t i = 0; i < count; i++) {
              if (jam_fetch(buffer, 0, sizeof buffer, JAM_INPUT, i, 0) > sizeof buffer) __builtin_trap();
              total += sum_of(buffer);
            }
            store(value, total);
            if (jam_write(key, sizeof key - 1, value, sizeof value) == JAM_FULL) __builtin_trap();
            jam_log(JAM_HELPFUL, target, sizeof target - 1, message, sizeof message - 1);
            return jam_output(value, 0);
          }

          """#),
    ])

  /// C++.
  static let cPlusPlus = ProjectTemplate(
    "cpp", "C++", needs: ["clang++-19", "wasm-ld-19"], install: clangInstallation,
    commands: [
      "clang++-19 --target=wasm32 -std=c++20 -Os -g -Wall -Wextra -mbulk-memory -fno-exceptions -fno-rtti "
        + "-fno-threadsafe-statics -nostdlib -Wl,--no-entry -o build/{{name}}.wasm src/service.cpp"
    ],
    files: [
      jamHeader,
      File(
        path: "src/service.cpp",
        text: #"""
          // {{name}}: a JAM service. A work item brings numbers of 8 bytes, little-endian. refine, off the chain, adds them up; accumulate, on
          // it, adds the sum to the total in the service's storage.
          #include "jam.h"

          namespace {

          uint8_t buffer[4096];

          // Reads from left to right what the protocol encodes.
          class Reader {
           public:
            explicit Reader(const uint8_t *bytes) : next(bytes) {}

            void skip(uint32_t count) { next += count; }

            // A number of so many bytes.
            uint64_t number(uint32_t size) {
              uint64_t value = 0;
              for (uint32_t i = 0; i < size; i++) value |= uint64_t{*next++} << 8 * i;
              return value;
            }

            // A natural number in the protocol's variable length.
            uint64_t natural() {
              uint32_t first = *next++, more = 0;
              while (more < 8 && first & 0x80u >> more) more++;
              uint64_t low = number(more);
              return more < 8 ? low | uint64_t{first & 0x7fu >> more} << 8 * more : low;
            }

           private:
            const uint8_t *next;
          };

          void store(uint8_t *to, uint64_t value) { __builtin_memcpy(to, &value, sizeof value); }

          // The sum that an input brings: 0 for a transfer and for an item whose refine failed.
          uint64_t sum_of(Reader input) {
            if (input.number(1) != 0) return 0;
            input.skip(4 * 32);  // hashes
            input.natural();     // gas
            if (input.number(1) != 0) return 0;
            return input.natural() == 8 ? input.number(8) : 0;
          }

          constexpr char key[] = "total", target[] = "{{name}}", message[] = "total updated";

          }  // namespace

          JAM_ENTRY(refine) uint64_t refine(const uint8_t *arguments, uint32_t) {
            Reader reader(arguments);
            reader.natural();  // the core
            uint64_t length = jam_fetch(buffer, 0, sizeof buffer, JAM_PAYLOAD, reader.natural(), 0);
            if (length > sizeof buffer || length % 8 != 0) __builtin_trap();
            Reader payload(buffer);
            uint64_t sum = 0;
            for (uint64_t at = 0; at < length; at += 8) sum += payload.number(8);
            store(buffer, sum);
            return jam_output(buffer, 8);
          }

          JAM_ENTRY(accumulate) uint64_t accumulate(const uint8_t *arguments, uint32_t) {
            Reader reader(arguments);
            reader.natural();  // the timeslot
            reader.natural();  // this service
            uint64_t count = reader.natural();
            uint8_t value[8] = {};
            jam_read(JAM_SELF, key, sizeof key - 1, value, 0, sizeof value);
            uint64_t total = Reader(value).number(8);
            for (uint64_t i = 0; i < count; i++) {
              if (jam_fetch(buffer, 0, sizeof buffer, JAM_INPUT, i, 0) > sizeof buffer) __builtin_trap();
              total += sum_of(Reader(buffer));
            }
            store(value, total);
            if (jam_write(key, sizeof key - 1, value, sizeof value) == JAM_FULL) __builtin_trap();
            jam_log(JAM_HELPFUL, target, sizeof target - 1, message, sizeof message - 1);
            return jam_output(value, 0);
          }

          """#),
    ])

  /// How clang and its linker are installed.
  private static let clangInstallation =
    "apt-get install clang-19 lld-19 (Debian 12 or later); elsewhere LLVM 19 or later from https://releases.llvm.org, with the "
    + "commands' names changed in commands"
}
