import { words } from '../../ui';

/** "public.member.email (new-personal-data: user.contact.email)" → "member.email (new personal data: email)". */
export const reasonText = (reason: string) =>
  reason
    .replace(/\bpublic\./g, '')
    .replace(/\(([a-z]+(?:-[a-z]+)+)(?:: ([a-z_.]+))?\)/g, (_, change: string, category?: string) => `(${words(change).toLowerCase()}${category ? `: ${category.split('.').at(-1)!.replaceAll('_', ' ')}` : ''})`);
