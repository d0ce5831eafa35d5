"""What each operation is sent: whose token, which objects its path names, which its body names."""

from fixtures import PASSWORD, USERS, basic, unique

BY_PATH = {
    "account_id": lambda f: f.account,
    "admin_id": lambda f: f.users["admins"],
    "billing_id": lambda f: f.users["billings"],
    "developer_id": lambda f: f.users["developers"],
    "project_id": lambda f: f.project,
    "service_catalog_code": lambda f: f.service,
    "consumer_id": lambda f: f.mint["consumerId"],
    "user_id": lambda f: f.new_member(),
    "token_id": lambda f: f.new_consumer_token(),
    "gateway_id": lambda f: f.new_gateway()["id"],
    "service_account_id": lambda f: f.service_account["id"],
    "projectName": lambda f: f.named,
    "username": lambda f: f.credential,
    "proxyName": lambda f: f.gated[1],
}

# Path parameters of operations that use up what they name, or whose parameters mean another kind.
BY_OPERATION = {
    "deleteProject": {"project_id": lambda f: f.new_project()["id"]},
    "updateProject": {"project_id": lambda f: f.other_project},
    "patchProject": {"project_id": lambda f: f.other_project},
    "createServiceToken": {"project_id": lambda f: f.other_project},
    "issueServiceToken": {"project_id": lambda f: f.other_project},
    "endServiceTokens": {"project_id": lambda f: f.other_project},
    "deleteService": {"service_catalog_code": lambda f: f.new_service()},
    "detachService": {"service_catalog_code": lambda f: f.new_attached_service()},
    "deleteConsumer": {"consumer_id": lambda f: f.new_consumer()},
    "detachConsumer": {"consumer_id": lambda f: f.new_attached_consumer()},
    "deleteCredential": {"username": lambda f: f.new_credential()},
    "deleteServiceAccount": {"service_account_id": lambda f: f.new_service_account()["id"]},
    "createServiceAccountSecret": {"service_account_id": lambda f: f.new_service_account()["id"]},
    "deleteApiProxy": {"name": lambda f: f.new_proxy()},
    "deleteApiProxyGroup": {"name": lambda f: f.new_group()},
    "addToApiProxyGroup": {"name": lambda f: f.group},
    "removeFromApiProxyGroup": {"name": lambda f: f.group},
    **{f"delete{kind[:-1].title()}": {f"{kind[:-1]}_id": lambda f, kind=kind:
                                      f.new_user(kind)["id"]} for kind in USERS},
    **{f"{verb}{what}Limits": target for verb in ("set", "patch") for what, target in {
        "Service": {"service_catalog_code": lambda f: f.new_service()},
        "Project": {"project_id": lambda f: f.other_project},
        "Attachment": {"project_id": lambda f: f.other_project}}.items()},
}


def resets(fixtures):
    return {"resetToken": fixtures.new_reset_token()}


def names_its_consumer(fixtures):
    return {"consumerId": fixtures.new_consumer()}


def refreshes(fixtures):
    return {"grant_type": "refresh_token", "refresh_token": fixtures.new_consumer_token(),
            "client_id": fixtures.project, "scope": ""}


def unique_email(_):
    return {"email": unique("person") + "@example.com"}


def unique_name(_):
    return {"name": unique("name")}


# Members of bodies that have to name what exists, or what does not.
BODIES = {
    "logIn": lambda f: {"email": f.reader["email"], "password": PASSWORD},
    "forgotPassword": lambda f: {"email": f.reader["email"]},
    "resetPassword": resets,
    "resendApproveCode": lambda f: {"email": f.new_registration()["email"]},
    "registerAccount": unique_email,
    "updateAccount": unique_email,
    "createAdmin": unique_email,
    "createBilling": unique_email,
    "createDeveloper": unique_email,
    "updateAdmin": unique_email,
    "updateBilling": unique_email,
    "updateDeveloper": unique_email,
    "createProject": unique_name,
    "updateProject": unique_name,
    "createGateway": unique_name,
    "createServiceAccount": unique_name,
    "updateGateway": unique_name,
    "registerApiProxy": unique_name,
    "createApiProxyGroup": unique_name,
    "createService": lambda _: {"codeName": unique("push")},
    "attachService": lambda f: {"serviceCatalogCode": f.new_service()},
    "attachConsumer": names_its_consumer,
    "createConsumerToken": lambda f: f.mint,
    "createCredential": lambda _: {"username": unique("reader")},
    "saveCredential": lambda f: {"username": f.new_credential()},
    "reportServiceEvents": lambda f: {"serviceData": {f"{f.project}__{f.service}__message": 1}},
    "obtainAccessToken": lambda f: {"grant_type": "client_credentials",
                                    "client_id": f.service_account["clientId"],
                                    "client_secret": f.service_account["clientSecret"]},
    "exchangeToken": refreshes,
    "refreshTokens": lambda f: {"refreshToken": f.new_consumer_token()},
    "introspectToken": lambda f: {"token": f.new_consumer_token()},
    "revokeToken": lambda f: {"token": f.new_consumer_token()},
}

