#!/usr/bin/env bash
# What action.yml runs: installs mcp-authcheck apart from the repository, runs it and tells GitHub what came of it.
# Settings come in AUTHCHECK_* variables; every value stays one argument, whatever is in it.
set -euo pipefail

usage_error() {
  printf '::error title=mcp-authcheck::%s\n' "$1"
  printf 'exit-code=2\n' >>"$GITHUB_OUTPUT"
  exit 2
}

# Appends each line that is not blank to the array named $1, with $2 in front.
append_lines() {
  local -n array=$1
  local prefix=$2 text=$3 line
  while IFS= read -r line || [[ -n $line ]]; do
    line="${line#"${line%%[![:space:]]*}"}"
    line="${line%"${line##*[![:space:]]}"}"
    if [[ -n $line ]]; then array+=("$prefix$line"); fi
  done <<<"$text"
}

command=${AUTHCHECK_COMMAND:-verify}
version=${AUTHCHECK_VERSION:-latest}
[[ $command == verify || $command == merge ]] || usage_error 'command: expected verify or merge.'
[[ $version =~ ^[0-9A-Za-z][0-9A-Za-z.+-]*$ ]] || usage_error 'version: expected a version of the npm package.'
node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
  usage_error 'Node 20.19 or later is needed: put actions/setup-node before this step.'

folder=$(mktemp -d "${RUNNER_TEMP:-/tmp}/mcp-authcheck.XXXXXX")
report=$folder/report.json

arguments=("$command" "--report=json=$report")
append_lines arguments --report= "${AUTHCHECK_REPORTS:-}"
if [[ $command == verify ]]; then
  if [[ -n ${AUTHCHECK_CONFIG:-} ]]; then arguments+=("--config=$AUTHCHECK_CONFIG"); fi
  if [[ -n ${AUTHCHECK_FEDERATED:-} ]]; then arguments+=("--federated=$AUTHCHECK_FEDERATED"); fi
  if [[ -n ${AUTHCHECK_SHARD:-} ]]; then arguments+=("--shard=$AUTHCHECK_SHARD"); fi
elif [[ -n ${AUTHCHECK_EXPECT:-} ]]; then
  arguments+=("--expect=$AUTHCHECK_EXPECT")
fi
append_lines arguments '' "${AUTHCHECK_ARGS:-}"
# What comes after is no flag, however it begins.
arguments+=(--)
append_lines arguments '' "${AUTHCHECK_TARGETS:-}"

# In a folder of its own, where neither the .npmrc nor the node_modules of the repository has a say.
(
  cd "$folder"
  printf '{"private":true}\n' >package.json
  npm install --no-audit --no-fund --no-save --ignore-scripts --loglevel=error "mcp-authcheck@$version" >&2
)

code=0
"$folder/node_modules/.bin/mcp-authcheck" "${arguments[@]}" || code=$?

verdict=''
if [[ -s $report ]]; then
  verdict=$(node -e 'console.log(JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")).verdict)' "$report")
else
  report=''
fi
{
  printf 'verdict=%s\n' "$verdict"
  printf 'exit-code=%s\n' "$code"
  printf 'report=%s\n' "$report"
} >>"$GITHUB_OUTPUT"
exit "$code"
