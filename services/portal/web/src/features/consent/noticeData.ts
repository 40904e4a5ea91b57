import { api, data } from '../../api/client';
import { sha256Hex } from '../../api/hash';
import type { NoticeVersion } from './model';

/** All versions of a notice, newest first. */
export const versionsQuery = (code: string) => ({
  queryKey: ['consent', 'notices', 'versions', code],
  queryFn: async () => {
    const all: NoticeVersion[] = [];
    for (let after: string | undefined; ; ) {
      const page = await data(api.consent.GET('/v1/notices/{code}/versions', { params: { path: { code }, query: { after: after ? Number(after) : undefined, limit: 200 } } }));
      all.push(...page.items);
      if (!page.next) return all.reverse();
      after = page.next;
    }
  },
});

/** The exact text of a version, with the hash of its bytes as they arrived here. It never changes. */
export const textQuery = (code: string, number: number, language: string) => ({
  queryKey: ['consent', 'notices', 'text', code, number, language],
  queryFn: async () => {
    const path = { code, number, language };
    const bytes = (await data(api.consent.GET('/v1/notices/{code}/versions/{number}/texts/{language}', { params: { path }, parseAs: 'arrayBuffer' }))) as unknown as ArrayBuffer;
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), hash: await sha256Hex(bytes) };
  },
  staleTime: Infinity,
});

const names = new Intl.DisplayNames('en-GB', { type: 'language', fallback: 'code' });

export function languageName(tag: string) {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** The version in effect now: the newest of those whose time has come. */
export const inEffect = (versions: readonly NoticeVersion[], now = Date.now()) => versions.find((v) => new Date(v.effectiveFrom).getTime() <= now);
