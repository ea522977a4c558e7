;;! stage = asm
;; $eval walks an expression: a node is its kind and up to three words. Constants (kind 0) and variables (kind 4) return at once, without
;; saving a register. Sums and products (kinds 1 and 2; LLVM inlines $apply) and choices (kind 3) call $eval, each in a frame of
;; its own: a choice gives it up before it goes round.
(module
  (memory (export "memory") 1)
  (func $apply (param $node i32) (param $x i32) (result i32)
    (local $left i32) (local $right i32)
    (local.set $left (call $eval (i32.load offset=4 (local.get $node)) (local.get $x)))
    (local.set $right (call $eval (i32.load offset=8 (local.get $node)) (local.get $x)))
    (if (result i32) (i32.eq (i32.load (local.get $node)) (i32.const 1))
      (then (i32.add (local.get $left) (local.get $right)))
      (else (i32.mul (local.get $left) (local.get $right)))))
  (func $eval (param $node i32) (param $x i32) (result i32)
    (local $result i32)
    (block $out
      (loop $again
        (block $choice
          (block $apply
            (block $variable
              (block $constant
                (br_table $constant $apply $apply $choice $variable (i32.load (local.get $node))))
              (local.set $result (i32.load offset=4 (local.get $node)))
              (br $out))
            (local.set $result (local.get $x))
            (br $out))
          (local.set $result (call $apply (local.get $node) (local.get $x)))
          (br $out))
        (local.set $node
          (select (i32.load offset=8 (local.get $node)) (i32.load offset=12 (local.get $node))
            (call $eval (i32.load offset=4 (local.get $node)) (local.get $x))))
        (br $again)))
    (local.get $result))
  ;; 0x100: x + 0x120; 0x120: x ? 0x150 : x; 0x140: x; 0x150: x * 7
  (data (i32.const 0x100) "\01\00\00\00\40\01\00\00\20\01\00\00")
  (data (i32.const 0x120) "\03\00\00\00\40\01\00\00\50\01\00\00\40\01\00\00")
  (data (i32.const 0x140) "\04\00\00\00")
  (data (i32.const 0x150) "\02\00\00\00\40\01\00\00\60\01\00\00")
  (data (i32.const 0x160) "\00\00\00\00\07\00\00\00")
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (i32.store (i32.const 0) (call $eval (i32.const 0x100) (i32.load8_u (local.get $args))))
    (i64.const 0x400000000)))
;;? ; f1.eval
;;? load_ind_i32 r12, [r7 + 0x20000]
;;? branch_ne_imm r12, 0,
;;? load_ind_i32 r8, [r7 + 0x20004]
;;? jump_ind r0, 0
;;? add_imm_64 r1, r1, -40
;;? add_imm_64 r1, r1, -40
;;> 00 -> 00000000
;;> 05 -> 28000000
