/** What the HTTP edge of an app lets in, and how much of it. */
export interface EdgeSettings {
  /** Origins whose pages may call the API; `*` is any, none switches CORS off. */
  readonly corsOrigins: readonly string[];
  /**
   * Addresses and networks whose `X-Forwarded-For` is believed. A number of hops would not do: who reaches us past the proxy could
   * then name any address.
   */
  readonly trustProxy: readonly string[];
  readonly maxConnections: number;
  /** Requests that are served at the same time; those beyond are 503 `overloaded`. */
  readonly maxRequests: number;
  /** Of the event loop, as a mean over half a second; beyond it, twice in a row, requests are 503 `overloaded`. */
  readonly maxLoopDelayMs: number;
  /** In which a request must have arrived whole. */
  readonly requestTimeoutMs: number;
}

export const edgeDefaults: EdgeSettings = {
  corsOrigins: [],
  trustProxy: [],
  maxConnections: 10_000,
  maxRequests: 2_000,
  maxLoopDelayMs: 1_000,
  requestTimeoutMs: 30_000,
};
