using System.Text;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.ServiceDefaults.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Requests;

/// <summary>The only place that reads and writes identifiers in clear.</summary>
internal sealed class IdentifierStore(DsarDbContext db, KeyVault keys, SubjectPseudonymizer pseudonymizer, TimeProvider clock)
{
    /// <summary>Adds those that are not there yet and returns their kinds.</summary>
    public async Task<IReadOnlyList<string>> AddAsync(SubjectRequest request, IReadOnlyCollection<SubjectIdentifier> identifiers, Guid? resolvedBy, CancellationToken ct)
    {
        var known = await db.Identifiers.Where(i => i.RequestId == request.Id).Select(i => new { i.Kind, i.ValuePseudonym }).ToListAsync(ct);
        var seen = known.Select(i => (i.Kind, i.ValuePseudonym)).ToHashSet();
        var key = Key(request);
        var kinds = new List<string>();
        foreach (var identifier in identifiers)
        {
            // Kept as the stores are searched for it; letter case is theirs to know.
            var value = identifier.Value.Trim();
            var pseudonym = pseudonymizer.Pseudonym(identifier.Kind, value);
            if (!seen.Add((identifier.Kind, pseudonym)))
                continue;
            db.Identifiers.Add(new()
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                RequestId = request.Id,
                Kind = identifier.Kind,
                ValuePseudonym = pseudonym,
                Ciphertext = SealedBox.Seal(key, Encoding.UTF8.GetBytes(value), Context(request.Id, identifier.Kind)),
                ResolvedBy = resolvedBy,
                Sequence = request.NextIdentifierSequence(),
            });
            kinds.Add(identifier.Kind);
        }

        return [.. kinds.Distinct(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<SubjectIdentifier>> ReadAsync(SubjectRequest request, CancellationToken ct)
    {
        if (request.WrappedKey is null)
            return [];
        var key = Key(request);
        var rows = await db.Identifiers.AsNoTracking().Where(i => i.RequestId == request.Id).OrderBy(i => i.Sequence).ToListAsync(ct);
        return [.. rows.Select(i => new SubjectIdentifier(i.Kind, Open(key, i)))];
    }

    /// <summary>The address that the person or the product team gave; never one that a store resolved.</summary>
    public async Task<string?> MailAddressAsync(SubjectRequest request, CancellationToken ct)
    {
        if (request.WrappedKey is null)
            return null;
        var row = await db.Identifiers.AsNoTracking()
            .Where(i => i.RequestId == request.Id && i.Kind == Identifiers.Email && i.ResolvedBy == null)
            .OrderBy(i => i.Sequence)
            .FirstOrDefaultAsync(ct);
        return row is null ? null : Open(Key(request), row);
    }

    public byte[] Key(SubjectRequest request) =>
        keys.Unwrap(request.WrappedKey ?? throw new InvalidOperationException("The request's identifiers are erased."), request.Id);

    private static string Open(byte[] key, RequestIdentifier row) => Encoding.UTF8.GetString(SealedBox.Open(key, row.Ciphertext, Context(row.RequestId, row.Kind)));

    private static string Context(Guid request, string kind) => $"identifier:{request}:{kind}";
}
