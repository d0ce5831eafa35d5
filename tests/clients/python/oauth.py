"""Authlib against the token endpoint: exchange, introspection, revocation, and the token of a
service account."""

import os

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

URL = os.environ["GATEHOUSE_URL"]


def use_consumer_token():
    session = OAuth2Session(os.environ["GATEHOUSE_PROJECT"], os.environ["GATEHOUSE_SERVICE_TOKEN"],
                            token_endpoint_auth_method="client_secret_basic")
    first = session.refresh_token(f"{URL}/oauth2/token",
                                  refresh_token=os.environ["GATEHOUSE_CONSUMER_TOKEN"])
    assert first["token_type"] == "Bearer" and first["expires_in"] > 0

    second = session.refresh_token(f"{URL}/oauth2/token", refresh_token=first["refresh_token"])
    assert second["refresh_token"] != first["refresh_token"]

    inspected = session.introspect_token(f"{URL}/oauth2/introspect",
                                         token=second["access_token"]).json()
    assert inspected["active"] and inspected["sub"] == os.environ["GATEHOUSE_CONSUMER"]

    assert session.revoke_token(f"{URL}/oauth2/revoke", token=second["refresh_token"]).ok
    try:
        session.refresh_token(f"{URL}/oauth2/token", refresh_token=second["refresh_token"])
    except OAuthError as error:
        assert error.error == "invalid_grant", error.error
    else:
        raise AssertionError("a revoked token was exchanged")


def use_service_account():
    session = OAuth2Session(os.environ["GATEHOUSE_CLIENT_ID"],
                            os.environ["GATEHOUSE_CLIENT_SECRET"],
                            token_endpoint_auth_method="client_secret_basic")
    session.fetch_token(f"{URL}/oauth2/token", grant_type="client_credentials")
    me = session.get(f"{URL}/api/v1/me")
    assert me.json()["content"]["role"] == "developer", me.text


def main():
    use_consumer_token()
    use_service_account()


if __name__ == "__main__":
    main()
