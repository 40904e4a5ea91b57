namespace Governance.Contracts;

/// <summary>Every permission that an endpoint can ask for. Which role holds which is the identity service's business.</summary>
public static class Permissions
{
    public const string UsersRead = "users:read";
    public const string UsersWrite = "users:write";

    /// <summary>Read the names of colleagues, nothing else of them.</summary>
    public const string PeopleRead = "people:read";
    public const string RolesRead = "roles:read";
    public const string RolesWrite = "roles:write";
    public const string ClientsRead = "clients:read";
    public const string ClientsWrite = "clients:write";
    public const string KeysRotate = "keys:rotate";

    public const string InventoryRead = "inventory:read";
    public const string InventoryWrite = "inventory:write";
    public const string InventoryScan = "inventory:scan";
    public const string InventoryConfirm = "inventory:confirm";

    /// <summary>Read scan results and job states of the data plane.</summary>
    public const string DataPlaneRead = "dataplane:read";

    /// <summary>Have a job of the data plane tried again.</summary>
    public const string DataPlaneOperate = "dataplane:operate";

    public const string DsarRead = "dsar:read";

    /// <summary>File a request for a data subject whose identity the caller has established.</summary>
    public const string DsarOpen = "dsar:open";
    public const string DsarPlan = "dsar:plan";
    public const string DsarApprove = "dsar:approve";

    /// <summary>Extend, pause, refuse or cancel a request.</summary>
    public const string DsarManage = "dsar:manage";

    /// <summary>See rows of a package in clear. Each look is an entry of the audit log.</summary>
    public const string DsarReveal = "dsar:reveal";

    /// <summary>Read and add a request's identifiers, read its plan and hand in exported parts. The data plane's client only.</summary>
    public const string DsarFulfil = "dsar:fulfil";

    public const string ConsentRead = "consent:read";
    public const string ConsentWrite = "consent:write";
    public const string ConsentDecide = "consent:decide";

    /// <summary>End a consent for the data subject who told staff so, or without their word, and import consents from elsewhere.</summary>
    public const string ConsentGovern = "consent:govern";
    public const string PurposesWrite = "purposes:write";

    /// <summary>See which systems are told of consents, what they were told and what they should believe.</summary>
    public const string RecipientsRead = "recipients:read";

    /// <summary>Register systems, change their secrets, send again.</summary>
    public const string RecipientsWrite = "recipients:write";

    public const string AuditRead = "audit:read";
    public const string AuditVerify = "audit:verify";

    /// <summary>Take entries with their payloads and proofs out of the log in bulk.</summary>
    public const string AuditExport = "audit:export";

    /// <summary>Have the payloads of a data subject erased.</summary>
    public const string AuditErase = "audit:erase";

    /// <summary>Place and release holds, have payloads dropped whose time is over.</summary>
    public const string AuditRetain = "audit:retain";

    /// <summary>Get receipts for what one did oneself.</summary>
    public const string AuditReceipts = "audit:receipts";

    /// <summary>Acknowledge or dismiss an anomaly.</summary>
    public const string AuditReview = "audit:review";

    /// <summary>Change the thresholds of the anomaly detectors.</summary>
    public const string AuditTune = "audit:tune";

    public const string DpiaRead = "dpia:read";

    /// <summary>Screen, open and write assessments, and move them on.</summary>
    public const string DpiaWrite = "dpia:write";

    /// <summary>Comment on an assessment.</summary>
    public const string DpiaComment = "dpia:comment";

    /// <summary>The DPO's part: evaluate, ask for changes, advise, override a screening, deal with the authority.</summary>
    public const string DpiaAdvise = "dpia:advise";

    /// <summary>Accept or refuse the risk that remains, for the controller.</summary>
    public const string DpiaAcceptRisk = "dpia:accept-risk";

    /// <summary>Sign, reject or archive an assessment that somebody else wrote.</summary>
    public const string DpiaApprove = "dpia:approve";

    /// <summary>Publish own templates.</summary>
    public const string DpiaTemplates = "dpia:templates";

    /// <summary>List and inspect messages that could not be handled.</summary>
    public const string MessagingRead = "messaging:read";
    public const string MessagingReplay = "messaging:replay";

    /// <summary>All of the above, found by looking.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. typeof(Permissions).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal)];
}
