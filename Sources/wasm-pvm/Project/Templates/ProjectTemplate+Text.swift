extension ProjectTemplate {
  /// WebAssembly text.
  static let text = ProjectTemplate(
    "wat", "WebAssembly text", needs: ["wat2wasm"],
    install: "apt-get install wabt, or https://github.com/WebAssembly/wabt", commands: [],
    module: "src/service.wat",
    files: [
      File(
        path: "src/service.wat",
        text: #"""
          ;; {{name}}: a JAM service. A work item brings numbers of 8 bytes, little-endian. refine, off the chain, adds them up; accumulate, on
          ;; it, adds the sum to the total in the service's storage. Host calls are host_call_N with the index of Gray Paper {{gray-paper}} and N arguments.
          (module
            (import "env" "host_call_4" (func $host_call_4 (param i64 i64 i64 i64 i64) (result i64)))
            (import "env" "host_call_5" (func $host_call_5 (param i64 i64 i64 i64 i64 i64) (result i64)))
            (import "env" "host_call_6" (func $host_call_6 (param i64 i64 i64 i64 i64 i64 i64) (result i64)))
            (import "env" "pvm_ptr" (func $pvm_ptr (param i64) (result i64)))

            (memory (export "memory") 1)
            (data (i32.const 0) "total")           ;; the key in the storage
            (data (i32.const 16) "{{name}}")       ;; the log's target
            (data (i32.const 256) "total updated") ;; its message
            ;; 512: the sum or the total, 8 bytes; 1024: room for a payload or an input of 4096 bytes

            (global $at (mut i32) (i32.const 0))   ;; where $natural reads

            ;; The PVM address of an address, which is what the host understands.
            (func $address (param $at i32) (result i64)
              (call $pvm_ptr (i64.extend_i32_u (local.get $at))))

            ;; Reads a natural number in the protocol's variable length from $at and moves $at behind it.
            (func $natural (result i64)
              (local $first i32) (local $more i32) (local $i i32) (local $value i64)
              (local.set $first (i32.load8_u (global.get $at)))
              (local.set $more (i32.clz (i32.xor (i32.const -1) (i32.shl (local.get $first) (i32.const 24)))))
              (if (i32.gt_u (local.get $more) (i32.const 8)) (then (local.set $more (i32.const 8))))
              (global.set $at (i32.add (global.get $at) (i32.const 1)))
              (block $done
                (loop $next
                  (br_if $done (i32.eq (local.get $i) (local.get $more)))
                  (local.set $value
                    (i64.or (local.get $value)
                      (i64.shl
                        (i64.load8_u (i32.add (global.get $at) (local.get $i)))
                        (i64.extend_i32_u (i32.mul (local.get $i) (i32.const 8))))))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br $next)))
              (global.set $at (i32.add (global.get $at) (local.get $more)))
              (if (i32.lt_u (local.get $more) (i32.const 8))
                (then
                  (local.set $value
                    (i64.or (local.get $value)
                      (i64.shl
                        (i64.extend_i32_u
                          (i32.and (local.get $first) (i32.shr_u (i32.const 0x7f) (local.get $more))))
                        (i64.extend_i32_u (i32.mul (local.get $more) (i32.const 8))))))))
              (local.get $value))

            ;; Fetches a payload (13) or an input (15) to 1024; its size. Traps if it does not fit.
            (func $fetch (param $kind i64) (param $index i64) (result i32)
              (local $size i64)
              (local.set $size
                (call $host_call_6 (i64.const {{host:fetch}})
                  (call $address (i32.const 1024)) (i64.const 0) (i64.const 4096)
                  (local.get $kind) (local.get $index) (i64.const 0)))
              (if (i64.gt_u (local.get $size) (i64.const 4096)) (then unreachable))
              (i32.wrap_i64 (local.get $size)))

            (func (export "refine") (param $args i32) (param $length i32) (result i64)
              (local $size i32) (local $pos i32) (local $sum i64)
              (global.set $at (local.get $args))
              (drop (call $natural))                   ;; the core
              (local.set $size (call $fetch (i64.const 13) (call $natural)))
              (if (i32.and (local.get $size) (i32.const 7)) (then unreachable))
              (block $done
                (loop $next
                  (br_if $done (i32.eq (local.get $pos) (local.get $size)))
                  (local.set $sum
                    (i64.add (local.get $sum) (i64.load offset=1024 (local.get $pos))))
                  (local.set $pos (i32.add (local.get $pos) (i32.const 8)))
                  (br $next)))
              (i64.store (i32.const 512) (local.get $sum))
              (i64.const 0x8_0000_0200))               ;; 8 bytes at 512

            ;; The sum that the input at 1024 brings: 0 for a transfer and for an item whose refine failed.
            (func $sum_of (result i64)
              (local $failed i32)
              (if (i32.load8_u (i32.const 1024)) (then (return (i64.const 0))))
              (global.set $at (i32.const 1153))        ;; behind the kind and four hashes
              (drop (call $natural))                   ;; gas
              (local.set $failed (i32.load8_u (global.get $at)))
              (global.set $at (i32.add (global.get $at) (i32.const 1)))
              (if (local.get $failed) (then (return (i64.const 0))))
              (if (i64.ne (call $natural) (i64.const 8)) (then (return (i64.const 0))))
              (i64.load (global.get $at)))

            (func (export "accumulate") (param $args i32) (param $length i32) (result i64)
              (local $count i64) (local $i i64)
              (global.set $at (local.get $args))
              (drop (call $natural))                   ;; the timeslot
              (drop (call $natural))                   ;; this service
              (local.set $count (call $natural))
              (drop
                (call $host_call_6 (i64.const {{host:read}}) (i64.const -1)
                  (call $address (i32.const 0)) (i64.const 5)
                  (call $address (i32.const 512)) (i64.const 0) (i64.const 8)))
              (block $done
                (loop $next
                  (br_if $done (i64.eq (local.get $i) (local.get $count)))
                  (drop (call $fetch (i64.const 15) (local.get $i)))
                  (i64.store (i32.const 512) (i64.add (i64.load (i32.const 512)) (call $sum_of)))
                  (local.set $i (i64.add (local.get $i) (i64.const 1)))
                  (br $next)))
              (if
                (i64.eq
                  (call $host_call_4 (i64.const {{host:write}})
                    (call $address (i32.const 0)) (i64.const 5)
                    (call $address (i32.const 512)) (i64.const 8))
                  (i64.const -5))                      ;; FULL: the balance does not suffice
                (then unreachable))
              (drop
                (call $host_call_5 (i64.const {{host:log}}) (i64.const 3)
                  (call $address (i32.const 16)) (i64.const {{name-length}})
                  (call $address (i32.const 256)) (i64.const 13)))
              (i64.const 0)))

          """#)
    ])
}
