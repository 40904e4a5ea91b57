using System.Security.Cryptography;
using System.Text.Json;
using Governance.Demo.Client;
using Governance.Demo.Proof;

namespace Governance.Demo.Walk;

public sealed record AuditEntry(long Sequence, Guid EventId, string Source, string Action, string ActorType, string? ActorId, string? ObjectType, string? ObjectId, string? SubjectPseudonym, string Outcome, string? Reason);

public sealed record LogHead(long Size, string RootHash);

public sealed record InclusionProofDocument(long LeafIndex, long TreeSize, string LeafHash, string Entry, IReadOnlyList<string> Hashes, string RootHash, string? Payload, string? Nonce);

/// <param name="Proved">Entries about the person whose inclusion was recomputed here.</param>
/// <param name="CertificateProved">The certificate's hash stands in one of them.</param>
public sealed record ProofOutcome(int Proved, LogHead Head, bool CertificateProved);

/// <summary>Checks the audit log without trusting it: every hash is computed again from the entries' bytes.</summary>
public sealed class ProofWalk(Actors actors, Narrator narrator)
{
    /// <param name="pseudonym">Of the data subject whose entries are checked.</param>
    /// <param name="certificate">The erasure certificate's bytes, as they were handed out.</param>
    public async Task<ProofOutcome> RunAsync(string pseudonym, Guid erasure, byte[] certificate, CancellationToken ct = default)
    {
        var audit = actors.Auditor.Audit;
        var issued = await Until.Async("the certificate in the audit log", SubjectRequests.Patience,
            () => audit.ListAsync<AuditEntry>($"/v1/entries?subject={Uri.EscapeDataString(pseudonym)}", ct),
            entries => entries.Any(e => e.Action == "ErasureCertificateIssued" && e.ObjectId == erasure.ToString())
                && entries.Any(e => e.Action == "SubjectRequestCompleted" && e.ObjectId == erasure.ToString()), ct);
        var head = await audit.GetAsync<LogHead>("/v1/log/head", ct);
        var hash = Convert.ToHexStringLower(SHA256.HashData(certificate));
        var certificateProved = false;
        foreach (var entry in issued)
        {
            var bytes = await ProveAsync(audit, entry, head, ct);
            certificateProved |= entry.Action == "ErasureCertificateIssued" && Mentions(bytes, hash);
        }

        narrator.Did("auditor", $"found {issued.Count} entries about the person, by pseudonym {pseudonym[..Math.Min(16, pseudonym.Length)]}…; the log has {head.Size} entries");
        foreach (var group in issued.GroupBy(e => (e.Action, e.Outcome)).OrderBy(g => g.Min(e => e.Sequence)))
            narrator.Note($"{group.Count(),3} × {group.Key.Action}{(group.Key.Outcome == "success" ? "" : $" ({group.Key.Outcome})")}, by {string.Join(", ", group.Select(e => e.ActorType).Distinct())}");
        narrator.Did("auditor", $"recomputed {issued.Count} inclusion proofs: all lead to root {head.RootHash[..16]}…");
        if (!certificateProved)
            throw new WalkException("The certificate's hash is not in the audit log.");
        narrator.Did("auditor", $"the certificate's SHA-256 {hash[..16]}… stands in the log: it is the one that was issued");
        return new ProofOutcome(issued.Count, head, certificateProved);
    }

    private static async Task<byte[]> ProveAsync(ServiceApi audit, AuditEntry entry, LogHead head, CancellationToken ct)
    {
        var proof = await audit.GetAsync<InclusionProofDocument>($"/v1/entries/{entry.Sequence}/proof?size={head.Size}", ct);
        var bytes = Convert.FromBase64String(proof.Entry);
        var path = proof.Hashes.Select(Convert.FromHexString).ToList();
        var isIncluded = InclusionProof.Verify(InclusionProof.LeafHash(bytes), entry.Sequence, head.Size, path, Convert.FromHexString(head.RootHash));
        if (!isIncluded)
            throw new WalkException($"The inclusion proof of audit entry {entry.Sequence} does not hold.");
        var payload = Convert.FromBase64String(proof.Payload ?? throw new WalkException($"The payload of audit entry {entry.Sequence} was erased."));
        return IsCommittedTo(bytes, payload, Convert.FromHexString(proof.Nonce!)) ? payload : throw new WalkException($"The payload of audit entry {entry.Sequence} is not the one that the log commits to.");
    }

    private static bool IsCommittedTo(byte[] envelope, byte[] payload, byte[] nonce)
    {
        using var document = JsonDocument.Parse(envelope);
        return document.RootElement.GetProperty("commitment").GetString() == Convert.ToHexStringLower(HMACSHA256.HashData(nonce, payload));
    }

    private static bool Mentions(byte[] payload, string certificateHash)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.TryGetProperty("certificateHash", out var hash) && hash.GetString() == certificateHash;
    }
}
