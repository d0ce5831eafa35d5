"""Hooks of schemathesis: each request gets a token, and names objects that exist.

A part of a request that schemathesis made invalid on purpose is left as it is.
"""

import atexit
import json
import os
import uuid
from collections import Counter, defaultdict

import schemathesis
import targets
from fixtures import Fixtures
from schemathesis.core import NOT_SET
from schemathesis.core.parameters import ParameterLocation

FIXTURES = Fixtures(os.environ["GATEHOUSE_URL"], os.environ["GATEHOUSE_MAILDIR"],
                    os.environ["GATEHOUSE_ROOT"])
STATUSES = defaultdict(Counter)
CREDENTIALS = {"authorization", "x-gatehouse-gateway"}
LIMIT_NAMES = ("projectLimit", "userLimit", "itemLimit", "credentialLimit")


def default_limits(_):
    return "/api/v1/admin/limits/default"


def account_limits(fixtures):
    return f"/api/v1/admin/limits/accounts/{fixtures.account}"


# Operations whose limits would refuse later requests, and the path at which they are lifted.
LIMITS = {"setDefaultLimits": default_limits, "patchDefaultLimits": default_limits,
          "setAccountLimits": account_limits, "patchAccountLimits": account_limits}


@atexit.register
def write_statuses():
    with open(os.environ["GATEHOUSE_STATUSES"], "w", encoding="utf-8") as file:
        json.dump(STATUSES, file)


def name_of(case):
    return case.operation.definition.raw["operationId"]


def valid(case, location):
    part = case.meta.components.get(location) if case.meta else None
    return part is None or part.mode.is_positive


def call_is_declared(case):
    return case.method.upper() == case.operation.method.upper()


def set_headers(case, operation):
    kept = {name: value for name, value in (case.headers or {}).items()
            if name.lower() not in CREDENTIALS}
    for name, value in targets.headers(operation, case.operation.path, FIXTURES).items():
        if name.lower() in CREDENTIALS or name in kept:
            kept[name] = value
    if "Idempotency-Key" in kept and valid(case, ParameterLocation.HEADER):
        kept["Idempotency-Key"] = uuid.uuid4().hex
    case.headers = kept


def name_the_registration(case, operation):
    """The code in the body belongs to the id in the path."""
    begun = FIXTURES.new_registration()
    if valid(case, ParameterLocation.PATH):
        case.path_parameters = {"registration_id": begun["id"]}
    if valid(case, ParameterLocation.BODY) and isinstance(case.body, dict):
        case.body = {**case.body, "approveCode": begun["code"], "email": begun["email"]}


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = name_of(case)
    set_headers(case, operation)
    if not call_is_declared(case):
        return
    if operation == "approveAccount":
        name_the_registration(case, operation)
        return
    if case.path_parameters and valid(case, ParameterLocation.PATH):
        case.path_parameters = {
            **case.path_parameters,
            **targets.path_parameters(operation, case.path_parameters, FIXTURES)}
    if case.body is not NOT_SET and valid(case, ParameterLocation.BODY):
        case.body = targets.body(operation, case.body, FIXTURES)
        if case.media_type == "application/x-www-form-urlencoded":
            # A list would give a name twice, which RFC 6749, section 3.2, forbids.
            case.body = {name: value for name, value in case.body.items()
                         if not isinstance(value, (list, dict))}
    if case.query and valid(case, ParameterLocation.QUERY):
        case.query = targets.query(operation, case.query, FIXTURES)


@schemathesis.hook
def after_call(context, case, response):
    operation = name_of(case)
    if not call_is_declared(case):
        return
    STATUSES[operation][response.status_code] += 1
    if operation in LIMITS:
        FIXTURES.call("PUT", LIMITS[operation](FIXTURES), dict.fromkeys(LIMIT_NAMES), FIXTURES.root)
