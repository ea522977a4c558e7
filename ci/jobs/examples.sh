#!/usr/bin/env bash
# Runs every example as its header says: a line `$ COMMAND` in the leading comment is run, and the lines below it must occur
# in what it prints, in that order. First with the modules as committed, then also building them again.
. "$(dirname "$0")/../job.sh"
build_command

# The commands run in a copy, under their documented names, so that rebuilding leaves no trace.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin"
cp -R Examples "$folder/Examples"
ln -s "$wasm_pvm" "$folder/bin/wasm-pvm"
PATH=$folder/bin:$PATH
cd "$folder"

checks=0 failures=0

# finish: compares what the last command printed with what is expected of it.
finish() {
  [ -n "$command" ] || return 0
  checks=$((checks + 1))
  local output status=0 rest line
  output=$(bash -c "$command" 2>&1 </dev/null) || status=$?
  rest=$output
  for line in "${expected[@]}"; do
    case "$rest" in
      *"$line"*) rest=${rest#*"$line"} ;;
      *)
        failures=$((failures + 1))
        printf 'examples: %s\n  $ %s\n  prints no line (at its place): %s\n  but, with status %s:\n%s\n' \
          "$file" "$command" "$line" "$status" "$output"
        return ;;
    esac
  done
  if [ "$status" -ne 0 ] && [ ${#expected[@]} -eq 0 ]; then
    failures=$((failures + 1))
    printf 'examples: %s\n  $ %s\n  fails with status %s:\n%s\n' "$file" "$command" "$status" "$output"
  fi
}

# check FILE PREFIX: runs the commands of a file that start with the prefix.
check() {
  file=$1 command='' expected=()
  local line
  while IFS= read -r line; do
    case "$line" in
      ';;   $ '* | '//   $ '*)
        finish
        command=${line#*'$ '} expected=()
        case "$command" in "$2"*) ;; *) command='' ;; esac ;;
      ';;   '* | '//   '*) expected+=("${line:5}") ;;
      ';;'* | '//'*) ;;
      *) break ;;
    esac
  done <"$file"
  finish
}

files=(Examples/*.wat Examples/*/*.wat Examples/*/*.c Examples/*/*.swift)
for file in "${files[@]}"; do check "$file" "wasm-pvm "; done
for file in Examples/*/*.c Examples/*/*.swift; do check "$file" ""; done
echo "examples: $((checks - failures)) of $checks commands as documented, ${#files[@]} files"
[ "$failures" -eq 0 ]
