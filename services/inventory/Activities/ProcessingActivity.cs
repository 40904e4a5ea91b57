using System.Security.Cryptography;
using System.Text;
using Governance.Inventory.Data;

namespace Governance.Inventory.Activities;

/// <summary>A processing activity of the record that GDPR Art. 30 asks for. It ends, but is never deleted; each version of it is kept.</summary>
internal sealed class ProcessingActivity
{
    private ProcessingActivity()
    {
    }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = null!;

    /// <summary>Everything that a search looks at.</summary>
    public string SearchText { get; private set; } = null!;

    public ActivityDetails Details { get; private set; } = null!;

    /// <summary>Counted from 1; the end of the activity is its last.</summary>
    public int Version { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public string UpdatedBy { get; private set; } = null!;

    public DateTimeOffset? EndedAt { get; private set; }

    public static (ProcessingActivity Activity, ActivityVersion First) Register(ActivityDetails details, string by, DateTimeOffset now)
    {
        var activity = new ProcessingActivity { Id = Guid.CreateVersion7(now), CreatedAt = now };
        return (activity, activity.Change(details, by, now));
    }

    public ActivityVersion Change(ActivityDetails details, string by, DateTimeOffset now)
    {
        (Name, Details) = (details.Name, details);
        SearchText = string.Join('\n', [details.Name, details.Purposes, .. details.DataUses, .. details.Recipients ?? []]);
        return Next(by, now);
    }

    public ActivityVersion End(string by, DateTimeOffset now)
    {
        EndedAt = now;
        return Next(by, now);
    }

    private ActivityVersion Next(string by, DateTimeOffset now)
    {
        Version++;
        (UpdatedAt, UpdatedBy) = (now, by);
        return ActivityVersion.Of(this);
    }
}

/// <summary>What an activity said from a time on. Append-only.</summary>
internal sealed class ActivityVersion
{
    public required Guid ActivityId { get; init; }

    public required int Number { get; init; }

    /// <summary>The <see cref="ActivityDocument"/>, byte for byte as it was hashed.</summary>
    public required string Document { get; init; }

    /// <summary>SHA-256 of the document's UTF-8 bytes, lower-case hex.</summary>
    public required string Hash { get; init; }

    public required bool Ended { get; init; }

    public required string ChangedBy { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public static ActivityVersion Of(ProcessingActivity activity)
    {
        var document = StoredJson.Write(new ActivityDocument(activity.Id, activity.Version, activity.EndedAt, activity.Details));
        return new ActivityVersion
        {
            ActivityId = activity.Id,
            Number = activity.Version,
            Document = document,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document))),
            Ended = activity.EndedAt is not null,
            ChangedBy = activity.UpdatedBy,
            ChangedAt = activity.UpdatedAt,
        };
    }
}

/// <summary>One version of an activity, as it is proven.</summary>
internal sealed record ActivityDocument(Guid Id, int Version, DateTimeOffset? EndedAt, ActivityDetails Details);
