// node client.mjs FOLDER: a client that knows issuer, resource and its credentials (JSON on stdin; never in the arguments, which
// everyone on the machine can read) and leaves all else to the library in FOLDER. Prints what it was told, without tokens, as JSON.
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const library = join(process.argv[2], "node_modules", "oauth4webapi", "build", "index.js");
const oauth = await import(pathToFileURL(library));

const { issuer, resource, clientId, clientSecret, method } = JSON.parse(await text(process.stdin));
const options = { [oauth.allowInsecureRequests]: new URL(issuer).protocol === "http:" };
const client = { client_id: clientId };
const authentication = method === "client_secret_post" ? oauth.ClientSecretPost(clientSecret) : oauth.ClientSecretBasic(clientSecret);

const identifier = new URL(issuer);
const discovered = await oauth.discoveryRequest(identifier, { ...options, algorithm: "oauth2" });
const server = await oauth.processDiscoveryResponse(identifier, discovered);

const granted = await oauth.clientCredentialsGrantRequest(server, client, authentication, {}, options);
const token = await oauth.processClientCredentialsResponse(server, client, granted);

async function introspect() {
  const response = await oauth.introspectionRequest(server, client, authentication, token.access_token, options);
  return oauth.processIntrospectionResponse(server, client, response);
}

const whoAmI = () => oauth.protectedResourceRequest(token.access_token, "GET", new URL(resource), undefined, undefined, options);

const seen = await (await whoAmI()).json();
const before = await introspect();

// As a resource server of someone else's would check the token: RFC 9068, by the published keys.
const presented = new Request(resource, { headers: { authorization: `Bearer ${token.access_token}` } });
const claims = await oauth.validateJwtAccessToken(server, presented, before.aud, options);

await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, token.access_token, options));
const after = await introspect();
const challenge = await whoAmI().then(() => undefined, (refusal) => refusal.cause?.[0]);

console.log(JSON.stringify({
  tokenType: token.token_type,
  expiresIn: token.expires_in,
  whoAmI: seen.clientId,
  before: { active: before.active, clientId: before.client_id },
  subject: claims.sub,
  after,
  challenge: `${challenge?.scheme} ${challenge?.parameters?.error}`,
}));
