#!/usr/bin/env bash
# How much code is generated and how long it takes to build, as Markdown tables.
#
# Each time is that of one rustc process, which compiles the crate alone after its dependencies are
# built. It is the minimum of several runs, as wall time and as processor time. `plain` is a crate
# with the same structs, enums and fields and serde's derives. codegen/examples/plain_types.rs makes
# it from the same spec. Builds are not incremental. Run this script on an idle machine. RUNS is the
# number of runs, 3 by default.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
runs=${RUNS:-3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export CARGO_TERM_COLOR=never
target=${CARGO_TARGET_DIR:-$root/target}/figures

# The wrapper that measures each rustc.
cat >"$scratch/timed" <<'WRAPPER'
#!/usr/bin/env bash
TIMEFORMAT='%R %U %S'
{ time "$@" 2>&3; } 3>&2 2>"$FIGURES_TIME"
WRAPPER
chmod +x "$scratch/timed"

# crate FOLDER SPEC [DERIVES]: the generated crate in FOLDER, the plain one in FOLDER-plain.
crate() {
  local folder=$1 spec=$2
  cargo xtask generate --spec "$spec" --out "$folder" 2>/dev/null
  mkdir -p "$folder-plain/src"
  # Both crates have the same dependencies and features, so cargo does the same work for both.
  cp "$folder/Cargo.toml" "$folder-plain/"
  cargo run --quiet -p wechatpay-codegen --example plain_types -- "$spec" ${3+"$3"} >"$folder-plain/src/lib.rs"
  cp Cargo.lock "$folder/"
  cp Cargo.lock "$folder-plain/"
}

# seconds FOLDER FEATURE COMMAND…: the minimum wall time and the minimum processor time.
seconds() {
  local folder=$1 feature=$2 run
  shift 2
  local command=(cargo "$@" --quiet --manifest-path "$folder/Cargo.toml" --no-default-features --features "$feature")
  export FIGURES_TIME=$scratch/time RUSTC_WORKSPACE_WRAPPER=$scratch/timed
  export CARGO_TARGET_DIR=$target CARGO_INCREMENTAL=0
  "${command[@]}"
  for ((run = 0; run < runs; run++)); do
    touch "$folder/src/lib.rs"
    "${command[@]}"
    cat "$scratch/time"
  done | awk '{ cpu = $2 + $3 }
    NR == 1 || $1 < wall { wall = $1 }
    NR == 1 || cpu < least { least = cpu }
    END { printf "%.2f %.2f", wall, least }'
}

# compare FOLDER FEATURE COMMAND…: a table cell with the times of both crates.
compare() {
  local folder=$1 feature=$2 ours plain
  shift 2
  ours=$(seconds "$folder" "$feature" "$@")
  plain=$(seconds "$folder-plain" "$feature" "$@")
  echo "$ours $plain" | awk '{ printf " %.2f s / %.2f s = %.2f (processor: %.2f) |", $1, $3, $1 / $3, $2 / $4 }'
}

# Lines without comments and empty lines.
code() { cat "$@" | grep -cvE '^[[:space:]]*(//|$)'; }
all() { cat "$@" | wc -l; }

times() {
  local folder=$1
  shift
  echo "| feature | check: generated / plain | debug build | release build |"
  echo "|---|---|---|---|"
  for feature in "$@"; do
    printf '| %s |' "$feature"
    compare "$folder" "$feature" check
    compare "$folder" "$feature" build
    compare "$folder" "$feature" build --release
    echo
  done
}

# A spec with COUNT structs of 8 required and 4 optional fields, each used once.
spec_of() {
  local folder=$1 count=$2 n field
  mkdir -p "$folder/shapes"
  cp spec/apiv3.yaml "$folder/"
  printf 'service: shapes\ndoc: Shapes.\n' >"$folder/shapes/service.yaml"
  {
    printf 'operation: send\ntitle: 形\ndoc: Sends.\nsource:\n  page: 形\n  updated: 2026-01-31\naudience: 普通商户\n'
    printf 'method: POST\npath: /v3/shapes\nhosts: main\nbody:\n'
    for ((n = 0; n < count; n++)); do
      printf '  shape_%d:\n    type: Shape%d\n    presence: optional\n' "$n" "$n"
    done
    printf 'request_types:\n'
    for ((n = 0; n < count; n++)); do
      printf '  Shape%d:\n    fields:\n' "$n"
      for field in text_1 text_2 text_3 text_4 text_5; do
        printf '      %s:\n        type: string\n        presence: required\n' "$field"
      done
      for field in number_1 number_2 number_3; do
        printf '      %s:\n        type: integer\n        presence: required\n' "$field"
      done
      printf '      note_1:\n        type: string\n        presence: optional\n'
      printf '      note_2:\n        type: string\n        presence: optional\n'
      printf '      count_1:\n        type: integer\n        presence: optional\n'
      printf '      count_2:\n        type: integer\n        presence: optional\n'
    done
    printf 'response:\n  status: 204\nerrors:\n  - common: SYSTEM_ERROR\n'
  } >"$folder/shapes/send.yaml"
}

generated() {
  local src=$scratch/api/src service
  crate "$scratch/api" spec
  echo "### Lines (without comments and empty lines / in all)"
  echo
  echo "| service | operations and enums | requests | responses | together |"
  echo "|---|---|---|---|---|"
  for service in $(cd "$src" && printf '%s\n' */ | tr -d /); do
    local files=("$src/$service.rs" "$src/$service/request.rs" "$src/$service/response.rs") file
    printf '| %s |' "$service"
    for file in "${files[@]}"; do printf ' %d / %d |' "$(code "$file")" "$(all "$file")"; done
    printf ' %d / %d |\n' "$(code "${files[@]}")" "$(all "${files[@]}")"
  done
  printf '| shared | | | | %d / %d |\n' "$(code "$src"/{lib,field,common_errors}.rs)" "$(all "$src"/{lib,field,common_errors}.rs)"
  printf '| plain types | | | | %d |\n' "$(code "$scratch/api-plain/src/lib.rs")"
  echo
  echo "### Build of the crate alone"
  echo
  times "$scratch/api" $(cd "$src" && printf '%s\n' */ | tr -d /) all-services
}

shapes() {
  local count=200
  spec_of "$scratch/spec" "$count"
  crate "$scratch/shapes" "$scratch/spec" Serialize
  local src=$scratch/shapes/src
  echo "### $count requests of 8 required and 4 optional fields, plain ones with Serialize alone"
  echo
  echo "Lines per struct, without comments and empty lines: $(($(code "$src/shapes/request.rs") / count)); plain:" \
    "$(($(code "$scratch/shapes-plain/src/lib.rs") / count))."
  echo
  times "$scratch/shapes" all-services
}

case "${1:-all}" in
all) generated && echo && shapes ;;
generated | shapes) "$1" ;;
*) echo "usage: tests/figures.sh [generated | shapes]" >&2 && exit 2 ;;
esac
