namespace Governance.Audit.Trail;

/// <summary>The event can't become an entry as it is. Says which field, never its value.</summary>
internal sealed class InvalidEntryException : Exception
{
    public InvalidEntryException(string message)
        : base(message)
    {
    }

    public InvalidEntryException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
