"""Targets that the gateway and the API's server may attribute to different APIs."""

import re
import urllib.parse

# From the folder of one API to its parent and into the folder of the other.
STEPS = [
    "/../", "//../", "/./../", "/../../", "/x/../../", "/x//../../", "/x/..//../", "/.//../",
    "/%2e%2e/", "/.%2e/", "/%2E./", "/%2e%2e%2f", "/..%2f", "/..%2F", "/%2f../", "/%2f%2e%2e%2f",
    "/x%2f../../", "/x%2f..%2f..%2f", "/%2e%2e%5c", "/..%5c", "/%5c../", "/%5c..%5c", "/..\\",
    "\\..\\", "\\../", "/\\../", "/..\\/", "/%252e%252e/", "/..%252f", "/%252e%252e%252f",
    "/..%255c", "/%25252e%25252e/", "/..;/", "/..;x=1/", "/..%3b/", "/%2e%2e;/", "/%2e%2e%3b/",
    "/.;/../", "/;/../", "/;x/..;/", "/x;/../..;/", "/..;%2f", "/..%00/", "/..%00;/", "/%00/../",
    "/..\0/", "/..%09/", "/..%0a/", "/..%0d%0a/", "/.%0a./", "/..%20/", "/.. /", "/..%c0%af",
    "/%c0%ae%c0%ae/", "/..%c1%9c", "/..\xc0\xaf", "/..%u002f", "/%uff0e%uff0e/", "/...//",
    "/..%/", "/..%2/", "/..?/../", "/..#/../", "/#/../", "/..%23/../", "/..%3f/../", "../", "..;/",
    "..%2f", "%2f..%2f", "%2f", ";/../", "%00/", "/../%2e%2e/", "/..//..//", "/..%2f..%5c",
]


def tricks(granted, wanted):
    """Targets that try to use a grant for one API to reach the other."""
    goal = f"{wanted}/private"
    for step in STEPS:
        yield f"/{granted}{step}{goal}"
        yield f"/{granted}/x{step}..{step}{goal}"
        yield f"http://api.example.com/{granted}{step}{goal}"
        yield f"/nothing{step}{goal}"
        yield f"/{wanted}{step}{granted}/..{step}{goal}"
    for start in ["//", "///", "/.//", "/./", "/%2f", "/%5c", "\\", "/\\", "/;/", "/.;/", "", "/%2e/",
                  "http://api.example.com/", "http://api.example.com//", "http:/", "http:///",
                  "https://api.example.com/", f"http://{granted}/", "//api.example.com/", "*", "?/",
                  "#/", "/?/../", "/gatehouse/", "/gatehouse/../", "/%67atehouse/"]:
        yield start + goal
        yield start + goal.replace("a", "%61", 1)
        yield start + goal.replace("a", "%2561", 1)
        yield start + goal.upper()
    yield f"/gatehouse/{granted}"
    # Too long for nginx, and short enough for one TLS record: closing the connection with unread
    # data could reset it before the response is read.
    yield f"/{granted}/" + "x/" * 3000 + "../" * 3001 + goal
    yield f"/{granted}/" + "x/" * 300 + "../" * 302 + goal
    yield f"/{granted}/" + "../" * 2000 + goal
    yield f"/{granted}/" + "a" * 12_000 + "/../../" + goal


def _decode(path):
    return urllib.parse.unquote(path, encoding="latin-1")


def _without_parameters(path):
    return re.sub(r";[^/]*", "", path)


def _overlong(path):
    return path.replace("\xc0\xaf", "/").replace("\xc0\xae", ".").replace("\xc1\x9c", "\\")


CAREFREE = [
    _decode,
    _overlong,
    lambda path: path.split("\0")[0],
    lambda path: path.replace("\\", "/"),
    lambda path: re.sub(r"[\t\r\n]", "", path),
    _without_parameters,
    _decode,
    _overlong,
    lambda path: path.replace("\\", "/"),
    _without_parameters,
]


def _resolve(path):
    segments = []
    for segment in path.split("/"):
        if segment == "..":
            segments[-1:] = []
        elif segment not in ("", "."):
            segments.append(segment)
    return segments


def first_folders(target):
    """Returns the possible first folders of the path, as parsed by strict and lenient servers."""
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    readings = {path}
    for step in CAREFREE:  # every server performs some of these steps
        readings |= {step(reading) for reading in readings}
    return {next(iter(_resolve(reading)), "") for reading in readings}
