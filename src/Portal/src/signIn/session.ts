import { User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { Config } from "../config";
import { forget, remember, remembered } from "../remember";

const SIGNED_OUT = "eds.signedOut";
const ENDING_SECONDS = 600;
export const RENEWAL = "?renew";

/** Where to go on after signing in; never leaves this origin. */
interface Return {
  path: string;
  /** In a window of its own, for the session of the one that opened it. */
  renewal?: boolean;
}

/** What tabs say to each other: a new token, or who has signed out. */
type Told = { renewed: string } | { left: string };

/**
 * The signed-in person. Tokens live in this tab's sessionStorage only. Nothing is renewed unasked: whoever stays longer than the token's
 * hour signs in again, in another window before its end, or here after it.
 */
export class Session {
  private readonly manager: UserManager;
  private readonly channel = new BroadcastChannel("eds.session");
  private user: User | null = null;

  /** This page is the one that someone's signing out leads to, or it happened in another tab. */
  signedOut = false;
  /** When the session ends, if that is soon; else null. */
  endsAt: string | null = null;
  /** The token is good no longer, by the provider's word or the API's. */
  isOver = false;
  private readonly watchers = new Set<() => void>();

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
      accessTokenExpiringNotificationTimeInSeconds: ENDING_SECONDS,
      loadUserInfo: false,
    });
    this.manager.events.addAccessTokenExpired(() => this.expire());
    this.manager.events.addAccessTokenExpiring(() => this.tellEnding());
    this.channel.onmessage = ({ data }: MessageEvent<Told>) =>
      "left" in data ? this.leave(data.left) : void this.take(User.fromStorageString(data.renewed));
  }

  /** Null: signed out, or the hour is over. */
  get token(): string | null {
    return this.user?.expired === false ? this.user.access_token : null;
  }

  /** Opaque, of this person at the provider; "" when signed out. */
  get subject(): string {
    return this.user?.profile.sub ?? "";
  }

  /** Only to show what an operator may do; the API decides by the token itself. */
  get isOperator(): boolean {
    try {
      const payload = this.token?.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "";
      const { roles } = JSON.parse(atob(payload)) as { roles?: string | string[] };
      return [roles].flat().includes("Operator");
    } catch {
      return false;
    }
  }

  /** Takes up the session of this tab, or completes a sign-in. Returns the path to go on at after a sign-in, else null. */
  async start(): Promise<string | null> {
    this.signedOut = remembered(SIGNED_OUT, "tab") !== null;
    forget(SIGNED_OUT, "tab");
    if (location.pathname !== "/signed-in") {
      this.user = await this.manager.getUser();
      return null;
    }
    try {
      this.user = await this.manager.signinRedirectCallback();
    } catch (error) {
      // Opened again by Back: its code is used up, but what it brought is here.
      this.user = await this.manager.getUser();
      if (!this.token) {
        throw error;
      }
      return "/";
    }
    const { path = "/", renewal = false } = (this.user.state ?? {}) as Partial<Return>;
    if (renewal) {
      this.channel.postMessage({ renewed: this.user.toStorageString() } satisfies Told);
      window.close();
    }
    return path;
  }

  async signIn(renewal = false): Promise<void> {
    const path = renewal || location.pathname === "/signed-in" ? "/" : location.pathname + location.search;
    await this.manager.signinRedirect({ state: { path, renewal } satisfies Return });
  }

  /** Signs in once more in another window, which hands the new token over. */
  renew(): void {
    window.open(`/${RENEWAL}`, "_blank", "popup,width=520,height=720");
  }

  /** In all tabs, and at the provider, too, if it can be reached. */
  async signOut(): Promise<void> {
    this.channel.postMessage({ left: this.subject } satisfies Told);
    this.user = null;
    await this.manager.removeUser(); // first, as the ID token would go along in the address
    remember(SIGNED_OUT, "yes", "tab");
    try {
      await this.manager.signoutRedirect();
    } catch {
      location.replace("/");
    }
  }

  expire(): void {
    this.user = null;
    this.isOver = true;
    void this.manager.removeUser();
    this.watchers.forEach((told) => told());
  }

  /** Tells when `isOver` or `endsAt` changes. Returns how to end it. */
  watch(told: () => void): () => void {
    this.watchers.add(told);
    return () => void this.watchers.delete(told);
  }

  /** Another person's, from another tab, is not for this one. */
  private async take(user: User): Promise<void> {
    if (user.profile.sub === this.subject) {
      this.user = user;
      await this.manager.storeUser(user);
      await this.manager.events.load(user);
      this.tellEnding();
    }
  }

  private leave(subject: string): void {
    if (subject === this.subject) {
      this.signedOut = true;
      this.expire();
    }
  }

  private tellEnding(): void {
    const seconds = this.user?.expires_in ?? 0;
    this.endsAt = seconds > 0 && seconds <= ENDING_SECONDS ? new Date(Date.now() + seconds * 1000).toISOString() : null;
    this.watchers.forEach((told) => told());
  }
}
