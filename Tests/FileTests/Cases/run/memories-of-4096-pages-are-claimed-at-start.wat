;; The container's field for heap pages has 16 bits, so what a memory of 4,096 pages or more has beyond that is claimed by the entry
;; point; contents that lie beyond what the container stores are copied there.
(module
  (memory (export "memory") 5000)
  (data (i32.const 16) "near")
  (data (i32.const 0x1387FFF8) "far away")
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (i32.store (i32.const 8) (i32.add (memory.size) (memory.grow (i32.const 7))))
    (i32.store (i32.const 12) (memory.size))
    (i64.store (i32.const 0x138EFFF8) (i64.const 1))
    (i64.store (i32.const 24) (i64.load (i32.const 0x1387FFF8)))
    (i32.store (i32.const 20) (i32.load8_u (i32.const 0x138EFFF8)))
    (i64.const 0x1800000008)))
;;> - -> 102700008f1300006e656172010000006661722061776179
