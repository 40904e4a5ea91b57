using Governance.Contracts;

namespace Governance.Architecture.Tests.Fixtures
{
    /// <summary>Not in a versioned namespace, not sealed, header not first, and speaks of a person.</summary>
    public record CustomerSeen(string CustomerEmail, EventHeader Header, BadInner Inner, IReadOnlyList<string> PhoneNumbers) : IEvent;

    public sealed record BadInner(string FirstName, string TableName, string DateOfBirth);
}

namespace Governance.Architecture.Tests.Fixtures.V1
{
    /// <summary>Not a record, can be changed.</summary>
    public sealed class ChangeableCommand : ICommand
    {
        public string? City { get; set; }
    }

    /// <summary>As it should be.</summary>
    public sealed record GoodHappened(EventHeader Header, string TableName, string? ColumnName, int EmailCount, Guid AddressId, string MailboxKind) : IEvent;
}
