# Sourced by the scripts in the parent folder. Changes to the root of the project.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$root"

# ccache uses the home folder, unless it is missing or not writable.
if [[ -z "${CCACHE_DIR:-}" && ! -w "${HOME:-/nonexistent}" ]]; then
  export CCACHE_DIR="$root/.cache/ccache"
fi

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# run_quietly WHAT COMMAND...: shows what the command prints only if it fails.
run_quietly() {
  local what="$1" log
  shift
  log="$(mktemp)"
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "$what failed."
  fi
  rm -f "$log"
}
