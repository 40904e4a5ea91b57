namespace Governance.Verify;

/// <summary>What the program ends with. Stable: scripts rely on it, docs/verify.md lists it.</summary>
internal enum ExitCode
{
    Verified = 0,

    /// <summary>Everything could be read, and it contradicts what it is to prove.</summary>
    NotVerified = 1,

    Usage = 2,

    /// <summary>A file is not what it should be: truncated, too large, not of the format.</summary>
    Unusable = 3,

    /// <summary>No trusted key of the log has signed, or a signature is wrong.</summary>
    NotSigned = 4,

    /// <summary>Too few of the trusted witnesses have cosigned.</summary>
    NotWitnessed = 5,

    /// <summary>A file or address could not be reached.</summary>
    Unreachable = 6,
}

/// <summary>Why the answer is no, in words for people who are no engineers.</summary>
internal sealed class Refusal(ExitCode code, string reason) : Exception(reason)
{
    public ExitCode Code => code;
}
