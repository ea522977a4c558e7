# Whether the folders of a module need each other in circles.
#
#   awk -f ci/tools/folders.awk -v order="FIRST SECOND …" FILE...
#
# ORDER has the folders of Sources/MODULE; "." stands for the files in none. A file may name only types that its own folder declares, or
# one that is in front of it. Types are those that are declared at the left margin and not private; members that a later folder adds
# to a type of an earlier one are not seen. Prints what is wrong; the status is 1 if something is.
BEGIN {
  count = split(order, names, " ")
  for (i = 1; i <= count; i++) rank[names[i]] = i
}
FNR == 1 {
  folder = split(FILENAME, part, "/") == 3 ? "." : part[3]
  folderOf[FILENAME] = folder
  inText = 0
  if (!(folder in rank) && !(folder in missing)) {
    missing[folder] = 1
    print FILENAME ": folder " folder " has no place in the order"
    failed = 1
  }
}
{
  line = $0
  # Texts, then comments.
  gsub(/\\"/, "", line)
  if (gsub(/"""/, "", line) % 2 == 1) { inText = !inText; next }
  if (inText) next
  gsub(/"[^"]*"/, "", line)
  sub(/\/\/.*/, "", line)
  if (match(line, /^((@[A-Za-z]+(\([^)]*\))?|package|public|internal|final|indirect) )*(struct|class|enum|protocol|typealias|actor) [A-Z][A-Za-z0-9_]*/)) {
    name = substr(line, RSTART, RLENGTH)
    sub(/.* /, "", name)
    declaredIn[name] = folder
  }
  # Members are named behind a point.
  gsub(/\.[A-Za-z_][A-Za-z0-9_]*/, "", line)
  while (match(line, /[A-Za-z_][A-Za-z0-9_]*/)) {
    word = substr(line, RSTART, RLENGTH)
    line = substr(line, RSTART + RLENGTH)
    if (word ~ /^[A-Z]/ && !((FILENAME, word) in used)) {
      used[FILENAME, word] = FNR
      uses[++useCount] = FILENAME SUBSEP word
    }
  }
}
END {
  for (i = 1; i <= useCount; i++) {
    split(uses[i], use, SUBSEP)
    if (!(use[2] in declaredIn)) continue
    from = folderOf[use[1]]
    to = declaredIn[use[2]]
    if (rank[to] > rank[from]) {
      print use[1] ":" used[use[1], use[2]] ": names " use[2] " of " to ", which comes behind " from
      failed = 1
    }
  }
  exit failed
}
