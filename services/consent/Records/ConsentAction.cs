namespace Governance.Consent.Records;

/// <summary>What a record of the append-only history says happened.</summary>
internal enum ConsentAction
{
    Give,
    Refuse,
    Withdraw,
    Expire,
    Object,
    LiftObjection,

    /// <summary>Consent that stood was reaffirmed.</summary>
    Renew,

    /// <summary>Consent was asked for; no answer yet.</summary>
    Request,

    /// <summary>The answer was put off.</summary>
    Defer,

    /// <summary>Given, but it counts only once it is confirmed: double opt-in, or a guardian's authorisation.</summary>
    Pend,

    /// <summary>Found not to have been valid, for example because of how it was asked for.</summary>
    Invalidate,

    /// <summary>Ended by somebody else than the data subject.</summary>
    Revoke,
}
