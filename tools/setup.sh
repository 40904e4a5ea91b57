# shellcheck shell=bash disable=SC2034
# Sourced by ./run, ./test and ./bench: what they need from the machine, and the build.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
localstack=tools/Governance.LocalStack/bin/Release/net10.0/Governance.LocalStack.dll
current_step="starting"

step() {
  current_step=$1
  printf '==> [%3d s] %s\n' "$SECONDS" "$1"
}

# fail MESSAGE ADVICE [LOG]
fail() {
  printf '\nFailed while: %s\n%s\n' "$current_step" "$1" >&2
  if [ -s "${3:-}" ]; then
    printf 'Log: %s\n' "$3" >&2
    tail -n 20 "$3" | sed 's/^/  | /' >&2
  fi
  printf 'What to do: %s\n' "$2" >&2
  exit 1
}

find_dotnet() {
  local candidate
  for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" "$HOME/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
    if [ -x "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
      PATH="$(dirname "$candidate"):$PATH"
      export PATH
      return
    fi
  done
  fail "No .NET 10 SDK was found (global.json asks for it)." \
    "install it with  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0  and start again."
}

# Debian packages whose program is missing, of those asked for.
missing_packages() {
  local package present
  for package in "$@"; do
    case $package in
      postgresql) present=$(compgen -G '/usr/lib/postgresql/*/bin/postgres' || true) ;;
      rabbitmq-server) present=$(compgen -G /usr/lib/rabbitmq/bin/rabbitmq-server || true) ;;
      python3-cryptography) present=$(/usr/bin/python3 -c 'import cryptography; print("yes")' 2>/dev/null || true) ;;
      nodejs) present=$(command -v node || true) ;;
      *) present=$(command -v "$package" || true) ;;
    esac
    [ -n "$present" ] || echo "$package"
  done
}

# The packages would start servers of their own, which we never use: a policy keeps them from starting.
install_packages() {
  local policy=/usr/sbin/policy-rc.d made_policy=
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
    made_policy=yes
  fi
  local status=0
  (
    export DEBIAN_FRONTEND=noninteractive
    install=(apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@")
    "${install[@]}" || { apt-get -o DPkg::Lock::Timeout=300 update && "${install[@]}"; }
  ) >.run/logs/install.log 2>&1 || status=$?
  [ -z "$made_policy" ] || rm -f $policy
  return $status
}

# Makes sure the named Debian packages and the .NET SDK are there.
prepare_machine() {
  (umask 077 && mkdir -p .run/logs)
  chmod 711 .run
  step "checking what this machine has"
  find_dotnet
  local missing
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  local by_hand="run  apt-get update && apt-get install -y $missing  as root, then start again."
  command -v apt-get >/dev/null || fail "Missing: $missing(and this is not a Debian system)" "install them by the means of your system, then start again."
  [ "$(id -u)" = 0 ] || fail "Missing: $missing" "$by_hand"
  step "installing $missing"
  # shellcheck disable=SC2086 # one word per package
  install_packages $missing || fail "The packages could not be installed." "$by_hand" .run/logs/install.log
}

# A compiler server of our own makes a build of many projects much cheaper; it has its own name, and it is gone afterwards.
compiler_name=
stop_compiler() {
  [ -n "$compiler_name" ] || return 0
  dotnet "$(dirname "$(readlink -f "$(command -v dotnet)")")/sdk/$(dotnet --version)/Roslyn/bincore/VBCSCompiler.dll" \
    -shutdown "-pipename:$compiler_name" >/dev/null 2>&1 || true
  compiler_name=
}

# Builds the portal's application when something it is made of has changed.
build_web() {
  local web=services/portal/web stamp=services/portal/wwwroot/.made-of now
  # Debian's Node.js is 18.
  [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 18')" = true ] || fail "Node.js $(node --version) is too old." "install Node.js 18 or newer."
  now=$(find $web services/*/openapi.json -type f -not -path '*/node_modules/*' -not -path '*/generated/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
  [ "$now" != "$(cat $stamp 2>/dev/null)" ] || return 0
  step "building the portal's application"
  (cd $web && npm ci --no-audit --no-fund && npm run build) >.run/logs/web.log 2>&1 \
    || fail "The portal's application could not be built." "read the first error in the log." .run/logs/web.log
  echo "$now" >$stamp
}

# Restores and builds the whole solution.
build() {
  build_web
  step "building (Release; the first time takes some minutes)"
  local status=0
  compiler_name=governance-$$
  dotnet build Governance.sln -c Release -m -v q --nologo -p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler_name" >.run/logs/build.log 2>&1 || status=$?
  stop_compiler
  [ "$status" -eq 0 ] || fail "The build failed." "read the first error in the log." .run/logs/build.log
}
