using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Audit.Trail;
using Governance.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Benchmarks.Portal;

/// <summary>A year of events through the log's own writer, in large batches: every entry has a payload and a proof. The service stands still meanwhile.</summary>
internal static class LogSeed
{
    private const int Batch = 20_000;

    private static readonly (string Source, string Action, string ObjectType)[] Kinds =
    [
        ("consent", "ConsentGiven", "consent"), ("consent", "ConsentWithdrawn", "consent"), ("consent", "DecisionMade", "decision"), ("dsar", "SubjectRequestReceived", "subject-request"),
        ("dsar", "PlanApproved", "subject-request"), ("dsar", "IdentifiersRead", "subject-request"), ("identity", "SignedIn", "user"), ("inventory", "ScanCompleted", "scan"), ("audit", "AuditEntriesRead", "audit-entries"),
    ];

    public static async Task FillAsync(string database, string encryptionKey, int count)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var faults = new FaultPoints(new ConfigurationBuilder().Build());
        var vault = new PayloadVault(Options.Create(new EncryptionOptions { Key = encryptionKey }));
        var appender = new LogAppender(source, new PayloadWriter(vault, faults, TimeProvider.System), faults);
        var start = TimeProvider.System.GetUtcNow().AddYears(-1);
        var step = TimeSpan.FromDays(365) / count;
        Task? writing = null;
        for (var from = 0; from < count; from += Batch)
        {
            var made = await Task.Run(() => Enumerable.Range(from, Math.Min(Batch, count - from)).AsParallel().AsOrdered().Select(i => Make(i, start + (step * i))).ToList());
            if (writing is not null)
                await writing;
            writing = appender.AppendAsync(made, CancellationToken.None);
        }
        await (writing ?? Task.CompletedTask);
        await using var analyse = source.CreateCommand("VACUUM ANALYZE");
        analyse.CommandTimeout = 0;
        await analyse.ExecuteNonQueryAsync();
    }

    /// <summary>Of one of 5,000 people.</summary>
    public static string Pseudonym(int person) => $"sub_{Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(person)))[..32]}";

    private static PendingEntry Make(int number, DateTimeOffset at)
    {
        var (source, action, objectType) = Kinds[number % Kinds.Length];
        var message = JsonSerializer.SerializeToElement(new
        {
            header = new
            {
                eventId = Guid.CreateVersion7(at),
                occurredAt = at.AddSeconds(-1),
                source,
                actor = new { type = number % 5 == 0 ? "user" : "service", id = number % 5 == 0 ? $"user-{number % 50}" : source },
                objectType,
                objectId = (number / 7).ToString(CultureInfo.InvariantCulture),
                subjectPseudonym = number % 2 == 0 ? Pseudonym(number / 20 % 5000) : null,
                outcome = number % 40 == 0 ? "refused" : "success",
                correlationId = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number / 3)))[..32],
            },
            requestId = new Guid(number, 0, 0, new byte[8]),
        });
        return EventEnvelope.Make(action, message, at);
    }
}
