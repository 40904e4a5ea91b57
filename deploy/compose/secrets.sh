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
umask 077
{
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
