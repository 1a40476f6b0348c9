"""report_rides.py FILE: reports the rides of a file, one JSON object a line, until each is received. Needs Python 3.9, no packages.

EDS_URL, CLIENT_ID and CLIENT_SECRET say where and as whom. Ends with 1 if a ride was refused for good.
"""
import json
import os
import random
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

URL = os.environ["EDS_URL"].rstrip("/")


def post(path, body, **headers):
    """Status, headers and body of the answer; status 0: there was none."""
    request = urllib.request.Request(URL + path, body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read().decode()
    except OSError:
        return 0, {}, ""


def sign_in():
    form = {"grant_type": "client_credentials", "client_id": os.environ["CLIENT_ID"], "client_secret": os.environ["CLIENT_SECRET"]}
    status, _, body = post("/api/taxi/auth", urllib.parse.urlencode(form))
    if status != 200:
        sys.exit(f"No token: {status} {body}")
    return json.loads(body)["access_token"]


def report(ride, token):
    """The receipt, or None if the ride was refused for good; and the token to go on with."""
    wait, renewed = 1, False
    while True:
        status, headers, body = post("/api/taxi/carriage", ride, **{"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        if status == 201:
            return json.loads(body), token
        if status == 409:  # an earlier attempt came through
            return json.loads(body)["receipt"], token
        if status == 401 and not renewed:
            token, renewed = sign_in(), True
        elif status == 401:
            sys.exit("The credentials no longer work.")
        elif status in (0, 429) or status >= 500:
            time.sleep(float(headers.get("Retry-After", wait)) + random.random())
            wait = min(2 * wait, 300)
        else:  # keep the ride, and tell somebody
            print(f"Refused ({status}): {body}", file=sys.stderr)
            return None, token


bearer, refused = sign_in(), False
with open(sys.argv[1], encoding="utf-8") as backlog:
    for line in backlog:
        receipt, bearer = report(line, bearer)
        refused = refused or receipt is None
        if receipt:
            print(receipt)
sys.exit(1 if refused else 0)
