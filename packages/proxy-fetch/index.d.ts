/** Tells `fetch` that there is a proxy. */
export declare class ProxyAgent {
  constructor(options: unknown)
}

/** What the toolkit's packages give to `fetch`. */
interface Options {
  readonly method?: string
  readonly headers?: ConstructorParameters<typeof Headers>[0]
  readonly body?: string | Uint8Array
  readonly signal?: AbortSignal
  readonly redirect?: 'manual'
  readonly dispatcher?: ProxyAgent | undefined
}

export declare function fetch(url: string, options?: Options): Promise<Response>
