namespace Governance.LocalStack.Stack;

/// <summary>How to run a stack in a folder.</summary>
public sealed record StackOptions(string Folder)
{
    /// <summary>Ports of ./run plus this; null for free ones.</summary>
    public int? FixedPortOffset { get; init; }

    /// <summary>Makes the demo users, all with one random password.</summary>
    public bool DemoMode { get; init; } = true;

    /// <summary>Connection strings of customers' databases by variable name (<c>env:NAME</c>). Only the data plane gets them.</summary>
    public IReadOnlyDictionary<string, string> DataStores { get; init; } = new Dictionary<string, string>();

    /// <summary>Last word on a service's environment: its name and what it is about to start with.</summary>
    public Action<string, IDictionary<string, string>>? Customise { get; init; }

    /// <summary>Hears what is being done, a line each.</summary>
    public Action<string>? Progress { get; init; }
}
