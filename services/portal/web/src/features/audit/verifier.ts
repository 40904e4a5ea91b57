import { hex, sha256 } from '../../api/hash';

/** An inclusion proof as the audit service answers it (RFC 9162, SHA-256). */
export interface InclusionProof {
  leafIndex: number;
  treeSize: number;
  leafHash: string;
  /** The leaf's bytes (the envelope), base64. */
  entry: string;
  hashes: readonly unknown[];
  rootHash: string;
  /** The event's bytes, base64, and the nonce (hex) that opens the envelope's commitment to them. Null when erased. */
  payload?: string | null;
  nonce?: string | null;
}

export interface Verdict {
  /** The leaf stands in the log, and what is shown of the event is what the leaf commits to. */
  holds: boolean;
  /** The envelope leads to the root. */
  included: boolean;
  /** The payload opens the commitment; null when it was erased. */
  committed: boolean | null;
  /** Computed here from the envelope's bytes and the proof's hashes. */
  root: string;
  leaf: string;
  /** The bytes as text: what is shown has to come from them and from nowhere else. */
  envelope: string;
  payload: string | null;
}

const fromHex = (text: string) => {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error('Not hex.');
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
};
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const toText = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** Recomputes the root from the leaf's bytes (RFC 9162 section 2.1.3.2). Trusts no hash that the server says of them. */
async function rootOf(leaf: Uint8Array, proof: InclusionProof) {
  let node = proof.leafIndex;
  let last = proof.treeSize - 1;
  let value = leaf;
  let fits = Number.isSafeInteger(node) && Number.isSafeInteger(last) && node >= 0 && node <= last;
  for (const text of proof.hashes) {
    const sibling = fromHex(String(text));
    fits &&= last > 0 && sibling.length === 32;
    if (node % 2 === 1 || node === last) {
      value = await sha256(nodePrefix, sibling, value);
      while (node !== 0 && node % 2 === 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      value = await sha256(nodePrefix, value, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return { root: hex(value), fits: fits && last === 0 };
}

async function hmac(key: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>) {
  const secret = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return hex(new Uint8Array(await crypto.subtle.sign('HMAC', secret, message)));
}

export async function verifyInclusion(proof: InclusionProof): Promise<Verdict> {
  const entry = fromBase64(proof.entry);
  const leaf = await sha256(leafPrefix, entry);
  const { root, fits } = await rootOf(leaf, proof);
  const envelope = toText(entry);
  const included = fits && root === proof.rootHash;
  let committed: boolean | null = null;
  let payload: string | null = null;
  if (proof.payload && proof.nonce) {
    const bytes = fromBase64(proof.payload);
    const told = (JSON.parse(envelope) as { commitment?: unknown }).commitment;
    committed = (await hmac(fromHex(proof.nonce), bytes)) === told;
    payload = toText(bytes);
  }
  return { holds: included && committed !== false, included, committed, root, leaf: hex(leaf), envelope, payload };
}
