"""What guards cost: the same request to a route with all of them and to one without, on an HTTP API and a REST API; and
routing among 10,000 routes."""

import base64
import json
import subprocess
import time

from harness.application import application, function
from harness.comparing import Side, compare, measure, microseconds, per_second
from harness.load import Load
from harness.processes import Unavailable
from harness.servers import Hearth
from harness.table import at_least, row

SECTION = "gateway-guards"
BODY = '{"user_id":"u1017","rating":5}'
ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Bench"
POOL = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Bench"
KEY = "0123456789abcdef0123456789abcdef"
MANY = 10_000


def measure_section(bench):
    token, keys = _signed_token()
    folder = bench.programs.function_folder("BenchEcho")
    key_file = bench.programs.work_dir / "keys.json"
    key_file.write_text(json.dumps(keys))
    options = ["--max-environments", 4, "--quiet", "--jwks", f"{ISSUER}={key_file}"]
    with Hearth(bench.programs, _guarded(folder), options) as hearth:
        pairs = (
            ("/guarded", "/bare", "HTTP API: JWT, throttle"),
            ("/keyed", "/plain", "REST API: JWT, key, plan, throttle"),
        )
        for path, bare, label in pairs:
            sides = [_side(hearth, one, token) for one in (path, bare)]
            ours, theirs, ratio = compare(bench, *sides, clients=32).figures("rate")
            yield row(
                SECTION,
                f"{label}, 32 clients",
                per_second(ours),
                f"{per_second(theirs)} without guards",
                ratio,
                at_least(0.70),
            )
    with Hearth(bench.programs, _many(folder), ["--max-environments", 4, "--quiet"]) as hearth:
        many = measure(bench, _side(hearth, f"/r{MANY - 1}/x/last", token), clients=1)
        few = measure(bench, _side(hearth, "/only", token), clients=1)
    yield row(
        SECTION,
        f"one of {MANY:,} routes, 1 client: p50",
        microseconds(many.p50),
        f"{microseconds(few.p50)} the shortest of them",
        many.p50 / few.p50,
    )
    many, few = (_match(bench, routes) for routes in (MANY, 1))
    yield row(
        SECTION,
        f"a match among {MANY:,} routes, in process",
        f"{many:.2f} µs",
        f"{few:.2f} µs among three",
        many / few,
    )


def _match(bench, routes):
    """Microseconds that one look-up takes."""
    command = [bench.programs.own("BenchRoutes"), str(routes)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _side(hearth, path, token):
    headers = {"Authorization": f"Bearer {token}", "x-api-key": KEY}
    return Side(hearth.gateway, Load([("POST", path, BODY)], headers=headers), hearth)


def _guarded(folder):
    """Routes with and without guards, those of a pair to the same function."""
    template = application(folder)
    limits = {"ThrottlingRateLimit": 1e6, "ThrottlingBurstLimit": 1_000_000}
    jwt = {"issuer": ISSUER, "audience": ["bench"]}
    authorizer = {"IdentitySource": "$request.header.Authorization", "JwtConfiguration": jwt}
    template["Resources"]["Front"] = {
        "Type": "AWS::Serverless::HttpApi",
        "Properties": {"Auth": {"Authorizers": {"Tokens": authorizer}}, "DefaultRouteSettings": limits},
    }
    template["Resources"]["Back"] = {
        "Type": "AWS::Serverless::Api",
        "Properties": {
            "StageName": "v1",
            "Auth": {"Authorizers": {"Pool": {"UserPoolArn": POOL}}},
            "MethodSettings": [{"ResourcePath": "/~1keyed", "HttpMethod": "POST", **limits}],
        },
    }
    template["Resources"]["Plan"] = {
        "Type": "AWS::ApiGateway::UsagePlan",
        "Properties": {
            "ApiStages": [{"ApiId": {"Ref": "Back"}, "Stage": {"Ref": "Back.Stage"}}],
            "Throttle": {"RateLimit": 1e6, "BurstLimit": 1_000_000},
            "Quota": {"Limit": 2_000_000_000, "Period": "MONTH"},
        },
    }
    template["Resources"]["Key"] = {
        "Type": "AWS::ApiGateway::ApiKey",
        "Properties": {"Enabled": True, "Value": KEY},
    }
    template["Resources"]["Join"] = {
        "Type": "AWS::ApiGateway::UsagePlanKey",
        "Properties": {"KeyId": {"Ref": "Key"}, "KeyType": "API_KEY", "UsagePlanId": {"Ref": "Plan"}},
    }
    http = template["Resources"]["Http"]["Properties"]["Events"]
    http["Guarded"] = _route("HttpApi", "/guarded", ApiId={"Ref": "Front"}, Auth={"Authorizer": "Tokens"})
    http["Bare"] = _route("HttpApi", "/bare")
    auth = {"Authorizer": "Pool", "ApiKeyRequired": True}
    template["Resources"]["Rest"] = function(
        folder,
        "rest",
        {
            "Keyed": _route("Api", "/keyed", RestApiId={"Ref": "Back"}, Auth=auth),
            "Plain": _route("Api", "/plain", RestApiId={"Ref": "Back"}),
        },
    )
    return template


def _many(folder):
    template = application(folder)
    events = template["Resources"]["Http"]["Properties"]["Events"]
    events["Only"] = _route("HttpApi", "/only")
    for number in range(MANY - 2):
        events[f"R{number}"] = _route("HttpApi", f"/r{number}/{{id}}/first")
    events["Last"] = _route("HttpApi", f"/r{MANY - 1}/{{id}}/last")
    return template


def _route(kind, path, **more):
    return {"Type": kind, "Properties": {"Method": "POST", "Path": path, **more}}


def _signed_token():
    """A token of an hour, and the JWKS it is verified with."""
    try:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding, rsa
    except ImportError:
        raise Unavailable("the Python package cryptography is not installed") from None
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    numbers = key.public_key().public_numbers()
    header = {"alg": "RS256", "kid": "bench", "typ": "JWT"}
    claims = {"iss": ISSUER, "aud": "bench", "token_use": "id", "sub": "u1017", "exp": int(time.time()) + 3600}
    text = ".".join(_encoded(json.dumps(part).encode()) for part in (header, claims))
    signature = key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    keys = {
        "keys": [
            {
                "kty": "RSA",
                "kid": "bench",
                "n": _encoded(numbers.n.to_bytes(256, "big")),
                "e": _encoded(numbers.e.to_bytes(3, "big")),
            }
        ]
    }
    return f"{text}.{_encoded(signature)}", keys


def _encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
