using System.Globalization;
using System.Text.Json;
using Governance.Audit.Search;
using Governance.Audit.Tests.Log;
using Governance.Audit.Trail;
using Npgsql;

namespace Governance.Audit.Tests.Search;

/// <summary>An entry as a search sees it.</summary>
internal sealed record Seed(
    long Sequence, string Source, string Action, string Actor, string ObjectId, string? Subject, string? OnBehalfOf, string? Purpose, string Outcome, DateTimeOffset At);

/// <summary>
/// A year of entries in 20 spans and a piece. Some came months late, one service and one purpose occur in one place only, and the
/// newest entries are not described yet.
/// </summary>
public sealed class SeededLog : IAsyncLifetime
{
    public const int Count = (20 * EntrySpan.Length) + 300;

    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Sources = ["consent", "dsar", "identity"];

    private TestLog _log = null!;

    internal static IReadOnlyList<Seed> Seeds { get; } = [.. Enumerable.Range(0, Count).Select(Make)];

    internal NpgsqlDataSource Source { get; private set; } = null!;

    internal TestLog Log => _log;

    public async ValueTask InitializeAsync()
    {
        _log = await TestLog.CreateAsync();
        Source = NpgsqlDataSource.Create(_log.Database.ConnectionString);
        await AppendAsync(Seeds.Take(Count - 900));
        while (await new SpanWriter(Source).WriteAsync(CancellationToken.None))
        {
        }
        await AppendAsync(Seeds.Skip(Count - 900));
        await using var analyse = Source.CreateCommand("ANALYZE");
        await analyse.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _log.DisposeAsync();
    }

    private async Task AppendAsync(IEnumerable<Seed> seeds)
    {
        foreach (var batch in seeds.Chunk(5000))
            await _log.Appender.AppendAsync([.. batch.Select(s => EventEnvelope.Make(s.Action, Event(s), RecordedAt(s.Sequence)))], CancellationToken.None);
    }

    private static DateTimeOffset RecordedAt(long number) => Start.AddMinutes(number * 25);

    private static Seed Make(int n) => new(
        n,
        n is >= 5000 and < 5010 ? "dpia" : Sources[n % 3],
        n % 700 == 3 ? "PlanApproved" : n % 2 == 0 ? "ConsentGiven" : "SignedIn",
        $"user-{n % 40}",
        (n / 5).ToString(CultureInfo.InvariantCulture),
        n % 4 == 0 ? $"sub_{n / 40}" : null,
        n % 900 == 1 ? "sub_77" : null,
        n is >= 9000 and < 9006 ? "marketing" : null,
        n % 60 == 0 ? "refused" : "success",
        n is >= 12_000 and < 12_006 ? RecordedAt(n).AddDays(-100) : RecordedAt(n).AddSeconds(-2));

    private static JsonElement Event(Seed s) => JsonSerializer.SerializeToElement(new
    {
        header = new
        {
            eventId = Guid.CreateVersion7(s.At),
            occurredAt = s.At,
            source = s.Source,
            actor = new { type = "user", id = s.Actor },
            objectType = "subject-request",
            objectId = s.ObjectId,
            subjectPseudonym = s.Subject,
            onBehalfOf = s.OnBehalfOf,
            purpose = s.Purpose,
            outcome = s.Outcome,
        },
    });
}
