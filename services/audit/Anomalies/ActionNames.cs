namespace Governance.Audit.Anomalies;

/// <summary>Which actions each detector looks at, unless the settings name others.</summary>
internal sealed class ActionNames(IReadOnlyList<string> configured, params string[] builtIn)
{
    private readonly IReadOnlyList<string> _patterns = configured.Count > 0 ? configured : builtIn;
    private readonly Dictionary<string, bool> _known = [];

    public bool Contains(string action)
    {
        if (_known.TryGetValue(action, out var known))
            return known;
        var matches = _patterns.Any(p => Matches(p, action));
        // An action's name comes from outside: not more of them are kept than there can be events.
        if (_known.Count < 1000)
            _known[action] = matches;
        return matches;
    }

    public static ActionNames Reads(AnomalySettings s) => new(s.BulkAccess.Reads, "*Read", "*Viewed", "*Searched", "*Disclosed", "*Listed");

    public static ActionNames Exports(AnomalySettings s) => new(s.BulkAccess.Exports, "*Exported", "*Downloaded", "AccessPackageReady");

    public static ActionNames Administrative(AnomalySettings s) => new(
        s.OffHours.Actions,
        "UserCreated", "UserUpdated", "UserRolesChanged", "UserDisabled", "UserEnabled", "UserPasswordReset", "UserUnlocked", "Role*", "Client*", "SigningKey*",
        "DataStoreRegistered", "DataStoreChanged", "DataMapConfirmed", "PurposeDefined", "PurposeChanged", "NoticePublished", "FailedMessageReplayed", "JobRetryRequested",
        "*SettingsChanged", "*Hold*", "*Retention*", "WitnessChanged", "*KeyRotated");

    public static ActionNames Plans(AnomalySettings s) => new(s.Approvals.PlannedBy, "PlanRequested");

    public static ActionNames Approvals(AnomalySettings s) => new(s.Approvals.ApprovedBy, "PlanApproved");

    public static ActionNames Verifications(AnomalySettings s) => new(s.AuditGaps.Verifications, "LogVerificationCompleted", "CheckpointRefused", "WitnessObjected");

    private static bool Matches(string pattern, string action) => (pattern.StartsWith('*'), pattern.EndsWith('*')) switch
    {
        (true, true) => action.Contains(pattern.Trim('*'), StringComparison.Ordinal),
        (true, false) => action.EndsWith(pattern[1..], StringComparison.Ordinal),
        (false, true) => action.StartsWith(pattern[..^1], StringComparison.Ordinal),
        _ => action == pattern,
    };
}
