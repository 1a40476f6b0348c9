#!/usr/bin/env bash
# infra/smoke.sh API_URL [PORTAL_ORIGIN [CLOSED_ORIGIN]]: whether a deployment answers as it should. Changes nothing. Needs curl.
# CLOSED_ORIGIN is the function app's own address, if there is a Front Door before it.
set -uo pipefail
api=${1:?"usage: infra/smoke.sh API_URL [PORTAL_ORIGIN [CLOSED_ORIGIN]]"}
portal=${2:-}
origin=${3:-}
failed=0

# check NAME EXPECTED ACTUAL
check() {
  if [ "$2" = "$3" ]; then echo "ok      $1"; else echo "FAILED  $1: expected $2, got $3"; failed=1; fi
}
get() { curl --silent --show-error --max-time 20 "$@"; }

# A first start is cold, and a role may take minutes to work.
health=
for _ in $(seq "${SMOKE_TRIES:-30}"); do
  health=$(get "$api/api/health")
  [[ $health == *'"status":"ok"'* ]] && break
  sleep "${SMOKE_PAUSE:-10}"
done
check "storage and keys can be reached" '{"status":"ok","storage":"ok","keys":"ok"}' "$health"
check "tokens are issued under this address" "$api" \
  "$(get "$api/.well-known/oauth-authorization-server" | grep -o '"issuer":"[^"]*"' | cut -d '"' -f 4)"
check "a signing key is published" 1 "$(get "$api/.well-known/jwks.json" | grep -c '"kty":"EC"')"
check "an unknown client is refused" 401 "$(get -o /dev/null -w '%{http_code}' "$api/api/taxi/auth" \
  -d grant_type=client_credentials -d client_id=smoke -d client_secret=smoke-smoke-smoke)"
# Ten failures in a row from one network are too many, whatever the caller writes about where it comes from. Azure's front end puts the
# caller's address last into X-Forwarded-For; a LocalHost has nothing before it that does.
case $api in http://127.0.0.1:* | http://localhost:*) appended=", 192.0.2.1" ;; *) appended= ;; esac
for attempt in $(seq 11); do
  guessed=$(get -o /dev/null -w '%{http_code}' "$api/api/taxi/auth" -H "X-Forwarded-For: 198.51.$attempt.7$appended" \
    -H "X-Azure-ClientIP: 203.0.$attempt.7" -H "X-Azure-FDID: 00000000-0000-0000-0000-0000000000$((attempt + 10))" \
    -d grant_type=client_credentials -d client_id=tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6 -d client_secret=eds_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf3SqiFH)
done
check "guessing ends, from forged networks too" 429 "$guessed"
check "nobody reads without a token" 401 "$(get -o /dev/null -w '%{http_code}' "$api/api/me")"
check "answers carry nosniff" 1 "$(get -o /dev/null -D - "$api/api/health" | grep -ci '^x-content-type-options: nosniff')"
if [ -n "$portal" ]; then
  allowed() { get -o /dev/null -D - -X OPTIONS -H "Origin: $1" -H 'Access-Control-Request-Method: GET' -H 'Access-Control-Request-Headers: authorization' "$api/api/me" |
    tr -d '\r' | sed -n 's/^access-control-allow-origin: //Ip'; }
  check "the portal may call" "$portal" "$(allowed "$portal")"
  check "no other origin may" "" "$(allowed https://elsewhere.example)"
  check "the portal is served" 200 "$(get -o /dev/null -w '%{http_code}' "$portal/")"
fi
if [ -n "$origin" ]; then
  check "nobody gets past the Front Door" 403 "$(get -o /dev/null -w '%{http_code}' "$origin/api/health")"
  check "nobody gets past it with another id" 403 \
    "$(get -o /dev/null -w '%{http_code}' -H 'X-Azure-FDID: 00000000-0000-0000-0000-000000000010' "$origin/api/health")"
fi
exit $failed
