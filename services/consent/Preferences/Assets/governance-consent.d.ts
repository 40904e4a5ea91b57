/** Where the service is, which site this is, and for whom. */
export interface PreferenceOptions {
  /** Base address of the consent service, for example `https://consent.example.com`. */
  service: string;
  /** Code of the site as it is registered. */
  site: string;
  /** The short-lived subject token that your own backend has fetched, or a function that fetches a fresh one. */
  token: string | (() => string | Promise<string>);
}

export interface MountOptions extends PreferenceOptions {
  /** Words in your language; those left out stay English. */
  words?: Partial<Words>;
  /** Called whenever the state was read. */
  onState?: (state: PreferenceState) => void;
  /** Called after each change that was saved. */
  onChange?: (change: PurposeState) => void;
}

export interface Words {
  title: string;
  notice: string;
  allowed: string;
  notAllowed: string;
  fixed: string;
  saving: string;
  saved: (name: string, allowed: boolean) => string;
  failed: (name: string) => string;
  changed: string;
  unavailable: string;
  signal: string;
}

export interface PreferenceState {
  site: string;
  /** BCP 47. */
  language: string;
  /** What the person has to be shown before they say yes; null when the site has no notice in force. */
  notice: ShownNotice | null;
  purposes: PurposeState[];
}

export interface ShownNotice {
  code: string;
  version: number;
  language: string;
  text: string;
}

export interface PurposeState {
  code: string;
  name: string;
  description: string;
  /** Whether data may be used for it now. */
  allowed: boolean;
  /** A stable code that says why. */
  reason: string;
  changeable: boolean;
  /** ISO 8601; null when nothing was recorded yet. */
  since: string | null;
}

/** Thrown by {@link PreferenceClient}: `code` is the last part of the problem's type. */
export interface ServiceError extends Error {
  status: number;
  code: string;
}

/** A client without a face, for sites that draw their own. */
export class PreferenceClient {
  constructor(options: PreferenceOptions);
  read(): Promise<PreferenceState>;
  /** Yes and no take one call each. `shown` is the notice of {@link PreferenceState}; it is needed to say yes. */
  change(purpose: string, allowed: boolean, shown?: ShownNotice | null): Promise<PurposeState>;
  /** A signed receipt (JWS) of what was last recorded; anyone can verify it with the keys at `keys`. */
  receipt(purpose: string): Promise<{ receipt: string; keyId: string; keys: string }>;
}

/** Draws the choices into the element and keeps them up to date. */
export function mountPreferences(element: HTMLElement, options: MountOptions): Promise<{ refresh(): Promise<PreferenceState> }>;
