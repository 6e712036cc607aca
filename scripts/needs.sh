# shellcheck shell=bash
# shellcheck disable=SC2154 # $root comes from the script that sources this
# Sourced by run and test: checks what the machine must have, and installs what npm provides.
# $root is the root of the checkout.

# Names everything that is missing at once, with the required version, and exits 2.
# Arguments: further required commands.
check_needs() {
  local missing=() found tool
  if ! command -v dotnet >/dev/null; then
    missing+=(".NET SDK 10.0.100 or a later 10.0 (dotnet is not on the PATH): https://dotnet.microsoft.com/download")
  elif ! (cd "$root" && dotnet --version) >/dev/null 2>&1; then
    found=$(dotnet --list-sdks 2>/dev/null | cut -d ' ' -f 1 | paste -s -d ' ' -) || found=""
    missing+=(".NET SDK 10.0.100 or a later 10.0 (found: ${found:-none}): https://dotnet.microsoft.com/download")
  fi
  if ! command -v node >/dev/null; then
    missing+=("Node.js 20 or later (node is not on the PATH): https://nodejs.org")
  elif ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)'; then
    missing+=("Node.js 20 or later (found: $(node --version)): https://nodejs.org")
  fi
  command -v npm >/dev/null || missing+=("npm 10 or later (it comes with Node.js)")
  for tool in "$@"; do
    command -v "$tool" >/dev/null || missing+=("$tool, any version")
  done
  if ((${#missing[@]})); then
    echo "Missing on this machine:" >&2
    printf '  %s\n' "${missing[@]}" >&2
    exit 2
  fi
}

# install_node_modules LOG [to-run]: installs the packages of package-lock.json unless they are there: all of them, or with to-run only what
# ./run needs. Everything satisfies ./run; what ./run needs does not satisfy ./test. LOG is for npm's output.
install_node_modules() {
  local log=$1 what=${2-all} all=node_modules/.installed-from-package-lock.json to_run=node_modules/.installed-to-run-from-package-lock.json
  # No package needs its install script: native code comes prebuilt (docs/security.md, "Dependencies").
  local npm=(npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  if cmp -s package-lock.json "$all"; then return; fi
  if [[ $what == to-run ]]; then
    if cmp -s package-lock.json "$to_run"; then return; fi
    step "Installing Azurite, the emulator of storage (npm ci; about a minute the first time)" "$log" "${npm[@]}" --omit=dev
    cp package-lock.json "$to_run"
  else
    step "Installing Azurite and the tools of the tests (npm ci; about a minute the first time)" "$log" "${npm[@]}"
    cp package-lock.json "$all"
  fi
}
