/** What each permission allows, in the words of those who hand it out. */
const meanings: Record<string, string> = {
  'users:read': 'See who has an account',
  'users:write': 'Make accounts, give roles, disable and unlock',
  'people:read': 'See the names of colleagues',
  'roles:read': 'See what each role may do',
  'roles:write': 'Change what roles may do',
  'clients:read': 'See which machines call the services',
  'clients:write': 'Make machine clients and new secrets for them',
  'keys:rotate': 'Change the keys that sign tokens and receipts',
  'inventory:read': 'See data stores and their maps',
  'inventory:write': 'Register data stores, decide what columns are',
  'inventory:scan': 'Scan data stores',
  'inventory:confirm': 'Put a map in force',
  'dataplane:read': 'See scans, jobs and whether stores can be reached',
  'dataplane:operate': 'Have work at a data store tried again',
  'dsar:read': 'See requests',
  'dsar:open': 'File a request for somebody whose identity is established',
  'dsar:plan': 'Plan what a request does to the data',
  'dsar:approve': 'Approve a plan that somebody else made',
  'dsar:manage': 'Extend, pause, refuse or cancel a request',
  'dsar:reveal': 'See rows of a copy in clear, with a reason',
  'dsar:fulfil': 'Carry out requests; for the data plane alone',
  'consent:read': 'See consents and their history',
  'consent:write': 'Record what people answered',
  'consent:decide': 'Ask whether something is allowed',
  'consent:govern': 'End a consent for somebody, import consents',
  'purposes:write': 'Define purposes and publish notices',
  'recipients:read': 'See which systems are told of consents',
  'recipients:write': 'Register these systems, send again',
  'dpia:read': 'See assessments',
  'dpia:write': 'Screen, open and write assessments',
  'dpia:comment': 'Comment on an assessment',
  'dpia:advise': 'Give the DPO’s advice, override a screening',
  'dpia:accept-risk': 'Accept the risk that remains, for the controller',
  'dpia:approve': 'Sign or reject an assessment that somebody else wrote',
  'dpia:templates': 'Publish own templates',
  'audit:read': 'Search the log',
  'audit:verify': 'Have the whole log checked',
  'audit:export': 'Take entries out with their proofs',
  'audit:erase': 'Erase what the log says of a person',
  'audit:retain': 'Hold payloads, or drop those whose time is over',
  'audit:receipts': 'Get receipts for what one did oneself',
  'audit:review': 'Acknowledge or dismiss an anomaly',
  'audit:tune': 'Change what counts as an anomaly',
  'messaging:read': 'See messages that could not be handled',
  'messaging:replay': 'Send such messages again',
};

const areas: { title: string; of: string[] }[] = [
  { title: 'Requests', of: ['dsar'] },
  { title: 'Data map', of: ['inventory'] },
  { title: 'Consent', of: ['consent', 'purposes', 'recipients'] },
  { title: 'Assessments', of: ['dpia'] },
  { title: 'Audit log', of: ['audit'] },
  { title: 'People and access', of: ['users', 'people', 'roles', 'clients', 'keys'] },
  { title: 'Operations', of: ['dataplane', 'messaging'] },
];

export const meaningOf = (permission: string) => meanings[permission] ?? permission;

/** By area, in the order in which a menu would name them; what belongs to none comes last. */
export function byArea(permissions: readonly string[]): { title: string; permissions: string[] }[] {
  const ofArea = (prefixes: string[]) => permissions.filter((p) => prefixes.includes(p.split(':')[0]!));
  const known = areas.flatMap((a) => a.of);
  return [...areas.map((a) => ({ title: a.title, permissions: ofArea(a.of) })), { title: 'Other', permissions: permissions.filter((p) => !known.includes(p.split(':')[0]!)) }].filter(
    (a) => a.permissions.length > 0,
  );
}
