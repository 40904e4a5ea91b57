import createClient, { type Middleware } from 'openapi-fetch';
import type { paths as Audit } from './generated/audit';
import type { paths as Consent } from './generated/consent';
import type { paths as DataPlane } from './generated/dataplane';
import type { paths as Dpia } from './generated/dpia';
import type { paths as Dsar } from './generated/dsar';
import type { paths as Identity } from './generated/identity';
import type { paths as Inventory } from './generated/inventory';
import { ApiProblem } from './problem';

/** Pages of other origins can't set this header, so the host knows that a call is ours. */
export const ownHeader = { 'X-Governance-Portal': '1' };

/** Whoever listens learns that the session has ended. */
export const sessionEnded = new EventTarget();

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (response.ok || response.status === 304) return undefined;
    if (response.status === 401) sessionEnded.dispatchEvent(new Event('ended'));
    throw await ApiProblem.of(response);
  },
  onError() {
    return new ApiProblem(0, 'urn:governance:problem:offline', 'The portal does not answer.', 'Check your connection and try again.', {});
  },
};

function service<Paths extends {}>(name: string) {
  const client = createClient<Paths>({ baseUrl: `/api/${name}`, headers: ownHeader, credentials: 'same-origin' });
  client.use(throwProblems);
  return client;
}

/** Each service's API, typed by its OpenAPI document. Calls throw {@link ApiProblem}. */
export const api = {
  audit: service<Audit>('audit'),
  consent: service<Consent>('consent'),
  dataplane: service<DataPlane>('dataplane'),
  dpia: service<Dpia>('dpia'),
  dsar: service<Dsar>('dsar'),
  identity: service<Identity>('identity'),
  inventory: service<Inventory>('inventory'),
};

/** The data of a call; it has thrown when there are none. */
export async function data<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/** Data with the ETag that a change of them has to name. */
export async function tagged<T>(call: Promise<{ data?: T; response: Response }>): Promise<{ value: T; etag: string }> {
  const { data: value, response } = await call;
  return { value: value as T, etag: response.headers.get('ETag') ?? '' };
}

/** A header for a POST that creates, made once per intent. */
export const newKey = () => crypto.randomUUID();
