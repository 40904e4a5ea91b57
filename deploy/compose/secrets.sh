#!/usr/bin/env bash
# Writes .env with fresh random secrets for docker-compose.yml; keeps one that is there already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if [ -e .env ]; then
  echo ".env is there already; delete it (and the volumes: docker compose down -v) for new secrets."
  exit 0
fi
password() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }
key() { head -c 32 /dev/urandom | base64; }
# Verifier key (C2SP signed-note) of an Ed25519 seed:  verifier_key NAME TYPE BASE64_SEED
verifier_key() {
  local public
  public=$({ printf '\060\056\002\001\000\060\005\006\003\053\145\160\004\042\004\040'; base64 -d <<<"$3"; } |
    openssl pkey -inform DER -pubout -outform DER | tail -c 32 | base64)
  local typed
  typed=$({ printf "\\x$2"; base64 -d <<<"$public"; } | base64 | tr -d '\n')
  printf '%s+%s+%s' "$1" "$({ printf '%s\n' "$1"; base64 -d <<<"$typed"; } | sha256sum | head -c 8)" "$typed"
}
log_key=$(key) witness_1=$(key) witness_2=$(key)
umask 077
{
  # The audit log signs itself; two witnesses watch it. Whoever is to be a witness in earnest makes the key and keeps it.
  echo "CHECKPOINT_KEY=$log_key"
  echo "CHECKPOINT_VERIFIER=$(verifier_key audit.compose.example/log 01 "$log_key")"
  echo "WITNESS_1_KEY=$witness_1"
  echo "WITNESS_1_VERIFIER=$(verifier_key compose.example/witness-1 04 "$witness_1")"
  echo "WITNESS_2_KEY=$witness_2"
  echo "WITNESS_2_VERIFIER=$(verifier_key compose.example/witness-2 04 "$witness_2")"
  echo "POSTGRES_PASSWORD=$(password)"
  echo "RABBITMQ_PASSWORD=$(password)"
  echo "PSEUDONYM_KEY=$(key)"
  echo "SETUP_SECRET=$(password)"
  echo "DEMO_USER_PASSWORD=Demo-$(password)-7"
  echo "DEMO_STORE_PASSWORD=$(password)"
  echo "CLIENT_SHOP_TEAM=$(password)"
  for project in services/*/*.csproj; do
    service=$(basename "$(dirname "$project")")
    echo "DATABASE_${service^^}=$(password)"
    echo "ENCRYPTION_KEY_${service^^}=$(key)"
    echo "CLIENT_${service^^}=$(password)"
  done
} >.env
echo "Wrote .env"
