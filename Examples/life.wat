;; Conway's Game of Life on a torus of 8 by 8 cells. The arguments are the number of generations (32
;; bits) and one byte per row, the lowest bit being the leftmost cell; the output is the eight rows.
;; A glider moves one cell down and right in four generations, so after 32 it is back.
;;
;;   $ wasm-pvm run Examples/life.wat 040000000204070000000000
;;   exit: halt
;;   output: 0004080e00000000
;;
;;   $ wasm-pvm run Examples/life.wat 200000000204070000000000
;;   exit: halt
;;   output: 0204070000000000
(module
  (memory (export "memory") 1)

  ;; Rows of this generation are at 0, of the next one at 8.
  (func $alive (param $row i32) (param $column i32) (result i32)
    (i32.and
      (i32.shr_u
        (i32.load8_u (i32.and (local.get $row) (i32.const 7)))
        (i32.and (local.get $column) (i32.const 7)))
      (i32.const 1)))

  (func $neighbors (param $row i32) (param $column i32) (result i32)
    (local $above i32) (local $below i32) (local $left i32) (local $right i32)
    (local.set $above (i32.sub (local.get $row) (i32.const 1)))
    (local.set $below (i32.add (local.get $row) (i32.const 1)))
    (local.set $left (i32.sub (local.get $column) (i32.const 1)))
    (local.set $right (i32.add (local.get $column) (i32.const 1)))
    (call $alive (local.get $above) (local.get $left))
    (i32.add (call $alive (local.get $above) (local.get $column)))
    (i32.add (call $alive (local.get $above) (local.get $right)))
    (i32.add (call $alive (local.get $row) (local.get $left)))
    (i32.add (call $alive (local.get $row) (local.get $right)))
    (i32.add (call $alive (local.get $below) (local.get $left)))
    (i32.add (call $alive (local.get $below) (local.get $column)))
    (i32.add (call $alive (local.get $below) (local.get $right))))

  (func $next_row (param $row i32) (result i32)
    (local $column i32) (local $count i32) (local $bits i32)
    (loop $columns
      (local.set $count (call $neighbors (local.get $row) (local.get $column)))
      ;; A cell lives on with two or three neighbors and is born with three: count | alive is 3.
      (local.set $bits
        (i32.or
          (local.get $bits)
          (i32.shl
            (i32.eq
              (i32.or (local.get $count) (call $alive (local.get $row) (local.get $column)))
              (i32.const 3))
            (local.get $column))))
      (local.set $column (i32.add (local.get $column) (i32.const 1)))
      (br_if $columns (i32.lt_u (local.get $column) (i32.const 8))))
    (local.get $bits))

  (func $step
    (local $row i32)
    (loop $rows
      (i32.store8 offset=8 (local.get $row) (call $next_row (local.get $row)))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (br_if $rows (i32.lt_u (local.get $row) (i32.const 8))))
    (i64.store (i32.const 0) (i64.load (i32.const 8))))

  (func (export "main") (param $args i32) (param $len i32) (result i64)
    (local $generations i32)
    (i64.store (i32.const 0) (i64.load offset=4 (local.get $args)))
    (local.set $generations (i32.load (local.get $args)))
    (block $done
      (loop $again
        (br_if $done (i32.eqz (local.get $generations)))
        (call $step)
        (local.set $generations (i32.sub (local.get $generations) (i32.const 1)))
        (br $again)))
    (i64.const 0x8_0000_0000)))
