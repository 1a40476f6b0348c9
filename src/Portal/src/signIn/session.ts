import { type User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { Config } from "../config";
import { forgetInTab, remember, remembered } from "../remember";

const SIGNED_OUT = "eds.signedOut";

/** Where to go on after signing in; never leaves this origin. */
interface Return {
  path: string;
}

/**
 * The signed-in person. Tokens live in this tab's sessionStorage only. They are not renewed behind his back: the job takes minutes, a
 * token lasts an hour, and whoever stays longer signs in again and is led back to where he was.
 */
export class Session {
  private readonly manager: UserManager;
  private user: User | null = null;

  /** This page is the one that someone's signing out leads to. */
  signedOut = false;
  private readonly listeners = new Set<() => void>();

  constructor(config: Config) {
    this.manager = new UserManager({
      authority: config.authority,
      client_id: config.clientId,
      scope: config.scope,
      redirect_uri: `${location.origin}/signed-in`,
      response_mode: "fragment", // so that the code reaches no web server's log
      post_logout_redirect_uri: `${location.origin}/`,
      userStore: new WebStorageStateStore({ store: sessionStorage }),
      stateStore: new WebStorageStateStore({ store: sessionStorage }),
      automaticSilentRenew: false,
      loadUserInfo: false,
    });
    this.manager.events.addAccessTokenExpired(() => this.expire());
  }

  /** Null: signed out, or the hour is over. */
  get token(): string | null {
    return this.user?.expired === false ? this.user.access_token : null;
  }

  /** Opaque, of this person at the provider; "" when signed out. */
  get subject(): string {
    return this.user?.profile.sub ?? "";
  }

  /** Takes up the session of this tab, or completes a sign-in. Returns the path to go on at after a sign-in, else null. */
  async start(): Promise<string | null> {
    this.signedOut = remembered(SIGNED_OUT, "tab") !== null;
    forgetInTab(SIGNED_OUT);
    if (location.pathname === "/signed-in") {
      const user = await this.manager.signinRedirectCallback();
      this.user = user;
      return (user.state as Return | undefined)?.path ?? "/";
    }
    this.user = await this.manager.getUser();
    return null;
  }

  async signIn(): Promise<void> {
    const path = location.pathname === "/signed-in" ? "/" : location.pathname + location.search;
    await this.manager.signinRedirect({ state: { path } satisfies Return });
  }

  /** At the provider, too, if it can be reached. */
  async signOut(): Promise<void> {
    this.user = null;
    await this.manager.removeUser(); // first, as the ID token would go along in the address
    remember(SIGNED_OUT, "yes", "tab");
    try {
      await this.manager.signoutRedirect();
    } catch {
      location.replace("/");
    }
  }

  /** The provider's word or the API's: the token is good no longer. */
  expire(): void {
    this.user = null;
    void this.manager.removeUser();
    this.listeners.forEach((told) => told());
  }

  onExpired(told: () => void): () => void {
    this.listeners.add(told);
    return () => void this.listeners.delete(told);
  }
}
