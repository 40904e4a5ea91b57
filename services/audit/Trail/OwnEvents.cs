using System.Text.Json;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Contracts;
using Governance.Messaging;

namespace Governance.Audit.Trail;

/// <summary>Events of this service that are appended in the transaction they tell of, without a way over the bus.</summary>
internal static class OwnEvents
{
    public static PendingEntry Pending(IEvent message, DateTimeOffset now) =>
        EventEnvelope.Make(Evidence.TypeName(message.GetType()), JsonSerializer.SerializeToElement(message, message.GetType(), MessageJson.Options), now);
}
