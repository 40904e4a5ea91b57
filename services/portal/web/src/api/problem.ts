/** Problem details (RFC 9457) as an error. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly title: string,
    readonly detail: string | undefined,
    /** Field → what is wrong with it. */
    readonly fields: Record<string, string[]>,
    readonly traceId?: string,
    /** Everything the answer said, for problems that carry more. */
    readonly body: unknown = {},
  ) {
    super(detail ?? title);
  }

  /** The last part of the type, for example `plan-outdated`. */
  get code() {
    return this.type.slice(this.type.lastIndexOf(':') + 1);
  }

  /** Worth a try again without anybody doing anything. */
  get isTransient() {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }

  static async of(response: Response) {
    const body = (await response.json().catch(() => ({}))) as {
      type?: string;
      title?: string;
      detail?: string;
      errors?: Record<string, string[]>;
      traceId?: string;
    };
    return new ApiProblem(
      response.status,
      body.type ?? 'urn:governance:problem:unknown',
      body.title ?? `The server answered ${response.status}.`,
      body.detail,
      body.errors ?? {},
      body.traceId,
      body,
    );
  }
}

/** What to tell somebody about any error. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiProblem)) return 'Something unexpected happened.';
  const fields = Object.entries(error.fields).map(([field, messages]) => `${field}: ${messages.join(' ')}`);
  if (fields.length > 0) return fields.join(' · ');
  if (error.status === 412) return 'Somebody changed this meanwhile. Look at it again, then repeat.';
  return error.detail ?? error.title;
}
