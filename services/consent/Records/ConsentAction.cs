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
}
