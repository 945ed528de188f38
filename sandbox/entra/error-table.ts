/** Entra's errors: AADSTS number, OAuth error code, HTTP status and text. */

interface ErrorDefinition {
  readonly number: number;
  readonly error: string;
  readonly status: 400 | 401 | 429 | 500 | 503;
  /** With `{placeholders}`. */
  readonly text: string;
}

export const ERRORS = {
  wrongDirectory: {
    number: 50020,
    error: 'access_denied',
    status: 400,
    text: "User account '{account}' from identity provider '{provider}' does not exist in tenant '{tenant}' and cannot access the application '{clientId}'({app}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different account.",
  },
  replyAddress: {
    number: 50011,
    error: 'invalid_request',
    status: 400,
    text: "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{clientId}'.",
  },
  notSignedIn: {
    number: 50058,
    error: 'login_required',
    status: 400,
    text: 'A silent sign-in request was sent but no user is signed in.',
  },
  severalSignedIn: {
    number: 16000,
    error: 'interaction_required',
    status: 400,
    text: 'Several user accounts are signed in and the request names none of them.',
  },
  noTenant: {
    number: 50059,
    error: 'invalid_request',
    status: 400,
    text: 'No tenant-identifying information found in either the request or implied by any provided credentials.',
  },
  codeRedeemed: {
    number: 54005,
    error: 'invalid_grant',
    status: 400,
    text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  },
  declined: {
    number: 65004,
    error: 'access_denied',
    status: 400,
    text: 'User declined to consent to access the app.',
  },
  consentRequired: {
    number: 65001,
    error: 'interaction_required',
    status: 400,
    text: "The user or administrator has not consented to use the application with ID '{clientId}' named '{app}'.",
  },
  unsupportedGrant: {
    number: 70003,
    error: 'unsupported_grant_type',
    status: 400,
    text: "The app requested an unsupported grant type '{grantType}'.",
  },
  codeMalformed: {
    number: 70000,
    error: 'invalid_grant',
    status: 400,
    text: "The provided value for the 'code' parameter is not valid.",
  },
  codeExpired: {
    number: 70008,
    error: 'invalid_grant',
    status: 400,
    text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  },
  scopeInvalid: {
    number: 70011,
    error: 'invalid_scope',
    status: 400,
    text: "The provided value for the input parameter 'scope' is not valid. The scope '{scope}' is not valid.",
  },
  unknownTenant: {
    number: 90002,
    error: 'invalid_request',
    status: 400,
    text: "Tenant '{tenant}' not found. Check that the tenant ID is correct and that you are signing in to the right cloud.",
  },
  throttled: {
    number: 90055,
    error: 'temporarily_unavailable',
    status: 429,
    text: 'The server is terminating the operation because it encountered too many requests.',
  },
  serverError: {
    number: 90033,
    error: 'temporarily_unavailable',
    status: 503,
    text: 'A transient error has occurred. Try again.',
  },
  internalError: {
    number: 50000,
    error: 'server_error',
    status: 500,
    text: 'There was an error issuing a token.',
  },
  codeOtherAddress: {
    number: 500112,
    error: 'invalid_client',
    status: 400,
    text: "The reply address '{redirectUri}' does not match the reply address provided when requesting Authorization code.",
  },
  unknownResource: {
    number: 500011,
    error: 'invalid_resource',
    status: 400,
    text: 'The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.',
  },
  pkceMismatch: {
    number: 501481,
    error: 'invalid_grant',
    status: 400,
    text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  },
  codeOtherTenant: {
    number: 700005,
    error: 'invalid_grant',
    status: 400,
    text: 'Provided Authorization Code is intended to use against other tenant, thus rejected.',
  },
  unknownClient: {
    number: 700016,
    error: 'unauthorized_client',
    status: 400,
    text: "Application with identifier '{clientId}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.",
  },
  staleForm: {
    number: 165000,
    error: 'invalid_request',
    status: 400,
    text: 'Invalid Request: The request tokens do not match the user context. Go back, reload the page and try again.',
  },
  clientMismatch: {
    number: 700021,
    error: 'invalid_client',
    status: 401,
    text: "Client assertion application identifier doesn't match 'client_id' parameter.",
  },
  assertionAudience: {
    number: 700023,
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion audience claim does not match Realm issuer.',
  },
  assertionExpired: {
    number: 700024,
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion is not within its valid time range.',
  },
  assertionKey: {
    number: 700027,
    error: 'invalid_client',
    status: 401,
    text: 'The certificate with identifier used to sign the client assertion is not registered on application, or the signature is not valid.',
  },
  responseType: {
    number: 700054,
    error: 'unsupported_response_type',
    status: 400,
    text: "response_type '{responseType}' is not enabled for the application.",
  },
  challengeMethod: {
    number: 501491,
    error: 'invalid_request',
    status: 400,
    text: 'Invalid size or method of Code_Challenge parameter; only S256 with a challenge of 43 characters is taken here.',
  },
  certificateExpired: {
    number: 1000502,
    error: 'invalid_client',
    status: 401,
    text: 'The provided certificate is not within its specified validity period.',
  },
  assertionUnnamed: {
    number: 50027,
    error: 'invalid_client',
    status: 401,
    text: 'JWT token is invalid or malformed. No certificate thumbprint specified in token header.',
  },
  assertionMalformed: {
    number: 50027,
    error: 'invalid_client',
    status: 401,
    text: 'JWT token is invalid or malformed.',
  },
  parameterMissing: {
    number: 900144,
    error: 'invalid_request',
    status: 400,
    text: "The request body must contain the following parameter: '{parameter}'.",
  },
  parameterInvalid: {
    number: 9002326,
    error: 'invalid_request',
    status: 400,
    text: "The value of the parameter '{parameter}' is not supported.",
  },
  scopeNotDefault: {
    number: 1002012,
    error: 'invalid_scope',
    status: 400,
    text: 'The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
  },
  wrongSecret: {
    number: 7000215,
    error: 'invalid_client',
    status: 401,
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{clientId}'.",
  },
  credentialMissing: {
    number: 7000218,
    error: 'invalid_client',
    status: 401,
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  applicationDisabled: {
    number: 7000112,
    error: 'unauthorized_client',
    status: 400,
    text: "Application '{clientId}' is disabled.",
  },
  blockedByPolicy: {
    number: 53003,
    error: 'invalid_grant',
    status: 400,
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  secretExpired: {
    number: 7000222,
    error: 'invalid_client',
    status: 401,
    text: "The provided client secret keys for app '{clientId}' are expired.",
  },
  noServicePrincipal: {
    number: 7000229,
    error: 'invalid_client',
    status: 401,
    text: 'The client application {clientId} is missing service principal in the tenant {tenant}.',
  },
} as const satisfies Record<string, ErrorDefinition>;
