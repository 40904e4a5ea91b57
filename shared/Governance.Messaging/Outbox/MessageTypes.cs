using System.Collections.Frozen;
using Governance.Contracts;

namespace Governance.Messaging.Outbox;

/// <summary>A message type of the contracts as the broker sees it: MassTransit's exchange and URN names.</summary>
/// <param name="Exchange">For example <c>Governance.Contracts.Dsar.V1:PlanApproved</c>.</param>
/// <param name="ParentExchange">The exchange of the interface it implements, or null: audit listens to all events there.</param>
/// <param name="UrnsJson">JSON array of the URNs by which consumers recognise it.</param>
internal sealed record MessageTypeInfo(string Exchange, string? ParentExchange, string UrnsJson)
{
    public static FrozenDictionary<string, MessageTypeInfo> All { get; } = typeof(IEvent).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && (t.IsAssignableTo(typeof(IEvent)) || t.IsAssignableTo(typeof(ICommand))))
        .ToFrozenDictionary(t => t.FullName!, Of);

    private static MessageTypeInfo Of(Type type)
    {
        var parent = type.IsAssignableTo(typeof(IEvent)) ? Name(typeof(IEvent)) : null;
        var urns = parent is null ? $"""["urn:message:{Name(type)}"]""" : $"""["urn:message:{Name(type)}","urn:message:{parent}"]""";
        return new(Name(type), parent, urns);
    }

    private static string Name(Type type) => $"{type.Namespace}:{type.Name}";
}
