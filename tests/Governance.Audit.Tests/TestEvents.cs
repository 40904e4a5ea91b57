using System.Text.Json;
using Governance.Audit.Log;
using Governance.Audit.Trail;
using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Messaging;

namespace Governance.Audit.Tests;

internal static class TestEvents
{
    public static readonly DateTimeOffset Now = new(2031, 5, 6, 7, 8, 9, 123, TimeSpan.Zero);

    public static PlanApproved Approved(string subject = "sub_a", string objectId = "r-1", string actor = "u-1", DateTimeOffset? at = null) =>
        new(
            new EventHeader(Guid.CreateVersion7(), at ?? Now, "dsar", new Actor(ActorType.User, actor), "subject-request", objectId) { SubjectPseudonym = subject },
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            "00ff");

    /// <summary>The event in the envelope that the bus puts around it.</summary>
    public static byte[] Envelope(object message, params string[] types) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        messageId = Guid.CreateVersion7(),
        messageType = types.Length > 0 ? types : ["urn:message:Governance.Contracts.Dsar.V1:PlanApproved", "urn:message:Governance.Contracts:IEvent"],
        message,
    }, MessageJson.Options);

    public static PendingEntry Pending(IEvent? message = null, DateTimeOffset? recordedAt = null) => EventEnvelope.Read(Envelope((object?)message ?? Approved()), recordedAt ?? Now);

    public static IReadOnlyList<PendingEntry> Pending(int count) => [.. Enumerable.Range(0, count).Select(_ => Pending())];
}
