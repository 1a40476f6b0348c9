#!/usr/bin/env bash
# infra/create-keys.sh VAULT            makes those of the three keys that are missing
# infra/create-keys.sh VAULT KEY        makes a new version of pepper or token-signing: a rotation (docs/operations.md)
#
# No key is printed, written to a file or given as an argument: it goes from openssl through a pipe to Azure's management API, which
# never gives it back. So whoever runs this needs no role that could read keys: the right to deploy is enough.
# Needs bash, openssl and the Azure CLI, signed in (Azure Cloud Shell has them all).
set -euo pipefail

vault=${1:-${EDS_VAULT_NAME:-}}
key=${2:-}
api=api-version=2023-07-01
if [ -z "$vault" ] || [[ ! "$key" =~ ^(|pepper|token-signing)$ ]]; then
  sed -n '2,3s/^# //p' "$0" >&2
  exit 2
fi

id=$(az keyvault show --name "$vault" --query id --output tsv)
existing=$(az rest --method get --url "$id/secrets?$api" --query 'value[].name' --output tsv)

draw() {
  case $1 in
    pepper | lookup) openssl rand -base64 32 ;;
    token-signing) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 ;;
  esac | paste -sd ' ' - | tr -d '\n'
}

create() {
  { printf '{"properties":{"value":"'; draw "$1"; printf '"}}'; } |
    az rest --method put --url "$id/secrets/$1?$api" --body @- --output none
  echo "$1: created"
}

if [ -n "$key" ]; then
  create "$key"
else
  for name in pepper lookup token-signing; do
    if grep -qx "$name" <<<"$existing"; then echo "$name: exists, left as it is"; else create "$name"; fi
  done
fi
