"""Signs in with MSAL for Python, by secret and by certificate, and reads users from Graph."""

import json
import sys

import msal
import requests

MICROSOFT = "https://login.microsoftonline.com"
GRAPH = "https://graph.microsoft.com"
SCOPES = [f"{GRAPH}/.default"]


class SandboxClient(requests.Session):
    """MSAL accepts only HTTPS authorities, so the origin is replaced below it."""

    def __init__(self, origin):
        super().__init__()
        self.origin = origin

    def request(self, method, url, *args, **kwargs):
        return super().request(method, url.replace(MICROSOFT, self.origin), *args, **kwargs)


def token(options, credential):
    client = msal.ConfidentialClientApplication(
        options["clientId"],
        client_credential=credential,
        authority=f"{MICROSOFT}/{options['tenantId']}",
        http_client=SandboxClient(options["origin"]),
    )
    answer = client.acquire_token_for_client(scopes=SCOPES)
    if "access_token" not in answer:
        raise SystemExit(json.dumps(answer))
    return answer["access_token"]


def users(options, bearer):
    headers = {"Authorization": f"Bearer {bearer}"}
    link = f"{GRAPH}/v1.0/users?$select=id,userPrincipalName&$top=999"
    found = []
    while link:
        page = requests.get(link.replace(GRAPH, options["origin"]), headers=headers)
        page.raise_for_status()
        body = page.json()
        found += [user["userPrincipalName"] for user in body["value"]]
        link = body.get("@odata.nextLink")
    return found


def main():
    options = json.load(sys.stdin)
    key = {
        "private_key": options["privateKeyPem"],
        "thumbprint": options["thumbprint"],
        "public_certificate": options["certificatePem"],
    }
    credentials = {"secret": options["secret"], "certificate": key}
    answers = {name: users(options, token(options, each)) for name, each in credentials.items()}
    print(json.dumps(answers))


main()
