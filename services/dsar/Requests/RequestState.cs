namespace Governance.Dsar.Requests;

internal enum RequestState
{
    Received,
    VerificationPending,
    Verified,
    Planning,
    AwaitingApproval,
    Approved,
    Executing,

    /// <summary>All that can be done at the moment is done; what is missing is named and tried again.</summary>
    Incomplete,
    Completed,
    Refused,
    Cancelled,
}

internal static class RequestStates
{
    private static readonly Dictionary<RequestState, RequestState[]> Next = new()
    {
        [RequestState.Received] = [RequestState.VerificationPending, RequestState.Verified],
        [RequestState.VerificationPending] = [RequestState.Verified, RequestState.Refused, RequestState.Cancelled],
        [RequestState.Verified] = [RequestState.Planning, RequestState.Completed, RequestState.Refused, RequestState.Cancelled],
        [RequestState.Planning] = [RequestState.Planning, RequestState.AwaitingApproval, RequestState.Verified, RequestState.Refused, RequestState.Cancelled],
        [RequestState.AwaitingApproval] = [RequestState.Planning, RequestState.Approved, RequestState.Verified, RequestState.Refused, RequestState.Cancelled],
        [RequestState.Approved] = [RequestState.Executing],
        [RequestState.Executing] = [RequestState.Incomplete, RequestState.Completed],
        [RequestState.Incomplete] = [RequestState.Planning, RequestState.Completed],
        [RequestState.Completed] = [],
        [RequestState.Refused] = [],
        [RequestState.Cancelled] = [],
    };

    public static bool Allows(this RequestState from, RequestState to) => Next[from].Contains(to);

    public static bool IsOpen(this RequestState state) => Next[state].Length > 0;
}

/// <summary>Why something was not done. <paramref name="Code"/> is kebab-case and stable.</summary>
internal sealed record Refusal(string Code, string Detail);
