#!/usr/bin/env bash
# report-rides.sh FILE: reports the rides of a file, one JSON object a line, until each is received. Needs curl.
# EDS_URL, CLIENT_ID and CLIENT_SECRET say where and as whom. Ends with 1 if a ride was refused for good.
set -uo pipefail
answer=$(mktemp); trap 'rm -f "$answer" "$answer.headers"' EXIT
refused=0

sign_in() {
  local body
  body=$(curl -sS "$EDS_URL/api/taxi/auth" -d grant_type=client_credentials \
    --data-urlencode "client_id=$CLIENT_ID" --data-urlencode "client_secret=$CLIENT_SECRET")
  token=$(sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p' <<<"$body")
  [ -n "$token" ] || { echo "No token: $body" >&2; exit 2; }
}

report() {
  local wait=1 renewed=no status
  while true; do
    status=$(curl -sS --max-time 30 -o "$answer" -D "$answer.headers" -w '%{http_code}' "$EDS_URL/api/taxi/carriage" \
      -H "Authorization: Bearer $token" -H 'Content-Type: application/json' --data-binary "$1")
    case $status in
      201 | 409) grep -o 'cr-[0-9a-z-]*' "$answer"; return ;; # 409: an earlier attempt came through
      401) [ $renewed = no ] || { echo "The credentials no longer work." >&2; exit 2; }; sign_in; renewed=yes ;;
      429 | 5?? | 000)
        sleep "$(sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9]*\).*/\1/p' "$answer.headers" | grep . || echo $wait)"
        wait=$((wait < 300 ? wait * 2 : 300)) ;;
      *) echo "Refused ($status): $(cat "$answer")" >&2; refused=1; return ;; # keep the ride, and tell somebody
    esac
  done
}

sign_in
while IFS= read -r ride; do report "$ride"; done <"$1"
exit $refused