# The same, of members that may be left out.
PATCHES = {
    "patchAccount": unique_email,
    "patchAdmin": unique_email,
    "patchBilling": unique_email,
    "patchDeveloper": unique_email,
    "patchProject": unique_name,
    "patchGateway": unique_name,
    "createConsumer": lambda _: {"externalId": unique("external")},
    "patchConsumer": lambda _: {"externalId": unique("external")},
}

# Values of queries that have to name what exists, or that fit together.
QUERIES = {
    "sumUsage": {"from": lambda f: "2026-11-01", "to": lambda f: "2026-11-24"},
    "listServices": {"after": lambda f: f.service},
}

# Elements of bodies that are lists.
ELEMENTS = {
    "grantAccess": lambda f: {"name": f.new_proxy(), "type": "API_PROXY"},
    "revokeAccess": lambda f: {"name": f.new_grant(), "type": "API_PROXY"},
    "revokeAccessByPost": lambda f: {"name": f.new_grant(), "type": "API_PROXY"},
    "addToApiProxyGroup": lambda f: f.new_proxy(),
    "removeFromApiProxyGroup": lambda f: f.new_grouped(),
}

ROOT = {"createService", "deleteService", "listMails"}
SERVICE = {"recordUsage", "reportServiceEvents"}
CLIENT = {"exchangeToken", "introspectToken", "revokeToken"}


def headers(operation, path, fixtures):
    """The headers that say who asks."""
    if operation == "logOut":
        return {"Authorization": fixtures.new_session()}
    if operation == "deleteAccount":
        return {"Authorization": fixtures.new_account()}
    if operation == "decideAccess":
        return {"Authorization": basic(fixtures.gated[0], PASSWORD),
                "X-Gatehouse-Gateway": fixtures.gateway, "X-Real-IP": "192.0.2.1",
                "X-Forwarded-For": "192.0.2.1"}
    if operation in SERVICE:
        return {"Authorization": "Bearer " + fixtures.service_token}
    if operation in CLIENT:
        return {"Authorization": basic(fixtures.project, fixtures.service_token)}
    if operation in ROOT or path.startswith("/api/v1/admin/"):
        return {"Authorization": fixtures.root}
    return {"Authorization": fixtures.admin}


def path_parameters(operation, given, fixtures):
    own = BY_OPERATION.get(operation, {})
    makers = {name: own.get(name) or BY_PATH.get(name) for name in given}
    made = {name: maker(fixtures) for name, maker in makers.items() if maker}
    if "secret_id" not in given:
        return made
    account = fixtures.new_service_account()["id"]
    secret = fixtures.make(f"service-accounts/{account}/secrets", {})["secretId"]
    return {"service_account_id": account, "secret_id": secret}


def query(operation, given, fixtures):
    made = QUERIES.get(operation, {})
    return {**given, **{name: made[name](fixtures) for name in made if name in given}}


def body(operation, given, fixtures):
    """The body, with the members that have to name what exists."""
    if operation in PATCHES and isinstance(given, dict):
        made = PATCHES[operation](fixtures)
        return {**given, **{name: made[name] for name in made if name in given}}
    if isinstance(given, dict) and operation in BODIES:
        made = {**given, **BODIES[operation](fixtures)}
        if "ipList" in given:
            # No short pattern describes addresses and ranges.
            made["ipList"] = ["192.0.2.0/24", "2001:db8::1"]
        return made
    if isinstance(given, list) and operation in ELEMENTS:
        made = [ELEMENTS[operation](fixtures) for _ in given[:3]]
        if operation != "grantAccess":
            return made
        return [{**old, **new} for old, new in zip(given, made)]
    return given
